"""Business Advisor: items, levels and devices of traffic sources, the shop by day; and the course's own exports against its shop."""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import python_calamine
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.readers import read_shop
from shopkit.readers.sources import source_of
from shopkit.schema import SOURCES

SYCM, ALIMAMA = EXPORTS / "sycm", EXPORTS / "alimama"
COURSE = Path(__file__).resolve().parents[2] / "datasets"


def _reasons(entry):
    return {r.code: r.row_numbers for r in entry.reasons}


def _notes(entry):
    return [n.code for n in entry.notes]


def _course(word):
    return next((COURSE / "exports" / "taobao").glob(f"*{word}*"))


def _demo(name):
    with (COURSE / "demo" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cells(path, header_row, sheet=0):
    """The rows of a workbook as dicts of texts, with none of the readers' code."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    grid = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    return [dict(zip(grid[header_row - 1], row, strict=True)) for row in grid[header_row:]]


def _written(path, rows, encoding="gb18030"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_items_by_hand():
    shop = read_shop([SYCM / "items.synthetic.xls"])
    entry = shop.ledger[0]
    items = shop.items.set_index("product_id")
    assert items["paid_amount"].sum() == 3560.40 + 1089.00 + 0.00
    assert items.loc["731000000001", ["visitors", "page_views", "cart_adders", "orderers", "buyers", "units"]].tolist() == [1200, 2105, 90, 40, 36, 41]
    # "-" is nothing, 0 is 0
    assert items.loc["731000000003"].drop("date").isna().all() and items.loc["731000000005", "paid_amount"] == 0
    assert shop.items["date"].unique().tolist() == [pd.Timestamp("2025-12-01")] and "one_figure_for_the_period" in _notes(entry)
    assert _reasons(entry) == {"unreadable_amount": (9,), "unreadable_number": (13,), "missing_id": (10,), "repeated_row": (11,), "totals_row": (14,)}
    differs = next(n for n in entry.notes if n.code == "totals_differ")
    # of the rows that are whole: views 2,105 + 1,000 + 1,000 + 90 less 3,417; paid 3,560.40 + 2 × 1,089.00 less 4,700.00
    assert "商品浏览量 778" in differs.label.en and "1,038.40" in differs.label.en
    assert shop.products.set_index("product_id")["title"]["731000000002"] == "样品台灯 三档亮度" and shop.currency == "CNY"


_OLD = "统计日期,所属终端,商品ID,商品标题,浏览量,访客数,支付金额,支付商品件数,支付买家数,曝光量,点击次数".split(",")


def test_rows_per_device_count_once(tmp_path):
    rows = [_OLD, ["2018-06-01", "所有终端", "1", "甲", "30", "20", "90.50", "2", "2", "400", "33"],
            ["2018-06-01", "PC端", "1", "甲", "10", "8", "40.50", "1", "1", "100", "11"],
            ["2018-06-01", "无线端", "1", "甲", "20", "14", "50.00", "1", "1", "300", "22"]]
    shop = read_shop([_written(tmp_path / "a.csv", rows)])
    assert shop.items[["visitors", "paid_amount", "impressions", "clicks"]].values.tolist() == [[20, 90.5, 400, 33]]
    assert _reasons(shop.ledger[0]) == {"other_level": (3, 4)}
    shop = read_shop([_written(tmp_path / "b.csv", [rows[0], *rows[2:]])])
    assert shop.items[["visitors", "paid_amount"]].values.tolist() == [[14, 50.0]] and "phones_only" in _notes(shop.ledger[0])


def _daily(tmp_path, days):
    header = "统计日期,商品ID,商品名称,商品访客数,支付买家数,支付件数,支付金额".split(",")
    return _written(tmp_path / f"daily{days}.csv", [header, *([f"2025-12-0{d}", "731000000001", "样品", "200", "5", "6", "500.00"] for d in range(1, days + 1))])


def test_days_and_their_week_are_not_added(tmp_path):
    week = SYCM / "items.synthetic.xls"
    shop = read_shop([week, _daily(tmp_path, 2)])
    assert shop.items["paid_amount"].sum() == 4649.40 and _reasons(shop.ledger[1]) == {"counted_elsewhere": (2, 3)}
    # all seven days: single days tell more than their sum
    shop = read_shop([week, _daily(tmp_path, 7)])
    assert shop.items["paid_amount"].sum() == 7 * 500 and shop.ledger[0].rows_kept == 0
    assert len(_reasons(shop.ledger[0])["counted_elsewhere"]) == 4 and len(shop.products) == 4


def test_sources_of_one_level_only():
    shop = read_shop([SYCM / "sources.synthetic.xls"])
    phone, computer = shop.ledger
    traffic = shop.traffic.set_index("source")
    assert traffic["visitors"].to_dict() == {
        "free_search": 900, "手淘推荐": 450, "search_ads": 420, "audience_ads": 310, "direct": 500, "off_site": 60,
        "PC·淘宝搜索": 100, "PC·购物车": 40}
    # 900 + 450 under 淘内免费; 汇总 rows of 关键词推广 and 自主访问, whose finer rows count some people twice (480 and 510)
    assert traffic["paid_amount"].sum() == 3100 + 1850 + 1400 + 1000 + 2900 + 0 + 400 + 90
    assert _reasons(phone) == {"remark": (20, 21, 22, 23), "repeated_row": (19,), "other_level": (7, 10, 12, 13, 16, 17)}
    assert _reasons(computer) == {"remark": (11, 12, 13, 14), "other_level": (7, 9)}
    # 淘内免费 says 5,000.00, its sources 3,100.00 + 1,850.00
    assert next(n for n in phone.notes if n.code == "levels_differ").row_numbers == (7,)
    assert "computers_apart" in _notes(computer) and "computers_apart" not in _notes(phone)


def test_the_sheet_of_the_whole_shop_wins():
    shop = read_shop([SYCM / "sources_whole.synthetic.xls"])
    assert shop.traffic.set_index("source")["visitors"].to_dict() == {"free_search": 980, "手淘推荐": 450, "direct": 520}
    assert [e.rows_kept for e in shop.ledger] == [0, 0, 3]
    assert [i.code for i in shop.ignored] == ["unknown_table"]


_LEVELS = "统计日期,一级来源,二级来源,三级来源,访客数,支付金额,支付买家数".split(",")


def test_two_sources_of_one_meaning_keep_their_names(tmp_path):
    rows = [_LEVELS, ["2025-12-01", "付费流量", "直通车", "汇总", "50", "10.00", "1"], ["2025-12-01", "付费流量", "关键词推广", "汇总", "60", "20.00", "2"],
            ["2025-12-02", "付费流量", "关键词推广", "汇总", "70", "30.00", "3"]]
    traffic = read_shop([_written(tmp_path / "a.csv", rows)]).traffic
    assert traffic[["source", "visitors"]].values.tolist() == [["直通车", 50], ["关键词推广", 60], ["search_ads", 70]]


def test_traffic_of_one_item_is_refused_with_what_to_download(tmp_path):
    from shopkit.labels import UserError

    path = _written(tmp_path / "a.csv", ["来源名称,访客数,浏览量,支付金额,店内跳转人数,跳出本店人数,支付买家数".split(","), "手淘搜索,1,2,3,0,1,1".split(",")])
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "not_read_yet" and "店铺来源" in error.value.label.zh


def test_shop_days_by_hand():
    shop = read_shop([SYCM / "shop_days.synthetic.xls"])
    entry, days = shop.ledger[0], shop.shop_days.set_index("date")
    assert days.index.strftime("%d").tolist() == ["01", "02", "03", "06"]
    assert days["paid_amount"].sum() == 2000.50 + 1100.00 + 0.00 + 3105.20 and days["refund_amount"].sum() == 99 + 2000
    assert days.loc["2025-12-01", ["visitors", "new_visitors", "returning_visitors", "orderers", "buyers", "followers"]].tolist() == [310, 240, 70, 18, 15, 2]
    assert days.loc["2025-12-03", "paid_amount"] == 0 and pd.isna(days.loc["2025-12-03", "visitors"])
    # lines of orders are no orders
    assert "paid_orders" not in days and {"lines_are_not_orders", "favourites_are_people", "commission_not_used"} <= set(_notes(entry))
    assert _reasons(entry) == {"unreadable_date": (10,), "unreadable_amount": (11,), "totals_row": (13,), "repeated_row": (9,)}
    assert shop.traffic.groupby("source")["cost"].sum().round(2).to_dict() == {"search_ads": 180.01, "audience_ads": 61.14, "智能场景": 5.5}


def test_orders_are_read_where_the_report_has_them(tmp_path):
    rows = ["统计日期,访客数,支付金额,支付买家数,支付父订单数,下单父订单数,商品收藏次数,支付子订单数".split(","), "20251201,100,500,5,6,7,9,11".split(",")]
    shop = read_shop([_written(tmp_path / "a.csv", rows)])
    assert shop.shop_days[["paid_orders", "orders", "favourites"]].values.tolist() == [[6, 7, 9]]
    assert not {"lines_are_not_orders", "favourites_are_people"} & set(_notes(shop.ledger[0]))


def test_devices_are_added_in_money_and_never_in_people():
    shop = read_shop([SYCM / "device_days.synthetic.csv"])
    days = shop.shop_days
    assert days["paid_amount"].tolist()[::2] == [200 + 1800, 100.50 + 1000.25] and pd.isna(days["paid_amount"][1])
    assert days["page_views"].tolist() == [90 + 700, 80 + 690, 70 + 600]
    assert not {"visitors", "buyers"} & set(days) and "people_by_device" in _notes(shop.ledger[0])
    assert shop.personal_columns == ["负责人电话"]
    assert shop.traffic.groupby("source")["cost"].sum().round(2).to_dict() == {"search_ads": 270.1, "audience_ads": 30.0}


def test_spend_stands_beside_the_visitors_of_the_same_days():
    shop = read_shop([SYCM / "shop.synthetic"])
    traffic = shop.traffic.set_index("source")
    # the plan report's, not the shop's: 58.81 + 60.00 + 0.00 + 15.20 + 2.10 + 61.20
    assert traffic.loc["search_ads", ["visitors", "cost"]].tolist() == [420, 197.31]
    assert traffic.loc["audience_ads", "cost"] == 22.34 + 18.80 + 19.00 and pd.isna(traffic.loc["whole_shop_ads", "visitors"])
    assert round(traffic["cost"].sum(), 2) == round(shop.ads["cost"].sum(), 2) == 297.45
    days = next(e for e in shop.ledger if e.report == "sycm_shop_days")
    assert "spend_differs" in _notes(days) and shop.items["paid_amount"].sum() == 4649.40


def test_a_part_of_the_spend_is_set_against_no_visitors(tmp_path):
    lines = (ALIMAMA / "plans.synthetic.csv").read_bytes().split(b"\r\n")
    part = tmp_path / "plans.csv"
    part.write_bytes(b"\r\n".join(line for line in lines if not line.startswith(b"2025-12-01")))
    shop = read_shop([SYCM / "sources.synthetic.xls", part])
    traffic = shop.traffic
    assert traffic.loc[traffic["visitors"].notna(), "cost"].isna().all()
    assert round(traffic["cost"].sum(), 2) == round(297.45 - 58.81 - 22.34, 2) and "spend_of_a_part" in _notes(shop.ledger[0])


def test_days_with_and_without_spend(tmp_path):
    rows = [_LEVELS, ["2025-12-01", "付费流量", "关键词推广", "汇总", "60", "20.00", "2"], ["2025-12-03", "付费流量", "全站推广", "汇总", "70", "30.00", "3"],
            ["2026-01-03", "付费流量", "关键词推广", "汇总", "80", "40.00", "3"]]
    shop = read_shop([_written(tmp_path / "a.csv", rows), ALIMAMA / "plans.synthetic.csv"])
    with_visitors = shop.traffic[shop.traffic["visitors"].notna()].set_index("visitors")["cost"]
    # spent on the day; nothing spent on that channel that day; a day that the report of spend does not know
    assert with_visitors[60] == 58.81 and with_visitors[70] == 0 and pd.isna(with_visitors[80])
    assert round(shop.traffic["cost"].sum(), 2) == 297.45


def test_columns_in_another_order_give_the_same(tmp_path):
    path = SYCM / "device_days.synthetic.csv"
    rows = list(csv.reader(path.open(encoding="gb18030", newline="")))
    whole = [row for row in rows if len(row) == len(rows[0])]
    shuffled = [[*reversed(row), "x"] for row in whole]
    shuffled[0][-1] = "自定义列"
    assert read_shop([_written(tmp_path / "a.csv", shuffled)]).shop_days.equals(read_shop([path]).shop_days)


@pytest.mark.parametrize("column", ["支付金额", "下单金额", "成功退款金额", "关键词推广花费"])
def test_an_amount_below_nothing_is_set_aside(column, tmp_path):
    header = "统计日期,访客数,支付买家数,支付金额,下单金额,成功退款金额,关键词推广花费".split(",")
    rows = [["20251201", "100", "5", *("1.00" if name != column else "-1.00" for name in header[3:])], ["20251202", "100", "5", *["1.00"] * 4]]
    assert _reasons(read_shop([_written(tmp_path / "a.csv", [header, *rows])]).ledger[0]) == {"impossible_amount": (2,)}


@pytest.mark.parametrize(("name", "source"), [
    ("手淘搜索", "free_search"), ("淘宝搜索", "free_search"), ("直通车", "search_ads"), ("关键词推广", "search_ads"), ("搜索推广", "search_ads"),
    ("引力魔方", "audience_ads"), ("超级推荐", "audience_ads"), ("精准人群推广", "audience_ads"), ("货品全站推广", "whole_shop_ads"),
    ("聚划算", "platform_event"), ("百亿补贴", "platform_event"), ("购物车", "direct"), ("我的淘宝", "direct"), ("宝贝收藏", "direct"),
    ("淘宝直播", "content"), ("短视频", "content"), ("逛逛", "content"), ("淘宝客", "off_site"), ("淘外流量", "off_site"),
    ("手淘推荐", None), ("淘内免费", None), ("付费流量", None), (None, None)])
def test_names_of_sources(name, source):
    assert source_of(name) == source and (source is None or source in SOURCES)


# the course's exports against the shop that they were made from, in plain Python

def test_course_items_against_the_shop():
    days = [r for r in _demo("items") if r["date"].startswith("2025-12")]
    shop = read_shop([_course("商品_全部")])
    cells = {r["商品ID"]: r for r in _cells(_course("商品_全部"), 5)}
    assert len(shop.items) == len(cells) == len({r["product_id"] for r in days})
    for row in shop.items.to_dict("records"):
        mine = [r for r in days if r["product_id"] == row["product_id"]]
        assert Decimal(str(row["paid_amount"])) == sum(Decimal(r["paid_amount"]) for r in mine)
        assert row["units"] == sum(int(r["units"]) for r in mine) and row["page_views"] == sum(int(r["page_views"]) for r in mine)
        # people of a month are no sum of its days: as the file says them
        assert row["visitors"] == int(cells[row["product_id"]]["商品访客数"].replace(",", "")) <= sum(int(r["visitors"]) for r in mine)
        assert row["buyers"] == int(cells[row["product_id"]]["支付买家数"].replace(",", ""))
    titles = {r["product_id"]: r["title"] for r in _demo("products")}
    assert shop.products.set_index("product_id")["title"].to_dict() == titles


def test_course_days_against_the_shop():
    shop, days = read_shop([_course("店铺概况")]), _demo("shop_days")
    assert len(shop.shop_days) == len(days) == 153
    whole = ("visitors", "new_visitors", "returning_visitors", "page_views", "followers", "cart_adders", "orderers", "buyers")
    for mine, row in zip(shop.shop_days.to_dict("records"), days, strict=True):
        assert f"{mine['date']:%Y-%m-%d}" == row["date"] and [mine[n] for n in whole] == [int(row[n]) for n in whole]
        assert all(Decimal(str(mine[n])) == Decimal(row[n]).quantize(Decimal("0.01")) for n in ("order_amount", "paid_amount", "refund_amount"))
        assert mine["favourites"] <= int(row["favourites"])  # people, where the shop has times


def test_course_sources_against_the_shop():
    """The money of both sheets is December's; a source's people of a month are more than any day's, and fewer than all days' sum."""
    traffic = read_shop([_course("流量来源")]).traffic
    days = [r for r in _demo("traffic") if r["date"].startswith("2025-12")]
    assert Decimal(str(round(traffic["paid_amount"].sum(), 2))) == sum(Decimal(r["paid_amount"]) for r in days).quantize(Decimal("0.01"))
    phones = traffic[~traffic["source"].str.startswith("PC·")].set_index("source")["visitors"]
    assert set(phones.index) == {r["source"] for r in days}
    for source, visitors in phones.items():
        each = [int(r["visitors"]) for r in days if r["source"] == source]
        assert max(each) < visitors < sum(each)
    for sheet in (0, 1):
        kept = [r for r in _cells(_course("流量来源"), 6, sheet) if r["二级来源"] not in ("汇总", "")]
        start = traffic["source"].str.startswith("PC·") == bool(sheet)
        assert traffic.loc[start, "visitors"].tolist() == [int(r["访客数"].replace(",", "")) for r in kept]


def test_course_spend_is_the_shops_own():
    """Every day's cost per channel, by either report, is the shop's own traffic.cost."""
    mine = {(r["date"], r["source"]): Decimal(r["cost"]).quantize(Decimal("0.01")) for r in _demo("traffic") if Decimal(r["cost"])}
    for path in (_course("店铺概况"), _course("计划报表")):
        found = {(f"{r['date']:%Y-%m-%d}", r["source"]): Decimal(str(r["cost"])) for r in read_shop([path]).traffic.to_dict("records") if r["cost"]}
        assert found == mine
    both = read_shop([_course("店铺概况"), _course("计划报表"), _course("流量来源")])
    assert Decimal(str(round(both.traffic["cost"].sum(), 2))) == sum(mine.values())
    month = both.traffic[both.traffic["visitors"].notna()].set_index("source")["cost"]
    assert Decimal(str(month["search_ads"])) == sum(v for (day, source), v in mine.items() if source == "search_ads" and day.startswith("2025-12"))
    assert "spend_differs" not in [n.code for e in both.ledger for n in e.notes]
