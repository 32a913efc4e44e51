"""The bar while a long file is read: on stderr alone, in the user's language, and not where nobody is watching."""

import io
import sys

import pytest

from shopkit.labels import language, set_language
from shopkit.opening import open_shop
from shopkit.readers import progress

HEADER = "订单编号,订单创建时间,订单付款时间,买家实际支付金额,买家应付货款,订单状态\n"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def orders(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPKIT_DATA", str(tmp_path / "own"))
    monkeypatch.setattr(progress, "DELAY_SECONDS", 0)
    monkeypatch.setattr(progress, "SCREEN_SECONDS", 0)
    path = tmp_path / "ExportOrderList.csv"
    path.write_text(HEADER + "".join(f"40000{n:05},2026-01-01 10:00:00,2026-01-01 10:01:00,5.00,5.00,交易成功\n\n" for n in range(300)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("lang", "words"), [("en", "Reading ExportOrderList.csv"), ("zh", "读取 ExportOrderList.csv")])
def test_a_terminal_shows_how_far_reading_is(orders, monkeypatch, capsys, lang, words):
    monkeypatch.setattr(sys, "stderr", Terminal())
    before = language()
    set_language(lang)
    try:
        assert len(open_shop(orders).orders) == 300
    finally:
        set_language(before)
    shown = sys.stderr.getvalue()
    assert words in shown and "100%" in shown
    assert capsys.readouterr().out == ""


def test_a_large_file_shows_it_in_a_log_too_and_a_small_one_does_not(orders, monkeypatch, capsys):
    open_shop(orders)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(progress, "LARGE", 1_000)
    open_shop(orders)
    told = capsys.readouterr()
    assert "ExportOrderList.csv" in told.err and told.out == ""


def test_a_notebook_shows_none(orders, monkeypatch):
    monkeypatch.setattr(progress, "LARGE", 0)
    monkeypatch.setattr(sys, "stderr", type("OutStream", (Terminal,), {"__module__": "ipykernel.iostream"})())
    open_shop(orders)
    assert sys.stderr.getvalue() == ""
