"""Google Analytics: people are not added, numbered days find their dates, and the course's own export meets the shop it was made from."""

import csv
import io

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit import open_shop
from shopkit.labels import UserError
from shopkit.readers import channels, read_shop
from shopkit.readers.period import find_period

BY_DATE, BY_HOUR = EXPORTS / "ga4" / "traffic_by_date.synthetic.csv", EXPORTS / "ga4" / "traffic_by_hour.synthetic.csv"
MONTH, EXCEL, DAYS = (EXPORTS / "ga4" / f"{name}.synthetic.csv" for name in ("traffic_of_a_month", "traffic_excel_dmy", "users_by_date"))
DATASETS = EXPORTS.parents[1] / "datasets"
COURSE = next((DATASETS / "exports" / "ga4").glob("Traffic_acquisition*"))


def reasons(entry):
    return {r.code: r.row_numbers for r in entry.reasons}


def notes(entry):
    return {n.code: n.label for n in entry.notes}


def test_traffic_by_date():
    shop = read_shop([BY_DATE])
    table, entry = shop.traffic, shop.ledger[0]
    assert table["source"].tolist() == ["free_search", "search_ads", "direct", "(other)", "free_search", "Paid Shopping", "Unassigned", "free_search", "off_site"]
    assert table["visitors"].tolist() == [80, 41, 30, 12, 77, 21, 3, 60, 6] and table["buyers"].tolist() == [3, 1, 0, 0, 2, 1, 0, 2, 0]
    # 150 + 59 + 203.50 + 50 + 150; what is below nothing is told and counts for nothing
    assert table["paid_amount"].sum() == 612.5 and table["orders"].sum() == 9
    assert reasons(entry) == {"broken_row": (22,), "unreadable_date": (19,), "unreadable_number": (18,), "unknown_value": (20,), "totals_row": (9,)}
    assert "-12" in notes(entry)["revenue_below_nothing"].en and "other_row" in notes(entry)


def test_users_of_hours_are_not_added_up():
    shop = read_shop([BY_HOUR])
    traffic, first, second = shop.ledger
    assert shop.columns("traffic") == ("date", "source") and len(shop.traffic) == 6
    assert "72" in notes(traffic)["users_by_the_hour"].en and "72" in notes(traffic)["users_by_the_hour"].zh
    assert reasons(traffic) == {"totals_row": (12,), "unreadable_date": (19,)}
    # rows minus total: 13 + 11 + 5 + 8 + 9 + 4 + 22 = 72 against 75
    assert "sessions -3" in notes(traffic)["totals_differ"].en
    # the second table of numbered days has days of its own
    days = shop.shop_days.set_index(shop.shop_days["date"].dt.strftime("%m-%d"))["visitors"]
    assert days.to_dict() == {"01-01": 21, "01-02": 13, "01-03": 0, "01-04": 18, "12-28": 8, "12-29": 9, "12-30": 7, "12-31": 6}
    assert reasons(first) == {"unreadable_date": (29,), "unreadable_number": (30,)} and reasons(second) == {}
    assert [i.code for i in shop.ignored] == ["not_read_yet"]


def test_hours_in_a_column_of_their_own():
    shop = read_shop([EXCEL])
    assert "visitors" not in shop.columns("traffic") and "users_by_the_hour" in notes(shop.ledger[0])
    assert shop.traffic["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-04-06", "2024-04-16", "2024-04-17"]


def test_days_split_further_have_no_visitors(tmp_path):
    path = tmp_path / "ga4.csv"
    path.write_text("Date,Session default channel group,Device category,Users,Sessions,Purchase revenue\n"
                    "20260101,Direct,mobile,10,12,5\n20260101,Direct,desktop,4,4,7\n20260101,Referral,mobile,3,3,0\n")
    shop = read_shop([path])
    assert shop.traffic["visitors"].isna().tolist() == [True, False] and shop.traffic["paid_amount"].tolist() == [12, 0]
    assert next(n for n in shop.ledger[0].notes if n.code == "users_split").row_numbers == (2, 3)


