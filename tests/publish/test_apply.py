"""Lessons on an export: what is written, that it needs no network, that nothing is lost or overwritten by accident."""

import re
from functools import cache
from pathlib import Path

import nbformat
import pytest

from shopkit.cli import main
from shopkit.labels import LANGUAGES, UserError
from shopkit.opening import open_shop
from shopkit.publish import lacks, lesson_report, run
from shopkit.publish.apply import apply_lessons
from shopkit.publish.build import build
from shopkit.publish.source import sources
from shopkit.schema import column
from shopkit.shop import describe_need
from tests.conftest import real_exports, small_shop
from tests.readers.export_files import PLANTED

EXPORTS = Path(__file__).resolve().parents[1] / "exports"
ORDERS, BEHAVIOUR = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv", EXPORTS / "taobao" / "behaviour_codes.synthetic.csv"
OUTSIDE = re.compile(r"""(?:https?:)?//[\w-]+\.[\w.-]+|\bsrc=["'](?!data:|PICTURE)|url\(["']?(?!data:)""")


def _pages(folder):
    return {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.html")}


def _prose(page):
    return re.sub(r"data:image/[^\"]*", "PICTURE", page)


def _check_pages(folder, lang):
    pages = _pages(folder)
    for name, page in pages.items():
        assert not OUTSIDE.search(_prose(page)), (name, OUTSIDE.search(_prose(page)))
        assert "<script" not in page
        assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in page
        assert "Traceback" not in page and "UserError" not in page
    index = pages["index.html"]
    # begins with the ledger
    assert 0 < index.index("<h2>") < index.index("href=")
    return pages


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    """lang → the folder in which the lessons on the orders lie, written over an index.html that was there."""

    @cache
    def folder(lang):
        to = tmp_path_factory.mktemp(lang)
        (to / "index.html").write_text("mine")
        assert main(["apply", str(ORDERS), "--to", str(to), "--lang", lang, "--force"]) == 0
        return to

    return folder


@pytest.fixture(scope="module")
def trainers(tmp_path_factory):
    """A lesson as trainers get it, in both languages."""
    return build(["00"], tmp_path_factory.mktemp("trainers"), trainer=True, progress=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_orders_give_lesson_00_without_visitors(orders, lang):
    pages = _check_pages(orders(lang), lang)
    assert set(pages) == {"index.html", "00_the_job_and_the_five_numbers.html", "12_your_own_shop.html"}
    lesson = _prose(pages["00_the_job_and_the_five_numbers.html"])
    # says plainly what it cannot show, and which export would bring it
    assert ("Your files cannot show this part" if lang == "en" else "你的文件还看不到这一部分") in lesson
    assert "shop_days.visitors" in lesson and "Etsy" in lesson
    notebook = nbformat.read(orders(lang) / "00_the_job_and_the_five_numbers.ipynb", as_version=4)
    code = "".join(c.source for c in notebook.cells if c.cell_type == "code")
    assert ORDERS.resolve().as_posix() in code
    assert "lesson-only" not in {t for c in notebook.cells for t in c.metadata.get("tags", [])}


def test_a_behaviour_log_gives_lesson_03_without_money(tmp_path):
    assert apply_lessons([BEHAVIOUR], tmp_path, "zh")
    pages = _check_pages(tmp_path, "zh")
    assert set(pages) == {"index.html", "03_conversion_funnels.html"}
    assert "¥" not in _prose(pages["03_conversion_funnels.html"])


def test_a_whole_shop_gives_whole_lessons(tmp_path):
    # two of them, for time's sake; that the others' cells run on such a shop, tests/lessons say
    small_shop(1).save(tmp_path / "shop")
    assert apply_lessons([tmp_path / "shop"], tmp_path / "out", "en", lessons=["02", "04"])
    assert len(_check_pages(tmp_path / "out", "en")) == 3
    assert "cannot show this part" not in "".join(_pages(tmp_path / "out").values())
    assert all(told["runs"] for told in lesson_report(open_shop(tmp_path / "shop")).values())


@pytest.mark.real
@pytest.mark.parametrize(("file", "number"), [("EtsySoldOrders2019.csv", "00"), ("tianchi_sample_user_behavior.csv", "03")])
def test_genuine_files(tmp_path, file, number):
    assert apply_lessons([real_exports() / file], tmp_path, "zh", lessons=[number])
    assert f"{sources()[number].stem}.html" in _check_pages(tmp_path, "zh")


def test_lesson_12_on_one_export_and_on_a_shop_without_a_ledger(tmp_path, orders):
    small_shop(1).save(tmp_path / "shop")
    assert apply_lessons([tmp_path / "shop"], tmp_path / "out", "zh", lessons=["12"])
    for folder, words in ((tmp_path / "out", "没有台账可看"), (orders("zh"), "当然对得上")):
        page = _prose(_pages(folder)["12_your_own_shop.html"])
        # one list of orders is no check of itself
        assert [said for said in ("没有台账可看", "当然对得上") if said in page] == [words]


def test_what_the_files_cannot_say_is_no_failure_and_ends_its_section(capsys):
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

    from shopkit.publish.apply import _tell

    said, broke = (new_output("error", ename=name, evalue=text, traceback=[]) for name, text in (("NotInFilesError", "by day"), ("KeyError", "moved")))
    notebook = new_notebook(cells=[
        new_markdown_cell("## One"), new_code_cell("a", outputs=[said]), new_code_cell("b", outputs=[broke]), new_markdown_cell("prose about a"),
        new_markdown_cell("## Two"), new_code_cell("c", outputs=[broke.copy()])])
    assert _tell(notebook) == ["moved"]
    assert [cell.source for cell in notebook.cells] == ["## One", "a", "## Two", "c"]
    assert notebook.cells[1].outputs[0].data["text/plain"] == "by day"
    assert "could not be computed" in notebook.cells[3].outputs[0].data["text/plain"]


def test_a_source_report_for_a_whole_month_asks_for_one_a_day():
    from shopkit.labels import NotInFilesError
    from shopkit.lessons import lesson_04

    with pytest.raises(NotInFilesError, match="once for each day"):
        lesson_04.two_times(open_shop("exports/taobao"))


def test_a_month_of_sources_is_not_held_against_five_months_of_days():
    from shopkit.lessons import lesson_04, words_04

    shop = open_shop("exports/taobao")
    assert set(lesson_04.ways_of_adding(shop).attrs["counts"]) == {"rows"}
    assert "filed under 2025-12-01" in words_04._say_rows(shop.traffic).en
    assert "days" in lesson_04.ways_of_adding(open_shop("lesson_04")).attrs["counts"]


@pytest.mark.real
@pytest.mark.parametrize(("file", "lang"), [("alipay_example_gb18030.csv", "zh"), ("wechat_example.xlsx", "en")])
def test_bills_alone_are_told_what_the_other_half_is(tmp_path, file, lang):
    with pytest.raises(UserError) as told:
        apply_lessons([real_exports() / file], tmp_path / "out", lang)
    lines = str(told.value).splitlines()
    assert ("together with the orders" if lang == "en" else "订单一起") in lines[1] and len(lines) < 25
    assert any("Etsy" in line for line in lines) and "orders.paid_amount" in str(told.value)
    assert not (tmp_path / "out").exists()


def test_a_lesson_of_which_no_section_runs_does_not_run():
    report = lesson_report(open_shop("exports/taobao"))
    assert not report["05"]["unmet"] and not report["05"]["runs"] and not any(s["runs"] for s in report["05"]["sections"])
    assert report["04"]["runs"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nobody_stands_in_what_is_written(orders, lang):
    """Whoever was planted in the export stands in no page and no notebook, nor does an id of theirs."""
    written = "".join(p.read_text(encoding="utf-8") for p in orders(lang).rglob("*") if p.is_file())
    assert any(word in ORDERS.read_text(encoding="utf-8-sig") for word in PLANTED)
    assert len(written) > 10_000 and not [word for word in (*PLANTED, "peregrinex", "tansyv", "3000000001") if word in written]


def test_nothing_is_overwritten_without_force(tmp_path, capsys, orders):
    (tmp_path / "index.html").write_text("mine")
    assert main(["apply", str(ORDERS), "--to", str(tmp_path), "--lang", "en"]) == 2
    assert (tmp_path / "index.html").read_text() == "mine" and len(list(tmp_path.iterdir())) == 1
    assert "--force" in capsys.readouterr().err
    assert "mine" not in (orders("en") / "index.html").read_text(encoding="utf-8")


def test_a_lesson_that_cannot_run_says_what_it_takes(tmp_path):
    with pytest.raises(UserError, match="events"):
        apply_lessons([ORDERS], tmp_path / "out", "en", lessons=["03"])
    with pytest.raises(UserError, match="no lesson 99"):
        apply_lessons([ORDERS], tmp_path / "out", "en", lessons=["99"])
    assert not (tmp_path / "out").exists()


def test_the_report_counts_sections(demo):
    report = lesson_report(demo)
    assert all(r["runs"] and not r["missing"] for r in report.values())
    poor = lesson_report(open_shop(ORDERS))
    assert poor["00"]["runs"] and "shop_days.visitors" in poor["00"]["missing"]
    assert not poor["03"]["runs"] and "events" in poor["03"]["missing"]


def test_a_cell_that_fails_becomes_a_sentence_and_is_said(tmp_path, monkeypatch, capsys):
    from shopkit.lessons import lesson_00

    # the kernel is another process: break the notebook itself
    from shopkit.publish import apply as module

    whole = module._on_export

    def broken(*args):
        notebook = whole(*args)
        next(c for c in notebook.cells if "by_month" in c.source or "per_order" in c.source).source = "raise ValueError('<b>no</b>')"
        return notebook

    monkeypatch.setattr(module, "_on_export", broken)
    assert lesson_00 and not apply_lessons([ORDERS], tmp_path, "en", lessons=["00"])
    page = _pages(tmp_path)["00_the_job_and_the_five_numbers.html"]
    assert "could not be computed" in page and "&lt;b&gt;no&lt;/b&gt;" in page and "<b>no</b>" not in page
    assert "could not be computed" in capsys.readouterr().err


def test_a_build_is_the_same_to_the_byte(tmp_path, trainers, monkeypatch):
    # trainers' notebooks hold the learners' cells and more
    monkeypatch.setattr("shopkit.publish.build.LANGUAGES", LANGUAGES[-1:])
    again = build(["00"], tmp_path, trainer=True, progress=False)
    assert len(trainers) == len(LANGUAGES) and [p.read_bytes() for p in trainers[-1:]] == [p.read_bytes() for p in again]


def test_trainers_notebooks_hold_notes_and_solutions(trainers):
    for path in trainers:
        notebook = nbformat.read(path, as_version=4)
        tags = {t for c in notebook.cells for t in c.metadata.get("tags", [])}
        assert {"trainer", "solution"} <= tags
        assert run.code_cells(notebook) and not any(o.output_type == "error" for c in notebook.cells for o in c.get("outputs", []))


@pytest.mark.parametrize("platforms", [(), {"etsy"}, {"taobao"}])
def test_all_that_is_missing_stands_under_the_export_that_brings_it(platforms):
    report = lesson_report(open_shop(ORDERS))
    rows = lacks(report, platforms)
    assert len({export.en for export, _, _ in rows}) == len(rows)
    needs = {need for what in report.values() for need in what["missing"]}
    labels = {(column(*need.split(".")[::-1]).label if "." in need else describe_need(need)).en for need in needs}
    assert {name.en for _, names, _ in rows for name in names} == labels
    assert {number for _, _, numbers in rows for number in numbers} == {number for number, what in report.items() if what["missing"]}
    # what can be fetched today comes first
    told = [export.en.startswith(("not read yet", "only elsewhere")) for export, _, _ in rows]
    assert told[0] is False and told[-1] is True
