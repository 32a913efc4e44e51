"""The READMEs' table of reports is the readers' own, and what a report is said to feed is what its fixtures give."""

import json

import pytest

from shopkit.publish import reports
from shopkit.readers import readers
from shopkit.schema import TABLES
from tests.conftest import EXPORTS

# tables between the reports → what comes of them
STAGED = {"order_lines": {"orders", "products"}, "lone_orders": {"orders"}, "refunds": {"orders"}, "fees": {"orders"}, "settled": {"orders"},
          "spend": {"traffic"}, "payments": {"costs"}}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_readmes_say_what_is_read(lang):
    text = reports.READMES[lang].read_text(encoding="utf-8")
    assert text == reports.with_table(text, lang), "run python -m shopkit.publish --reports"
    for reader in readers():
        assert bool(reader.instead) != (f"| {getattr(reader.title, lang)} |" in text)


def test_every_report_feeds_what_its_export_gives():
    given = {}
    for path in EXPORTS.glob("*/*.ledger.golden.json"):
        for entry in json.loads(path.read_text(encoding="utf-8"))["ledger"]:
            tables = given.setdefault((entry["platform"], entry["report"]), set())
            tables.update(*(STAGED.get(name, {name}) for name in entry["tables"]))
    for reader in readers():
        if not reader.instead:
            assert set(reader.feeds) == given[reader.platform, reader.report] <= set(TABLES), reader.title.en