def test_one_figure_for_a_month():
    shop = read_shop([MONTH])
    assert shop.traffic["visitors"].tolist() == [1204, 640, 88, 310] and set(shop.traffic["date"]) == {pd.Timestamp("2026-01-01")}
    assert "31" in notes(shop.ledger[0])["one_figure_for_the_period"].zh


def test_users_by_date():
    shop = read_shop([DAYS])
    assert shop.shop_days["visitors"].tolist() == [50, 61, 12, 20] and shop.shop_days["page_views"].tolist() == [201, 244, 30, 77]
    assert shop.shop_days["paid_amount"].sum() == 350 and shop.shop_days["paid_amount"].isna().sum() == 1
    # a day on two rows is a day split by something: the same people may be in both
    assert reasons(shop.ledger[0]) == {"several_rows_of_a_day": (15, 16)}


def test_events_and_devices_are_sent_back(tmp_path):
    for header in ("Event name,Event count,Total users,Event count per user,Total revenue",
                   "App-instance ID,Stream name,Namespace ID,Event count,Sessions,Purchase revenue,Transactions,Conversions,Total users"):
        path = tmp_path / "events.csv"
        path.write_text(f"# ----\n# Start date: 20260101\n# End date: 20260102\n# ----\n\n{header}\n" + ",".join("1" for _ in header.split(",")) + "\n")
        with pytest.raises(UserError) as error:
            read_shop([path])
        assert error.value.code == "not_read_yet" and "Traffic acquisition" in error.value.label.en and "流量获取" in error.value.label.zh


def test_shuffled_columns_change_nothing(tmp_path):
    lines = EXCEL.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "shuffled.csv"
    path.write_text("\n".join(",".join([*row[::-1], "x"]) for row in csv.reader(lines)), encoding="utf-8")
    assert read_shop([path]).traffic.equals(read_shop([EXCEL]).traffic)


def test_numbered_days_without_a_first_day_are_refused(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text("Nth day,Users\n0000,5\n0001,6\n")
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "no_date"


def test_no_two_channels_share_a_source():
    assert len(set(channels.SOURCES.values())) == len(channels.SOURCES)


@pytest.mark.parametrize(("text", "days"), [
    ("# Free form-Free form 1\n# 20260723-20260922", 62), ("1 March 2026 - 31 March 2026", 31), ("March 1, 2026 - March 2, 2026", 2),
    ("# Start date: 20260101\n# End date: 20260131\n# Start date: 20251201\n# End date: 20251202", 2),
])
def test_days_above_the_header(text, days):
    assert find_period(text, "").days == days


def test_the_courses_export_against_its_shop():
    """Rows and sums by csv alone; users by day against the shop itself."""
    blocks = COURSE.read_text(encoding="utf-8").split("\n\n")
    header, grand, *rows = csv.reader(io.StringIO(next(b for b in blocks if b.startswith("Session primary"))))
    shop, demo = read_shop([COURSE]), open_shop(DATASETS / "demo")
    entry = shop.ledger[0]
    assert (entry.rows_read, entry.rows_kept) == (len(rows) + 1, len(rows)) and "totals_agree" in notes(entry)
    assert f"{sum(int(row[3]) for row in rows):,}" in notes(entry)["users_by_the_hour"].en
    assert len(shop.traffic) == len({(row[0], row[1][:8]) for row in rows})
    wanted = demo.shop_days.set_index("date")["visitors"].loc["2025-12-01":"2025-12-31"]
    assert shop.shop_days.set_index("date")["visitors"].to_dict() == wanted.to_dict()
    # every day and source on which the shop had visitors is there; Organic Shopping is no name of ours
    assert header[0].startswith("Session primary") and grand[-1] == "Grand total"
    visited = demo.traffic[demo.traffic["date"].between("2025-12-01", "2025-12-31") & (demo.traffic["visitors"] > 0)]
    sources = visited["source"].replace({"platform_event": "Organic Shopping"})
    begun = set(zip(shop.traffic["date"], shop.traffic["source"], strict=True))
    assert begun <= set(zip(visited["date"], sources, strict=True)) and set(sources) == set(shop.traffic["source"])
