"""Lesson 12: the ledger, one file against another, the next file to fetch and who is not back, on shops reckoned by hand."""

import subprocess
import sys

import pandas as pd
import pytest

from shopkit import open_shop, sentences, set_language, show
from shopkit.labels import LANGUAGES, Label
from shopkit.lessons import lesson_12 as lesson
from shopkit.lessons import words_12 as words
from shopkit.publish import lesson_report
from shopkit.readers.ledger import Amounts, Entry, Ignored, Reason
from shopkit.shop import Shop
from tests.conftest import small_shop

DAYS = pd.to_datetime(["2026-01-05 10:00", "2026-01-31 23:50", "2026-02-01 00:10", "2026-02-20 12:00", "2026-03-10 09:00"])


def _orders(**more):
    """Five orders of three customers; the fourth was never paid, the second has two lines."""
    rows = pd.DataFrame({
        "order_id": ["a", "b", "b", "c", "d", "e"], "customer_id": pd.array([1, 2, 2, 1, 3, 2], dtype="int64"),
        "ordered_at": DAYS[[0, 1, 1, 2, 3, 4]], "paid_at": [*DAYS[[0, 1, 1, 2]], pd.NaT, DAYS[4]],
        "paid_amount": [100.0, 40.0, 10.0, 30.0, 0.0, 20.0], "refund_amount": [0.0, 0.0, 10.0, 30.0, 0.0, 0.0],
    })
    return rows.assign(line_no=1, quantity=1, **more)


def _days(amounts):
    """A shop report: the amount of each day that is named, 0 on the others from 1 January to 31 March."""
    days = pd.date_range("2026-01-01", "2026-03-31", unit="us")
    return pd.DataFrame({"date": days, "visitors": 10, "paid_amount": [amounts.get(str(day.date()), 0.0) for day in days]})


TRUE = {"2026-01-05": 100.0, "2026-01-31": 50.0, "2026-02-01": 30.0, "2026-03-10": 20.0}


def _entry(file="orders.csv", section="", aside=(2, 5)):
    entry = Entry(file, section, "etsy", "orders", Label("Orders", "订单"), ("orders",), rows_read=6, rows_kept=6 - len(aside),
                  reasons=[Reason("unreadable_date", tuple(aside))] if aside else [])
    entry.amounts = Amounts("paid", "USD", pd.Series([1.0, 2.0, 4.0, 8.0, 16.0, 32.0], index=range(1, 7)))
    entry.note("a", Label("Mind this.", "注意这个。"))
    return entry


def _both(shop_say):
    """A sentence is whole in both languages, and the Chinese one is Chinese."""
    assert shop_say.en and any("一" <= c <= "鿿" for c in shop_say.zh)
    for lang in LANGUAGES:
        assert "nan" not in getattr(shop_say, lang) and "{" not in getattr(shop_say, lang)
    return shop_say


@pytest.fixture
def shop():
    return Shop({"orders": _orders(), "shop_days": _days(TRUE)}, currency="USD", ledger=[_entry(), _entry("days.xls", "one", ()), _entry("days.xls", "two")])


def test_the_ledger_adds_up_in_rows_and_money(shop):
    table = lesson.ledger(shop)
    assert table["rows_read"].tolist() == [6, 6, 6] and (table["rows_read"] == table["rows_kept"] + table["rows_set_aside"]).all()
    assert table["money_read"].tolist() == [63.0] * 3 and table["money_set_aside"].tolist() == [18.0, 0.0, 18.0]
    assert (table["money_read"] == table["money_kept"] + table["money_set_aside"]).all()
    # a sheet is named only where a file has several
    assert table["file"].tolist() == ["orders.csv", "days.xls · one", "days.xls · two"]


def test_reasons_and_remarks_name_a_file_once(shop):
    assert lesson.reasons(shop).iloc[:, 0].tolist() == ["orders.csv", "days.xls · two"]
    twice = Shop({"orders": _orders()}, ledger=[_entry()])
    twice.ledger[0].note("b", Label("And that.", "还有那个。"))
    assert lesson.remarks(twice).iloc[:, 0].tolist() == ["orders.csv", ""]
    assert "Nothing to show" in show(lesson.reasons(Shop({"orders": _orders()}))).data


