"""What stands on disk: the committed demo is the one that the plan draws, and both languages say the same."""

import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pytest

from shopkit import open_shop, set_language
from shopkit.schema import TABLES, problems
from shopkit.world import make_shop, open_truth, plan_of, scenarios
from shopkit.world.demo import demo_plan
from shopkit.world.dictionary import dictionary
from shopkit.world.draw import draw
from shopkit.world.us import us_plan

DATASETS = Path(__file__).resolve().parents[2] / "datasets"


@pytest.fixture
def english():
    set_language("en")
    yield
    set_language("en")


def digests(folder):
    """Every file of a shop folder, the hidden truth too."""
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The demo, drawn afresh: its folder and the shop."""
    folder = tmp_path_factory.mktemp("made") / "demo"
    return folder, make_shop(folder)


def files(folder):
    """Every file under a folder, by its path in there."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def close(one, other):
    """The same object to within rounding: floats differ in the last digits between processors."""
    if isinstance(one, dict):
        return isinstance(other, dict) and list(one) == list(other) and all(close(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(close, one, other))
    return one == pytest.approx(other, rel=1e-6) if isinstance(one, float) else one == other


def test_the_committed_demo_is_drawn_from_the_plan(made):
    folder, fresh = made
    assert files(DATASETS / "demo") == files(folder), "run python -m shopkit.world"
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
    assert close(asdict(open_truth(DATASETS / "demo")), asdict(open_truth(folder))), "run python -m shopkit.world"


def test_same_seed_same_bytes(made, tmp_path):
    make_shop(tmp_path / "b")
    first = digests(made[0])
    assert first == digests(tmp_path / "b") and {"events.parquet", ".truth/truth.json"} <= set(first)
    make_shop(tmp_path / "other", seed=2027)
    other = digests(tmp_path / "other")
    # what was changed, and when, is the plan's
    assert {name for name, digest in first.items() if other[name] == digest} == {"shop.json", "changes.csv", "changes.en.csv"}


def test_same_bytes_in_another_process(tmp_path):
    small = {"seed": 5, "scale": 0.2, "days": 14}
    make_shop(tmp_path / "here", **small)
    code = f"from shopkit.world import draw_shop, make_shop; draw_shop(seed=1, scale=.1, days=3); make_shop({str(tmp_path / 'there')!r}, **{small})"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONHASHSEED": "77"})
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_the_truth_lies_apart_from_the_tables():
    told = json.loads((DATASETS / "demo" / ".truth" / "truth.json").read_text(encoding="utf-8"))
    assert {name for name in files(DATASETS / "demo") if name.startswith(".")} == {".truth/truth.json"}
    assert set(told["causes"]) == {cause.name for cause in plan_of("demo").causes} and told["scenario"] == "demo"
    # nothing among the tables says what was planted
    for path in (DATASETS / "demo").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        assert not any(story in text for cause in told["causes"].values() for story in (*cause["story"].values(),)), path.name


def test_every_file_has_its_checksum():
    lines = [line.split("  ", 1) for line in (DATASETS / "checksums.txt").read_text(encoding="utf-8").splitlines()]
    there = {name: hashlib.sha256((DATASETS / name).read_bytes()).hexdigest() for name in files(DATASETS) - {"README.md", "checksums.txt"}}
    assert {name: digest for digest, name in lines} == there, "run python -m shopkit.world"
    assert len(lines) == len(there)


def test_the_demo_is_small():
    assert sum(p.stat().st_size for p in (DATASETS / "demo").rglob("*")) < 12_000_000


def test_the_dictionary_is_the_generated_one(demo):
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    assert text == dictionary(demo), "run python -m shopkit.world"
    for table in TABLES.values():
        section = text.split(f"### {table.name}\n")[1].split("\n### ")[0]
        rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ")][1:]
        assert [row[0].strip("|* ") for row in rows] == [c.name for c in table.columns]
        assert [row[1:3] for row in rows] == [[c.label.en, c.label.zh] for c in table.columns]


@pytest.mark.parametrize("locale", ["zh_CN", "en_US"])
def test_twins_differ_in_words_alone(english, tmp_path, monkeypatch, locale):
    monkeypatch.setattr("shopkit.world.truth.write_truth", lambda *_: None)  # the dear part, and no table
    folder = tmp_path / "shop"
    made = make_shop(folder, seed=3, scale=0.2, locale=locale)
    own, other = ("zh", "en") if locale == "zh_CN" else ("en", "zh")
    assert {p.name.split(".")[-2] for p in folder.glob("*.*.csv")} == {other}
    tables = {}
    for language in ("zh", "en"):
        set_language(language)
        shop = open_shop(folder)
        tables[language] = {name: shop.table(name) for name in shop.tables}
    for name in made.tables:
        pd.testing.assert_frame_equal(tables[own][name], made.table(name))
    words = set("title brand category supplier segment province city campaign creative offer channel rival who note text question".split())
    same = {("ads", "channel")}  # a traffic source, and that is a code
    translated = set()
    for name, ours in tables["zh"].items():
        theirs = tables["en"][name]
        assert problems(name, theirs).empty and list(theirs) == list(ours)
        texts = {c for c in words & set(ours) if (name, c) not in same}
        rest = [c for c in ours if c not in texts]
        pd.testing.assert_frame_equal(theirs[rest], ours[rest])
        for column in texts:
            assert (theirs[column].isna() == ours[column].isna()).all()
            said = theirs[column].dropna()
            assert said.map(str.isascii).all(), f"{name}.{column} is not English"
            assert not ours[column].dropna().map(str.isascii).any(), f"{name}.{column} is not Chinese"
            # one text, one translation: in both directions
            assert len(pd.DataFrame({"zh": ours[column].dropna(), "en": said}).drop_duplicates()) == said.nunique() == ours[column].nunique()
            translated.add((name, column))
    assert {column for _, column in translated} == words
    assert {name for name, _ in translated} == {p.name.split(".")[0] for p in folder.glob("*.*.csv")}


def test_drawn_in_english_it_is_the_same_shop():
    """The language of a shop's texts moves no number: its plan drawn in English is its own twin."""
    plan = plan_of("demo", seed=3, scale=0.2, days=40)
    (chinese, words), (english, _) = draw(plan), draw(replace(plan, locale="en_US"))
    assert list(chinese) == list(english)
    for name, drawn in english.items():
        twin = words.twin(chinese[name])
        pd.testing.assert_frame_equal(chinese[name] if twin is None else twin, drawn)


def test_a_locale_has_a_shop_of_its_own(tmp_path):
    made = make_shop(tmp_path, locale="en_US", seed=3, scale=0.2, days=14)
    shop = open_shop(tmp_path)
    assert (shop.locale, shop.currency) == ("en_US", "USD") and made.name == shop.name == plan_of("demo", locale="en_US").name.en
    assert shop.products["title"].map(str.isascii).all() and not (tmp_path / "products.en.csv").exists()


def test_scenarios_can_be_asked_for_more_than_once():
    from shopkit import world
    from shopkit.world import scenarios

    first = scenarios()
    importlib.import_module("shopkit.world.stories")
    assert world.scenarios is scenarios and world.scenarios() == scenarios() == first
    assert set(first) == set(importlib.import_module("shopkit.world.stories").SCENARIOS) and len(first) >= 9


@pytest.mark.parametrize("locale", ["zh_CN", "en_US"])
def test_every_scenario_has_a_story_of_its_own(locale):
    stories = {name: plan_of(name, locale=locale).story for name in scenarios()}
    assert all(story.en.isascii() and re.search("[一-鿿]", story.zh) for story in stories.values())
    assert len(set(stories.values())) == len(stories)
    # the demo's is that of its plan, and stands nowhere else
    assert stories["demo"] == {"zh_CN": demo_plan, "en_US": us_plan}[locale]().story


def test_a_shop_written_over_another_leaves_nothing_of_it(tmp_path):
    make_shop(tmp_path, seed=1, scale=2.0, days=30)
    assert (tmp_path / "customers.csv").exists() and (tmp_path / "events.parquet").exists()
    (tmp_path / "notes.txt").write_text("mine")
    make_shop(tmp_path, seed=1, scale=0.2, days=3)
    assert (tmp_path / "events.csv").exists() and not (tmp_path / "events.parquet").exists()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(open_shop(tmp_path).shop_days) == 3
