"""Exports of a small shop: bytes repeat, headers stand where platforms put them, sums are the shop's own."""

import csv
import io
import re
import sys

import pytest
import python_calamine

from shopkit.labels import UserError
from shopkit.shop import Shop
from shopkit.world import draw_shop, plan_of
from shopkit.world.draw import draw
from shopkit.world.export_shapes import (
    alimama,
    ga4,
    item_report,
    qianniu,
    shop_report,
    shopify,
    source_report,
    write_exports,
)

FORMULA, COMMAS = "=1+2 夹式台灯", "台灯，暖光,\"三档\""
# the header as the platform's own file has it, typed anew: the writer must not be its own witness
ORDER_LIST = (
    "订单编号|买家会员名|买家支付宝账号|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额|买家实际支付积分|订单状态|买家留言|收货人姓名|"
    "收货地址 |运送方式|联系电话 |联系手机|订单创建时间|订单付款时间 |宝贝标题 |宝贝种类 |物流单号 |物流公司|订单备注|宝贝总数量|店铺Id|店铺名称|订单关闭原因|"
    "卖家服务费|买家服务费|发票抬头|是否手机订单|分阶段订单信息|特权订金订单id|是否上传合同照片|是否上传小票|是否代付|定金排名|修改后的sku|修改后的收货地址|"
    "异常信息|天猫卡券抵扣|集分宝抵扣|是否是O2O交易|新零售交易类型|新零售导购门店名称|新零售导购门店id|新零售发货门店名称|新零售发货门店id|退款金额|预约门店|"
    "确认收货时间|打款商家金额|含应开票给个人的个人红包"
).split("|")


def small(english, *titles):
    """Forty days of the demo shop, its texts in one language or the other; one ad plan has a comma in its name."""
    drawn, words = draw(plan_of("demo", seed=3, scale=0.25, days=40))
    if english:
        drawn = {name: words.twin(frame) if words.twin(frame) is not None else frame for name, frame in drawn.items()}
    for n, title in enumerate(titles):
        drawn["products"].loc[n, "title"] = title
    drawn["ads"] = drawn["ads"].assign(campaign=drawn["ads"]["campaign"].replace({"人群·阅读灯": "人群,拉新"}))
    return Shop(drawn, currency="CNY", locale="zh_CN", name="Xiangwan Home" if english else "向晚小家电")


@pytest.fixture(scope="module")
def shop():
    return small(False, FORMULA, COMMAS)


@pytest.fixture(scope="module")
def english():
    return small(True, "=1+2 lamp", 'lamp, warm, "three steps"')


@pytest.fixture(scope="module")
def exported(shop, english, tmp_path_factory):
    """Part of the name → path."""
    return write_exports(shop, tmp_path_factory.mktemp("exports"), english)


def file(exported, part):
    return next(path for path in exported if part in path.name)


def sheet(exported, part, name, header_row):
    """Header and rows as dicts of a sheet of strings."""
    grid = python_calamine.CalamineWorkbook.from_path(str(file(exported, part))).get_sheet_by_name(name).to_python(skip_empty_area=False)
    assert all(isinstance(cell, str) for row in grid for cell in row)
    header = grid[header_row - 1]
    return header, [dict(zip(header, row, strict=True)) for row in grid[header_row:]]


def table(exported, part, encoding):
    text = file(exported, part).read_bytes().decode(encoding)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert all(len(row) == len(header) for row in rows)
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def number(text):
    return 0.0 if text in ("-", "") else float(re.sub("[,%¥元]", "", text))


def total(rows, name):
    return round(sum(number(row[name]) for row in rows), 2)


def august(times):
    return (times >= "2025-08-01") & (times < "2025-09-01")


def paid_in_august(shop):
    return shop.orders[august(shop.orders["paid_at"])]


