"""Lessons put on a real export: notebooks and self-contained pages, with the ledger first."""

from __future__ import annotations

import html
import sys
from pathlib import Path

from shopkit.labels import Label, NotInFilesError, UserError, format_value, set_language
from shopkit.publish import lacks, lesson_report, run
from shopkit.publish.source import NOT_FOR_EXPORTS, drop_sections, heading_of, one_language, parse, sources

_SET_UP = "open_shop(SHOP)"


def apply_lessons(paths, to, lang: str, lessons=None, force: bool = False, dates=None, mapping=None) -> bool:
    """Put the lessons that the export can feed into folder `to`: a notebook and an HTML page each, and index.html.

    paths: files and folders of one shop's export. lessons: numbers, or all that run. dates: "dmy" or "mdy" where the
    files leave it open. mapping: as open_shop() takes it. Nothing is written unless the export can be read and some lesson runs; a file that is there
    is overwritten only with `force`. Returns whether every cell ran. Raises UserError otherwise.
    """
    from shopkit.opening import open_shop

    set_language(lang)
    shop = open_shop(*paths, dates=dates, mapping=mapping)
    report = lesson_report(shop)
    chosen = _choose(report, lessons, shop)
    to = Path(to)
    targets = [to / "index.html", *(to / f"{sources()[n].stem}{end}" for n in chosen for end in (".ipynb", ".html"))]
    taken = [t for t in targets if t.exists()]
    if taken and not force:
        raise UserError(
            Label(f"{taken[0]} is there already; nothing was written. Choose another folder, or overwrite with --force.",
                  f"{taken[0]} 已经存在，什么也没有写。请换一个文件夹，或用 --force 覆盖。"),
            code="file_exists",
        )
    notebooks = {n: _on_export(sources()[n], lang, paths, shop, dates, mapping) for n in chosen}
    failed = _run(notebooks, to)
    for number, notebook in notebooks.items():
        stem = to / sources()[number].stem
        run.write(notebook, stem.with_suffix(".ipynb"))
        _write(stem.with_suffix(".html"), _page(_title(notebook), _body(notebook), home=True))
    _write(to / "index.html", _page(str(Label("Your shop: what was read", "你的店：读到了什么")), _index(shop, report, notebooks, failed)))
    for number, what in failed:
        print(Label(f"Lesson {number}: a part could not be computed: {what}", f"第 {number} 课有一部分算不出来：{what}"), file=sys.stderr)
    return not failed


def _choose(report, lessons, shop) -> list[str]:
    unknown = [n for n in lessons or [] if n not in report]
    if unknown:
        raise UserError(Label(f"There is no lesson {', '.join(unknown)}; there are {', '.join(report)}.",
                              f"没有第 {'、'.join(unknown)} 课；有的是 {'、'.join(report)}。"), code="unknown_lesson")
    chosen = [n for n, what in report.items() if what["runs"] and (not lessons or n in lessons)]
    if not chosen:
        if lessons:
            lines = "\n".join(f"  {n} {_bring(report[n]['missing'], shop.platforms)}" for n in lessons)
        else:
            lines = _least(report, shop)
        raise UserError(Label(f"No lesson can run on these files; nothing was written.\n{lines}",
                              f"这些文件还带不动任何一课，什么也没有写。\n{lines}"), code="no_lesson")
    return chosen


def _least(report, shop) -> str:
    """What the most modest lesson would take, an export a line: a list of all that all lessons lack is read by nobody."""
    from shopkit.readers.bring import brings, to_fetch
    from shopkit.shop import describe_need

    def effort(number):
        needs = report[number]["unmet"] or report[number]["missing"]
        return len(needs), -min(len(to_fetch(need, shop.platforms)) for need in needs)

    number = min(report, key=effort)
    needs = report[number]["unmet"] or report[number]["missing"]
    lines = [Label("They hold costs by month and kind, and no sales. Give them once more, together with the orders of the platform that you sell on.",
                   "里面只有按月、按类别的费用，没有销售。请和销售平台导出的订单一起，再运行一次。")] if shop.tables == ("costs",) else []
    lines.append(Label(f"Lesson {number} takes the least:", f"要求最低的是第 {number} 课："))
    for need in needs:
        what, where = describe_need(need), brings(need, shop.platforms)
        lines.append(Label(f"{what.en}, which any one of these brings:", f"{what.zh}，下面任何一种都能带来："))
        lines += [Label(f"  · {en}", f"  · {zh}") for en, zh in zip(where.en.split("; "), where.zh.split("；"), strict=True)]
    return "\n".join(map(str, lines))


def _missing(needs, platforms) -> list[tuple[str, str]]:
    """Each need in words, with the export of these platforms that would bring it."""
    from shopkit.readers.bring import brings
    from shopkit.shop import describe_need

    return [(str(describe_need(need)), str(brings(need, platforms))) for need in needs]


def _bring(needs, platforms) -> str:
    """What is missing and which export would bring it, as one line of a message."""
    return str(Label("missing: ", "缺少：")) + str(Label("; ", "；")).join(f"{what} ← {where}" for what, where in _missing(needs, platforms))


