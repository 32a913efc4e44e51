"""Dates: read as written; the order of day and month is settled or asked for, never guessed."""

import pandas as pd
import pytest

from shopkit.labels import UserError
from shopkit.readers.dates import Moments


def _read(*texts, order=None, utc_offset=None):
    return Moments({"at": pd.Series(texts, dtype="str")}, "file.csv", order, utc_offset).values["at"]


@pytest.mark.parametrize(("text", "moment"), [
    ("2026-07-25", "2026-07-25"), ("2026/7/5", "2026-07-05"), ("20260725", "2026-07-25"), ("2026.07.25", "2026-07-25"),
    ("2026年7月5日", "2026-07-05"), ("2026年7月5日 08:09:10", "2026-07-05 08:09:10"), ("2026-07-25 13", "2026-07-25 13:00"),
    ("2026-07-25T13:14:15", "2026-07-25 13:14:15"), ("2026-07-25 13:14:15.25", "2026-07-25 13:14:15"),
    ("7/25/2026 1:05 PM", "2026-07-25 13:05"), ("25.07.2026 12:00 am", "2026-07-25 00:00"), ("7/25/26", "2026-07-25"),
    ("Jul-25-26", "2026-07-25"), ("Jul 25, 2026", "2026-07-25"), ("Jul-25-2026 00:10:00 AM PST", "2026-07-25 00:10"),
    ("Jul-25-26 13:14", "2026-07-25 13:14"),
])
def test_forms(text, moment):
    assert _read(text)[0] == pd.Timestamp(moment)


@pytest.mark.parametrize("text", ["2026-13-01", "2026-02-30", "1899-01-01", "2026-07-25 25", "2026-07-25 10:61", "7/25/2026 13:05 PM", "7/25/2026 0:05 PM", "Jul-25 10:30",
                                  "yesterday", "2026-07", "1511544070", "2026-07-25 -- 2026-07-29"])
def test_what_is_no_date(text):
    assert _read("2026-07-25", text).isna().tolist() == [False, True]


def test_seconds_since_1970_where_the_platform_writes_them():
    assert _read("1511544070", utc_offset=8)[0] == pd.Timestamp("2017-11-25 01:21:10")


def test_the_file_settles_the_order():
    assert _read("3/4/2026", "13/4/2026")[0] == pd.Timestamp("2026-04-03")
    assert _read("3/4/2026", "4/13/2026")[0] == pd.Timestamp("2026-03-04")
    assert _read("5/5/2026")[0] == pd.Timestamp("2026-05-05")


def test_one_column_settles_the_order_for_another():
    moments = Moments({"a": pd.Series(["3/4/2026"], dtype="str"), "b": pd.Series(["13/4/2026"], dtype="str")}, "file.csv")
    assert moments.values["a"][0] == pd.Timestamp("2026-04-03")


def test_an_open_order_names_the_option():
    with pytest.raises(UserError) as error:
        _read("3/4/2026", "5/6/2026")
    assert error.value.code == "dates_ambiguous" and "--dates dmy" in error.value.label.en and "--dates mdy" in error.value.label.zh
    assert _read("3/4/2026", order="dmy")[0] == pd.Timestamp("2026-04-03")
    assert _read("3/4/2026", order="mdy")[0] == pd.Timestamp("2026-03-04")


def test_contradictions():
    with pytest.raises(UserError) as error:
        _read("3/14/2026", order="dmy")
    assert error.value.code == "dates_contradict"
    with pytest.raises(UserError) as error:
        _read("3/14/2026", "14/3/2026")
    assert error.value.code == "dates_contradict"
    # one damaged cell among many does not turn the order round
    read = _read(*["3/14/2026"] * 40, "14/3/2026")
    assert read.isna().sum() == 1


def test_a_column_half_rewritten_by_a_spreadsheet_is_refused():
    with pytest.raises(UserError) as error:
        _read("2025-05-12", "25/12/2025", "26/12/2025", "2025-06-12")
    assert error.value.code == "dates_mixed"


def test_hours_without_minutes_are_noticed():
    assert Moments({"at": pd.Series(["2026-07-25 13"], dtype="str")}, "f").by_the_hour == ["at"]
    assert Moments({"at": pd.Series(["2026-07-25 13:00"], dtype="str")}, "f").by_the_hour == []
    assert Moments({"at": pd.Series(["2026-07-25"], dtype="str")}, "f").by_the_hour == []


def test_a_day_that_does_not_exist_among_others_of_the_usual_form():
    read = _read("2026-02-30 10:00:00", "2026-02-01 10:00:00", "2026-02-01 25:00:00")
    assert pd.isna(read[0]) and read[1] == pd.Timestamp("2026-02-01 10:00:00") and pd.isna(read[2])