def test_every_report_once_and_the_same_bytes_again(shop, english, exported, tmp_path):
    again = write_exports(shop, tmp_path, english)
    assert [path.name for path in again] == [path.name for path in exported]
    assert len({path.name for path in exported}) == 9
    for one, other in zip(exported, again, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
    other_people = write_exports(shop, tmp_path / "other", english, seed=5)
    assert file(other_people, "OrderList").read_bytes() != file(exported, "OrderList").read_bytes()
    assert file(other_people, "商品_全部").read_bytes() == file(exported, "商品_全部").read_bytes()


def test_item_report(shop, exported):
    path = file(exported, "【生意参谋平台】商品_全部_2025-08-01_2025-08-31.xls")
    assert path.read_bytes().startswith(bytes.fromhex("d0cf11e0")) and b"Java Excel API" in path.read_bytes()
    header, rows = sheet(exported, "商品_全部", "【生意参谋平台】1", 5)
    assert header == item_report.HEADER and len(header) == 38 and "客单价" not in header
    month = shop.items[august(shop.items["date"])]
    assert len(rows) == month["product_id"].nunique()
    assert total(rows, "支付金额") == round(month["paid_amount"].sum(), 2) == round(paid_in_august(shop)["paid_amount"].sum(), 2)
    assert total(rows, "支付件数") == month["units"].sum() and total(rows, "商品浏览量") == month["page_views"].sum()
    events = shop.events[august(shop.events["at"])]
    for row in rows:
        looked = set(events.loc[(events["product_id"] == row["商品ID"]) & (events["step"] == "detail"), "visitor_id"])
        paid = paid_in_august(shop)
        buyers = set(paid.loc[paid["product_id"] == row["商品ID"], "customer_id"])
        assert (number(row["商品访客数"]), number(row["支付买家数"])) == (len(looked), len(buyers))
        assert number(row["支付新买家数"]) + number(row["支付老买家数"]) == len(buyers)
        assert row["商品支付转化率"] == f"{len(buyers) / len(looked):.2%}"
    assert any("," in row["支付金额"] for row in rows) and {row["竞争力评分"] for row in rows} == {"-"}
    assert {FORMULA, COMMAS} <= {row["商品名称"] for row in rows}


def test_source_report(shop, exported):
    figures = {}
    for name, computer in (("无线流量来源", False), ("PC流量来源", True)):
        header, rows = sheet(exported, "无线店铺流量来源-2025-08-01_2025-08-31", name, 6)
        assert header == source_report.HEADER
        notes = [row for row in rows if not row["二级来源"]]
        assert notes and rows[-len(notes):] == notes and all(not row["访客数"] for row in notes)
        figures[computer] = rows[:-len(notes)]
        events = shop.events[august(shop.events["at"]) & ((shop.events["device"] == "computer") == computer)]
        for row in figures[computer]:
            of_source = [s for s, (first, second) in source_report.LEVELS.items() if first == row["一级来源"] and row["二级来源"] in ("汇总", second)]
            here = events[events["source"].isin(of_source)]
            assert number(row["访客数"]) == here["visitor_id"].nunique()
            assert number(row["支付买家数"]) == here.loc[here["step"] == "pay", "visitor_id"].nunique()
    rows = figures[False] + figures[True]
    details = [row for row in rows if row["二级来源"] != "汇总"]
    sums = [row for row in rows if row["二级来源"] == "汇总"]
    traffic = shop.traffic[august(shop.traffic["date"])]
    assert total(details, "支付金额") == total(sums, "支付金额") == round(traffic["paid_amount"].sum(), 2)
    assert total(details, "访客数") > total(sums, "访客数")


def test_shop_report(shop, exported):
    header, rows = sheet(exported, "店铺概况_2025-08-01_2025-09-09", "【生意参谋平台】1", 5)
    assert header == shop_report.HEADER and [row["统计日期"] for row in rows] == list(shop.shop_days["date"].dt.strftime("%Y-%m-%d"))
    for name, column in (("访客数", "visitors"), ("支付金额", "paid_amount"), ("支付买家数", "buyers"), ("成功退款金额", "refund_amount"),
                         ("下单金额", "order_amount"), ("加购人数", "cart_adders")):
        assert [number(row[name]) for row in rows] == pytest.approx(list(shop.shop_days[column].astype(float)))
    spent = shop.traffic[shop.traffic["source"] == "search_ads"]["cost"]
    assert total(rows, "关键词推广花费") == round(spent.sum(), 2)
    assert total(rows, "支付子订单数") == shop.orders["paid_at"].notna().sum()


def test_order_list(shop, exported):
    header, rows = table(exported, "ExportOrderList", "gbk")
    assert header == ORDER_LIST and len(header) == 54 and sum(name.endswith(" ") for name in header) == 6
    assert len(rows) == shop.orders["order_id"].nunique()
    assert total(rows, "买家实际支付金额") == round(shop.orders["paid_amount"].sum(), 2)
    assert total(rows, "买家应付货款") == round(shop.orders["order_amount"].sum(), 2)
    refunds = [row["退款金额"] for row in rows]
    assert qianniu.NO_REFUND in refunds
    assert round(sum(float(r) for r in refunds if r != qianniu.NO_REFUND), 2) == round(shop.orders["refund_amount"].sum(), 2)
    ids = [re.fullmatch('="([0-9]{19})"', row["订单编号"])[1] for row in rows]
    assert set(ids) == set(shop.orders["order_id"])
    assert any("，" in row["订单状态"] for row in rows) and all(row["打款商家金额"].endswith("元") for row in rows)
    assert any("，" in row["宝贝标题 "] and row["宝贝种类 "] != "1" for row in rows)
    titles = shop.products.set_index("product_id")["title"]
    for order_id, row in zip(ids, rows, strict=True):
        lines = shop.orders[shop.orders["order_id"] == order_id].sort_values("line_no")
        assert row["宝贝标题 "] == "，".join(titles[lines["product_id"]])
        assert (row["订单付款时间 "] == "") == lines["paid_at"].isna().all()
        assert (row["退款金额"] != qianniu.NO_REFUND) == (lines["refund_amount"].sum() > 0)


def test_detail_list(shop, exported):
    header, rows = table(exported, "ExportOrderDetailList", "gbk")
    assert header == qianniu.ITEM_HEADER and len(rows) == len(shop.orders)
    assert total(rows, "买家实际支付金额") == round(shop.orders["paid_amount"].sum(), 2)
    assert len({row["子订单编号"] for row in rows}) == len(rows)
    assert {row["主订单编号"] for row in rows} == {f'="{order}"' for order in shop.orders["order_id"]}
    assert {FORMULA, COMMAS} <= {row["标题"] for row in rows}
    assert all(number(row["价格"]) * number(row["购买数量"]) == pytest.approx(number(row["买家应付货款"]), abs=0.02) for row in rows)


def test_ad_plans(shop, exported):
    header, rows = table(exported, "计划报表", "gb18030")
    assert header == alimama.HEADER and header[:3] == ["日期", "场景ID", "场景名字"]
    # creatives are added up
    assert len(rows) == shop.ads["campaign"].nunique() * len(shop.shop_days) == len(shop.ads) / 2 > 0
    for name, column in (("花费", "cost"), ("总成交金额", "ad_sales"), ("展现量", "impressions"), ("点击量", "clicks"), ("总成交笔数", "ad_orders")):
        assert total(rows, name) == pytest.approx(shop.ads[column].astype(float).sum(), abs=0.005) != 0
    assert {row["场景名字"] for row in rows} == {"关键词推广", "精准人群推广"} and "人群,拉新" in {row["计划名字"] for row in rows}
    for row in rows:
        assert float(row["点击率"]) == pytest.approx(int(row["点击量"]) / int(row["展现量"]), abs=5.001e-5) and "%" not in row["点击率"]


def test_shopify_orders(english, exported):
    data = file(exported, "orders_export").read_bytes()
    assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf")
    header, rows = table(exported, "orders_export", "utf-8")
    assert header == shopify.HEADER and len(header) == 79 and len(rows) == len(english.orders)
    again = {"Name", "Email", "Created at", "Vendor"}
    on_head = [name for name in header if name not in again and not name.startswith("Lineitem")]
    seen = {}
    for row in rows:
        if row["Name"] in seen:
            assert not any(row[name] for name in on_head)
            assert all(row[name] == seen[row["Name"]][name] for name in ("Email", "Created at"))
        else:
            assert row["Id"] and row["Financial Status"] and re.fullmatch(r"'\d{5}", row["Billing Zip"])
            seen[row["Name"]] = row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0800", row["Created at"])
    heads = list(seen.values())
    assert len(heads) == english.orders["order_id"].nunique() < len(rows)
    assert total([h for h in heads if h["Paid at"]], "Subtotal") == round(english.orders["paid_amount"].sum(), 2)
    assert total(heads, "Refunded Amount") == round(english.orders["refund_amount"].sum(), 2)
    lines = sum(number(row["Lineitem price"]) * number(row["Lineitem quantity"]) for row in rows)
    assert lines - total(heads, "Discount Amount") == pytest.approx(total(heads, "Subtotal"))
    assert any("\n" in h["Notes"] for h in heads) or any("\n" in h["Note Attributes"] for h in heads)
    assert {"=1+2 lamp", 'lamp, warm, "three steps"'} <= {row["Lineitem name"] for row in rows}


def test_shopify_discounts_make_up_the_difference(english, tmp_path):
    """A price of no whole cents and a coupon: lines − Discount Amount is still Subtotal."""
    orders = english.orders.assign(coupon_id=None)
    at = orders.index[orders["paid_at"].notna()][:2]
    orders.loc[at, ["quantity", "order_amount", "paid_amount"]] = [3, 100.0, 100.0]
    orders["coupon_id"] = orders["coupon_id"].astype("str")
    orders.loc[at[0], "coupon_id"] = "C1"
    paths = write_exports(Shop({"orders": orders, "items": english.items}, currency="CNY"), tmp_path)
    _, rows = table(paths, "orders_export", "utf-8")
    heads = {row["Id"]: row for row in rows if row["Id"]}
    assert heads[orders.loc[at[0], "order_id"]]["Discount Code"] == "C1"
    assert heads[orders.loc[at[1], "order_id"]]["Discount Code"] == "AUTOMATIC DISCOUNTS"
    lines = sum(number(row["Lineitem price"]) * number(row["Lineitem quantity"]) for row in rows)
    assert lines - total(rows, "Discount Amount") == pytest.approx(total(rows, "Subtotal"))


def test_amazon_business_report(english, exported):
    path = file(exported, "BusinessReport_2025-08-01_2025-08-31.csv")
    header, rows = table(exported, "BusinessReport", "utf-8-sig")
    assert len(header) == 22 and header[:4] == ["(Parent) ASIN", "(Child) ASIN", "Title", "SKU"]
    assert not any("date" in name.lower() for name in header)
    month = english.items[august(english.items["date"])]
    assert total(rows, "Ordered Product Sales") == round(month["paid_amount"].sum(), 2)
    assert total(rows, "Sessions - Total") == month["visitors"].sum() and total(rows, "Units Ordered") == month["units"].sum()
    assert len({row["(Child) ASIN"] for row in rows}) == len(rows) == month["product_id"].nunique()
    assert '"¥' in path.read_text(encoding="utf-8-sig") and all(row["Unit Session Percentage"].endswith("%") for row in rows)


def test_a_shop_in_dollars_is_an_american_one(us, tmp_path):
    paths = write_exports(us, tmp_path)
    _, rows = table(paths, "orders_export", "utf-8")
    heads = [row for row in rows if row["Id"]]
    assert {row["Currency"] for row in heads} == {"USD"} and {row["Shipping Country"] for row in heads} == {"US"}
    # the shop's clock is the eastern one: summer time ended on 2 November 2025
    assert {(row["Created at"][:10] < "2025-11-02", row["Created at"][-5:]) for row in rows if row["Created at"][:10] != "2025-11-02"} == {
        (True, "-0400"), (False, "-0500")}
    assert {row["Created at"][:19] for row in heads} <= set(us.orders["ordered_at"].dt.strftime("%Y-%m-%d %H:%M:%S"))
    assert total([h for h in heads if h["Paid at"]], "Subtotal") == round(us.orders["paid_amount"].sum(), 2)
    coupons = dict(zip(us.coupons["coupon_id"], us.coupons["used_order_id"], strict=True))
    codes = {row["Discount Code"]: row["Id"] for row in heads if row["Discount Code"] in coupons}
    assert codes == {code: order for code, order in coupons.items() if isinstance(order, str)} and codes
    _, items = table(paths, "BusinessReport", "utf-8-sig")
    assert all(row["Ordered Product Sales"].startswith("$") for row in items)


def test_ga4_tables(english, exported):
    lines = file(exported, "Traffic_acquisition").read_text(encoding="utf-8").split("\n")
    assert lines[7:9] == ["# Start date: 20250801", "# End date: 20250831"] and lines[9] == ""
    tables = [list(csv.reader(part)) for part in _split(lines[10:])]
    assert [t[0] for t in tables] == [ga4.HEADER, ["Nth day", "Users"], ga4.EVENT_HEADER] and len(tables[2]) == 1
    grand, *rows = tables[0][1:]
    assert grand[:2] == ["", ""] and grand[-1] == "Grand total" and len(grand) == len(ga4.HEADER) + 1
    begin = english.events.groupby("visit_id")["at"].min()
    visits = set(begin.index[august(begin)])
    of_visits = english.events[english.events["visit_id"].isin(visits)]
    assert sum(int(row[3]) for row in rows) == int(grand[3]) == len(visits)
    assert sum(int(row[9]) for row in rows) == int(grand[9]) == len(of_visits)
    assert sum(int(row[2]) for row in rows) > int(grand[2]) == of_visits["visitor_id"].nunique()
    assert all(re.fullmatch(r"202508\d{4}", row[1]) and 0 <= float(row[8]) <= 1 for row in rows)
    assert [row[0] for row in tables[1][1:]] == [f"{n:04d}" for n in range(31)]
    assert [int(row[1]) for row in tables[1][1:]] == list(english.shop_days["visitors"][:31])


def _split(lines):
    part = []
    for line in [*lines, ""]:
        if line and not line.startswith("#"):
            part.append(line)
        elif part:
            yield part
            part = []


def test_people_are_nobody(exported):
    _, orders = table(exported, "ExportOrderList", "gbk")
    _, heads = table(exported, "orders_export", "utf-8")
    assert all(re.fullmatch(r"'12\d{9}", row["联系手机"]) for row in orders) and {row["联系电话 "] for row in orders} == {"'"}
    assert len({row["收货人姓名"] for row in orders}) > 20
    phones = [row[name] for row in heads for name in ("Phone", "Billing Phone", "Shipping Phone") if row[name]]
    assert phones and all(re.fullmatch(r"\(\d{3}\) 555-01\d\d", phone) for phone in phones)
    assert all(row["Email"].endswith("@example.com") for row in heads)
    for path in exported:
        if path.suffix == ".csv":
            text = path.read_bytes().decode("gb18030" if re.search("Export|计划", path.name) else "utf-8")
            # digits behind a decimal point are no phone
            assert not re.search(r"(?<!\d)(?<!\d\.)1[3-9]\d{9}(?!\d)", text), path.name
            assert set(re.findall(r"@([\w.]+)", text)) <= {"example.com"}


def test_the_same_customer_is_the_same_person(shop, exported):
    _, orders = table(exported, "ExportOrderList", "gbk")
    customer = shop.orders.set_index("order_id")["customer_id"].to_dict()
    pairs = {(customer[row["订单编号"][2:-1]], row["买家会员名"], row["联系手机"]) for row in orders}
    assert len(pairs) == len(set(customer.values())) == len({p[1] for p in pairs})


def test_what_is_missing_makes_no_file(shop, tmp_path):
    assert write_exports(Shop({"products": shop.products}), tmp_path) == []
    few = shop.orders[["order_id", "ordered_at"]].head(30)
    names = {path.name.split("_")[0][:15] for path in write_exports(Shop({"orders": few}), tmp_path)}
    assert names == {"【生意参谋平台】店铺概况", "ExportOrderList", "ExportOrderDeta", "orders"}
    items = write_exports(Shop({"items": shop.items}), tmp_path)
    _, rows = sheet(items, "商品_全部", "【生意参谋平台】1", 5)
    assert {row["商品访客数"] for row in rows} == {row["支付买家数"] for row in rows} == {"-"}
    assert total(rows, "支付金额") == round(shop.items[august(shop.items["date"])]["paid_amount"].sum(), 2)


def test_a_shop_of_half_a_month_is_reported_whole(tmp_path):
    half = draw_shop(seed=3, scale=0.25, days=14)
    names = [path.name for path in write_exports(half, tmp_path)]
    assert {"【生意参谋平台】商品_全部_2025-08-01_2025-08-14.xls", "计划报表_20250815_090000.csv"} <= set(names)
    without = Shop({name: half.table(name) for name in half.tables if name != "ads"}, currency="CNY")
    assert [path.name for path in write_exports(without, tmp_path / "without")] == [name for name in names if "计划报表" not in name]


def test_without_xlwt_it_says_what_to_install(shop, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlwt", None)
    with pytest.raises(UserError, match="pip install xlwt"):
        write_exports(shop, tmp_path)
