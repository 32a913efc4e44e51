"""The READMEs' table of reports is the readers' own."""

import pytest

from shopkit.publish import reports
from shopkit.readers import readers
from shopkit.schema import TABLES


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_readmes_say_what_is_read(lang):
    text = reports.READMES[lang].read_text(encoding="utf-8")
    assert text == reports.with_table(text, lang), "run python -m shopkit.publish --reports"
    for reader in readers():
        assert bool(reader.instead) != (f"| {getattr(reader.title, lang)} |" in text)


def test_every_report_feeds_something():
    for reader in readers():
        assert reader.instead or (reader.feeds and set(reader.feeds) <= set(TABLES)), reader.title.en