def _on_export(path: Path, lang: str, paths, shop, dates, mapping):
    notebook = one_language(parse(path), lang, without=NOT_FOR_EXPORTS)
    drop_sections(notebook, lambda needs: _unmet(shop.missing(needs), shop.platforms))
    here = [Path(p).resolve().as_posix() for p in paths]
    options = {"dates": dates} if dates else {}
    if mapping:
        options["mapping"] = [Path(p).resolve().as_posix() for p in ([mapping] if isinstance(mapping, (str, Path)) else mapping)]
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f"SHOP = {here[0]!r}" if len(here) == 1 else f"SHOP = {here!r}"
        elif cell.cell_type == "code" and _SET_UP in cell.source and options:
            named = "".join(f", {name}={value!r}" for name, value in options.items())
            cell.source = cell.source.replace(_SET_UP, f"open_shop(SHOP{named})")
    return notebook


def _unmet(missing, platforms) -> str:
    if not missing:
        return ""
    lines = "".join(f"\n- **{html.escape(what)}** ← {html.escape(where)}" for what, where in _missing(missing, platforms))
    return str(Label("Your files cannot show this part. It would take:", "你的文件还看不到这一部分，还需要：")) + "\n" + lines


def _run(notebooks, to: Path) -> list[tuple[str, str]]:
    """Run them all; a cell that fails becomes a sentence and is returned, the rest goes on."""
    from tqdm import tqdm

    failed = []
    with tqdm(total=sum(run.code_cells(n) for n in notebooks.values()), unit=str(Label(" cells", " 格")), file=sys.stderr) as bar:
        for number, notebook in notebooks.items():
            bar.set_description(str(Label(f"Lesson {number}", f"第 {number} 课")))
            run.execute(notebook, on_cell=bar.update, allow_errors=True)
            failed += [(number, what) for what in _tell(notebook)]
    return failed


def _tell(notebook) -> list[str]:
    """Each error becomes a sentence in its place; gives back those that are failures.

    What the files cannot say (NotInFilesError) is none: the rest of its section, which builds on it, is left out.
    """
    failures, kept, beyond = [], [], False
    for cell in notebook.cells:
        beyond = beyond and not heading_of(cell)
        if beyond:
            continue
        kept.append(cell)
        for i, output in enumerate(cell.get("outputs", [])):
            if output.output_type != "error":
                continue
            beyond = output.ename == NotInFilesError.__name__
            if not beyond:
                failures.append(output.evalue)
            cell.outputs[i] = _sentence_output(output.evalue, "" if beyond else Label("This part could not be computed on your files: ", "这一部分在你的文件上算不出来："))
    notebook.cells = kept
    return failures


def _sentence_output(what: str, before):
    from nbformat.v4 import new_output

    text = f"{before}{what}"
    return new_output("display_data", {"text/plain": text, "text/html": f"<p><b>{html.escape(text)}</b></p>"})


def _title(notebook) -> str:
    return notebook.cells[0].source.splitlines()[0].lstrip("# ").strip()


def _body(notebook) -> str:
    """The notebook as the body of a page: prose and results, without code; nothing in it points outside."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True)
    return exporter.from_notebook_node(notebook)[0]


def _page(title: str, body: str, home: bool = False) -> str:
    from jinja2 import Template

    template = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"), autoescape=True)
    lang = str(Label("en", "zh-CN"))
    back = str(Label("← What was read", "← 读到了什么")) if home else ""
    from markupsafe import Markup

    return template.render(lang=lang, title=title, body=Markup(body), home=back)


def _index(shop, report, notebooks, failed) -> str:
    """Ledger first; then the lessons that ran, then what is missing and which export would bring it."""
    e = html.escape
    parts = [f"<h1>{Label('Your shop: what was read', '你的店：读到了什么')}</h1>"]
    for entry in shop.ledger:
        parts.append(f"<h2>{e(entry.file)}{e(f' · {entry.section}') if entry.section else ''}</h2><p>{e(str(entry.sentence()))}</p>")
        items = "".join(f"<li>{e(str(line))}</li>" for line in entry.lines())
        parts.append(f"<ul>{items}</ul>" if items else "")
    if shop.personal_columns:
        left = Label("Personal columns, left out: ", "个人信息列，未读入：")
        parts.append(f"<p>{left}{e(', '.join(shop.personal_columns))}</p>")
    parts.append(f"<h2>{Label('Lessons on your data', '你的数据上的课')}</h2><ul>")
    for number, notebook in notebooks.items():
        parts.append(f'<li><a href="{sources()[number].stem}.html">{e(_title(notebook))}</a></li>')
    parts.append("</ul>")
    comma = str(Label(", ", "、"))
    rows = [(str(export), comma.join(map(str, names)), comma.join(numbers)) for export, names, numbers in lacks(report, shop.platforms)]
    if rows:
        heads = (Label("This would bring it", "哪种导出能补上"), Label("Missing", "缺少"), Label("For lesson", "用于第几课"))
        parts.append(f"<h2>{Label('What these files cannot show', '这些文件看不到的')}</h2>{_table(heads, rows)}")
    for number, what in failed:
        parts.append(f"<p><b>{e(str(Label(f'Lesson {number}: a part could not be computed: {what}', f'第 {number} 课有一部分算不出来：{what}')))}</b></p>")
    rows = format_value(sum(entry.rows_read for entry in shop.ledger), "count")
    parts.append(f"<p class=\"small\">{Label(f'{rows} rows read. These pages hold no row of a customer and need no network.', f'共读 {rows} 行。页面里没有任何一行客户数据，也不需要联网。')}</p>")
    return "\n".join(parts)


def _table(heads, rows) -> str:
    cells = "".join(f"<th>{html.escape(str(h))}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table><tr>{cells}</tr>{body}</table>"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