def test_two_files_that_agree(shop):
    table = lesson.two_files(shop)
    assert table["month"].tolist() == ["2026-01", "2026-02", "2026-03"] and table["by_orders"].tolist() == [150.0, 30.0, 20.0]
    assert (table["difference"] == 0).all() and not table.attrs["derived"]
    # the day of the last order counts, to its end
    assert (table.attrs["first_day"], table.attrs["last_day"]) == (pd.Timestamp("2026-01-05"), pd.Timestamp("2026-03-10"))
    assert "agree to the cent" in _both(words._say_two_files(table, "USD")).en


def test_two_files_that_differ_and_a_month_in_which_one_says_nothing():
    shop = Shop({"orders": _orders(), "shop_days": _days({**TRUE, "2026-01-31": 0.0, "2026-02-01": 0.0, "2026-03-10": 25.0})}, currency="USD")
    table = lesson.two_files(shop)
    assert table["difference"].tolist() == [50.0, 30.0, -5.0]
    assert "2026-01" in _both(words._say_two_files(table, "USD")).en
    alone = table.iloc[[1]]
    assert "—" in _both(words._say_two_files(alone, "USD")).en


def test_two_files_without_a_common_day_or_from_one_file_only():
    later = _days({}).assign(date=lambda d: d["date"] + pd.Timedelta(days=400))
    table = lesson.two_files(Shop({"orders": _orders(), "shop_days": later}))
    assert table.empty and "share no day" in _both(words._say_two_files(table, None)).en
    unpaid = _orders().iloc[[4]].astype({"paid_at": "datetime64[us]"})
    assert lesson.two_files(Shop({"orders": unpaid, "shop_days": _days({})})).empty
    derived = lesson.two_files(Shop({"orders": _orders()}))
    assert derived.attrs["derived"] and (derived["difference"] == 0).all()
    assert "Only the orders were given" in _both(words._say_two_files(derived, None)).en


def _report(*sections, unmet=()):
    return {"00": {"runs": not unmet, "needs": [], "unmet": list(unmet), "missing": [], "sections": [{"title": {}, "runs": not s, "missing": list(s)} for s in sections]}}


def test_the_best_file_brings_all_that_a_section_lacks():
    costs, notes = "products.unit_cost", "changes"
    report = _report([], [costs], [costs, notes], [notes], [notes], ["ad_exposures"], ["market"])
    file, sections = lesson.best_download(report, {"taobao"})
    assert file.en.startswith("your own notes") and sections == 2
    # but what no seller can fetch, or nothing reads yet, is never proposed
    assert lesson.best_download(_report(["market"], ["ad_exposures"], ["events"]), {"taobao"}) is None
    # what the lesson itself lacks is lacking in each of its sections
    assert lesson.best_download(_report([costs], unmet=["market"]), {"taobao"}) is None
    assert lesson.most_awaited(_report([costs], [costs, "market"], [notes]), {"taobao"})[1] == 2
    assert lesson.most_awaited(_report(["market"]), {"taobao"}) is None
    for told in (report, _report(["market"]), _report([]), _report([costs]), _report([costs, "market"])):
        _both(words._say_best_download(told, {"taobao"}))
    assert "2 of the closed sections" in words._say_best_download(report, {"taobao"}).en


def test_refunds_by_month_count_each_order_once(shop):
    table = lesson.refunds(shop)
    assert table["paid_orders"].tolist() == [2, 1, 1] and table["refunded_orders"].tolist() == [1, 1, 0]
    assert table["paid_amount"].tolist() == [150.0, 30.0, 20.0] and table["refund_amount"].tolist() == [10.0, 30.0, 0.0]
    said = _both(words._say_refunds(table, "USD")).en
    assert "2 of 4 paid orders" in said and "$40.00" in said and "20.0%" in said
    none = lesson.refunds(Shop({"orders": _orders().assign(refund_amount=0.0)}))
    assert "none was refunded" in _both(words._say_refunds(none, None)).en
    assert "No order was paid" in _both(words._say_refunds(none.iloc[:0], None)).en


