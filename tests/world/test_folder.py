"""What stands on disk: the committed demo is the one that the plan draws, and both languages say the same."""

from pathlib import Path

import pandas as pd
import pytest

from shopkit import open_shop, set_language
from shopkit.schema import TABLES, problems
from shopkit.world import make_shop
from shopkit.world.dictionary import dictionary

DATASETS = Path(__file__).resolve().parents[2] / "datasets"


@pytest.fixture
def english():
    set_language("en")
    yield
    set_language("en")


def test_the_committed_demo_is_drawn_from_the_plan(tmp_path):
    fresh = make_shop(tmp_path / "demo")
    committed = {p.name for p in (DATASETS / "demo").iterdir()}
    assert committed == {p.name for p in (tmp_path / "demo").iterdir()}, "run python -m shopkit.world"
    set_language("zh")
    try:
        stored = open_shop(DATASETS / "demo")
        assert stored.tables == fresh.tables and stored.currency == "CNY"
        for name in stored.tables:
            # suppliers' names are Faker's: another version of it may invent others
            ours = fresh.table(name).drop(columns="supplier", errors="ignore")
            pd.testing.assert_frame_equal(stored.table(name).drop(columns="supplier", errors="ignore"), ours, rtol=0, atol=1e-9)
    finally:
        set_language("en")


def test_the_demo_is_small():
    assert sum(p.stat().st_size for p in (DATASETS / "demo").iterdir()) < 12_000_000


def test_the_dictionary_is_the_generated_one(demo):
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    assert text == dictionary(demo), "run python -m shopkit.world"
    for table in TABLES.values():
        section = text.split(f"### {table.name}\n")[1].split("\n### ")[0]
        rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
        assert [row[0].strip("|* ") for row in rows] == [c.name for c in table.columns]
        assert [row[1:3] for row in rows] == [[c.label.en, c.label.zh] for c in table.columns]


def test_twins_differ_in_words_alone(english, tmp_path):
    make_shop(tmp_path / "shop", seed=3, scale=0.2, days=40)
    folder = tmp_path / "shop"
    set_language("zh")
    chinese = open_shop(folder)
    tables = {name: chinese.table(name) for name in chinese.tables}
    set_language("en")
    english_shop = open_shop(folder)
    words = {"title", "brand", "category", "supplier", "segment", "province", "city", "campaign"}
    translated = set()
    for name, ours in tables.items():
        theirs = english_shop.table(name)
        assert problems(name, theirs).empty
        other = [c for c in ours if c not in words]
        pd.testing.assert_frame_equal(theirs[other], ours[other])
        for column in words & set(ours):
            assert (theirs[column].isna() == ours[column].isna()).all()
            texts = theirs[column].dropna()
            assert texts.map(str.isascii).all(), f"{name}.{column} is not English"
            assert not ours[column].dropna().map(str.isascii).any(), f"{name}.{column} is not Chinese"
            assert texts.nunique() == ours[column].nunique()
            translated.add(column)
    assert translated == words


def test_drawn_in_english_it_is_the_same_shop(tmp_path):
    plan = {"seed": 3, "scale": 0.2, "days": 14}
    english = make_shop(tmp_path / "en", locale="en_US", **plan)
    chinese = make_shop(tmp_path / "zh", **plan)
    assert english.locale == "en_US" and "Xiangwan" in english.name
    twin = pd.read_csv(tmp_path / "zh" / "products.en.csv", dtype=str)
    drawn = pd.read_csv(tmp_path / "en" / "products.csv", dtype=str)
    pd.testing.assert_frame_equal(twin, drawn)
    pd.testing.assert_frame_equal(english.events, chinese.events)


def test_a_shop_written_over_another_leaves_nothing_of_it(tmp_path):
    make_shop(tmp_path, seed=1, scale=2.0, days=30)
    assert (tmp_path / "customers.csv").exists() and (tmp_path / "events.parquet").exists()
    (tmp_path / "notes.txt").write_text("mine")
    make_shop(tmp_path, seed=1, scale=0.2, days=3)
    assert (tmp_path / "events.csv").exists() and not (tmp_path / "events.parquet").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(open_shop(tmp_path).shop_days) == 3