def test_without_a_time_of_payment_the_order_stands_for_it():
    table = lesson.refunds(Shop({"orders": _orders().drop(columns="paid_at")}))
    assert table["paid_orders"].tolist() == [2, 2, 1]


@pytest.mark.parametrize("days", [7, 30, 60])
@pytest.mark.parametrize("seed", range(3))
def test_not_back_is_what_a_plain_loop_counts(seed, days):
    shop = small_shop(seed)
    last, paid, newest = {}, set(), None
    for row in shop.orders.itertuples():
        newest = row.ordered_at if newest is None else max(newest, row.ordered_at)
        if pd.isna(row.customer_id):
            continue
        last[row.customer_id] = max(last.get(row.customer_id, row.ordered_at), row.ordered_at)
        if not pd.isna(row.paid_at):
            paid.add(row.customer_id)
    midnight = newest.replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = sum((midnight - last[person]).total_seconds() > days * 86_400 for person in paid)
    assert lesson.not_back(shop, days) == wanted > 0


def test_not_back_by_hand(shop):
    # the last day is 10 March: customer 1 last ordered on 1 February, 2 on the last day, 3 never paid
    assert lesson.not_back(shop) == 1
    assert "Of 3 customers, 1 bought" in _both(words._say_not_back(shop)).en


def test_sentences_about_files(shop):
    assert "2 files" in _both(words._say_files(shop)).en and "18 rows" in words._say_files(shop).en
    one = Shop({"orders": _orders()}, ledger=[_entry()], ignored=[Ignored("notes.txt", "unknown", Label("?", "？"))])
    assert words._say_files(one).en.startswith("One file") and "Left alone" in _both(words._say_files(one)).en
    none = Shop({"orders": _orders()})
    assert "no ledger" in _both(words._say_files(none)).en
    assert "no ledger" in _both(words._say_ledger(lesson.ledger(none))).en
    assert "14 kept + 4 set aside" in _both(words._say_ledger(lesson.ledger(shop))).en
    assert "all of them kept" in _both(words._say_ledger(lesson.ledger(Shop({"orders": _orders()}, ledger=[_entry(aside=())])))).en
    wrong = lesson.ledger(shop).assign(rows_kept=0)
    assert "do not add up" in _both(words._say_ledger(wrong)).en


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_speak_the_language_that_is_on(shop, lang):
    set_language(lang)
    report = lesson_report(shop)
    tables = [lesson.where_to_click(report, {"taobao"}), lesson.what_runs(report), *map(lesson.in_words, (lesson.ledger(shop), lesson.two_files(shop), lesson.refunds(shop)))]
    for table in tables:
        assert all(any("一" <= c <= "鿿" for c in head) == (lang == "zh") for head in table.columns)
        assert table.attrs["words"] and "text-align: left" in show(table).data


def test_where_to_click_begins_with_what_can_be_fetched(shop):
    set_language("en")
    told = lesson.where_to_click(lesson_report(shop), {"taobao"}).iloc[:, 1].astype(str).tolist()
    unread = [text.startswith(("not read yet", "no platform", "Taobao: a behaviour log")) for text in told]
    assert unread == sorted(unread) and any(unread) and not all(unread)
    assert not any("Shopify" in text or "Etsy" in text or "Google" in text for text in told)


def test_another_process_gives_the_same_words():
    code = ("from shopkit import open_shop, show; from shopkit.lessons import lesson_12 as l; from shopkit.publish import lesson_report as r;"
            "s = open_shop('exports/taobao'); t = r(s); print(l.best_download(t, s.platforms), l.most_awaited(t, s.platforms), show(l.where_to_click(t, s.platforms)).data)")
    once, twice = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in range(2))
    assert once == twice


def test_every_sentence_has_an_answer_on_the_courses_exports():
    shop = open_shop("exports/taobao")
    say = sentences("12", shop)
    report = lesson_report(shop)
    for told in (say("files", shop), say("ledger", lesson.ledger(shop)), say("two_files", lesson.two_files(shop), shop.currency),
                 say("best_download", report, shop.platforms), say("refunds", lesson.refunds(shop), shop.currency), say("not_back", shop)):
        assert str(told)
