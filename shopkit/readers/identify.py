"""Which report a sheet holds, by the names in its first rows, never by the file's name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.readers import cells, files, privacy
from shopkit.readers.files import problem
from shopkit.readers.report import Found, Reader
from shopkit.readers.text import Row


class Known:
    """The reports that are recognised, with an index of the columns they name."""

    def __init__(self, readers: tuple[Reader, ...]):
        self.readers = readers
        self._places: dict[str, list[tuple[int, str]]] = {}
        for number, reader in enumerate(readers):
            for field in reader.fields:
                for name in field.seen:
                    self._places.setdefault(name, []).append((number, field.name))

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def name(self, cell: str) -> str:
        """A heading as the readers call it: with its unit where one declares it so, else without."""
        normal = cells.normal(cell)
        return normal if normal in self._places else cells.heading(cell)[0]

    def matches(self, row: Row) -> list[tuple[int, Reader, list[str]]]:
        """Per report of which the row names two columns at least (of the user's own, one): how many it names, and which it must and does not."""
        names = {self.name(cell) for cell in row.cells} - {""}
        fields: dict[int, set[str]] = {}
        for name in names:
            for number, field in self._places.get(name, ()):
                fields.setdefault(number, set()).add(field)
        found = []
        for number, there in fields.items():
            reader = self.readers[number]
            if (len(there) >= 2 or reader.own) and not names.intersection(map(cells.normal, reader.never)):
                found.append((len(there), reader, [f.seen[0] for f in reader.fields if f.must and f.name not in there]))
        return found


def identify(path: Path, ways, known: Known) -> Found:
    """The report in a sheet, by the first of the ways to read it whose first rows decode and fit. Raises UserError if none does."""
    near: tuple[int, Reader, list[str]] | None = None
    for way in ways:
        head = way.head(files.HEAD_LINES)
        if not head:
            continue
        if max(len(row.cells) for row in head) > files.MAX_COLUMNS:
            raise problem("too_large", f"{path.name}: a row has more than {files.MAX_COLUMNS:,} columns; that is no report of a shop.",
                          f"{path.name}：有一行超过 {files.MAX_COLUMNS:,} 列，这不是店铺的报表。")
        matches = [(*m, row) for row in head if row.whole for m in known.matches(row) if way.encoding in ("", *m[1].encodings)]
        # the user's own mapping comes first, wherever a table has all of its columns
        best = max(matches, key=lambda m: (not m[2], m[1].own, m[0]), default=None)
        if best and not best[2]:
            _refuse_rows_above(path, head, best[3])
            return _found(path, way, known, best[1], best[3], head)
        if best and best[2] and (near is None or (best[1].own, best[0]) > (near[1].own, near[0])):
            near = best[0], best[1], best[2]
    if near and near[1].own:
        raise _not_as_mapped(path, near[1], near[2])
    if near and near[0] >= 3 and near[0] > len(near[2]):
        reader, lacking = near[1], ", ".join(near[2])
        raise problem(
            "missing_columns", f"{path.name}: this looks like {reader.title.en}, but it lacks the column {lacking}. Export it again with all columns.",
            f"{path.name}：看起来是{reader.title.zh}，但缺少列 {lacking}。请勾选全部列重新导出。")
    own = next((reader for reader in known.readers if reader.own), None)
    raise _not_as_mapped(path, own, [f.seen[0] for f in own.fields]) if own else unknown(path)


def _not_as_mapped(path: Path, reader: Reader, lacking: list[str]) -> UserError:
    """The table is not the one that the user's mapping speaks of: only names from the mapping are told, no cells."""
    names = [f"“{name}”" for name in dict.fromkeys(lacking)]
    return problem(
        "missing_columns", f"{path.name}: your mapping to {reader.report} names columns that this table does not have: {', '.join(names)}. Compare them "
        "with its header, letter by letter, or draft the mapping anew: python -m shopkit read --suggest FILE.",
        f"{path.name}：列对照（{reader.report}）里写的列，这张表没有：{'、'.join(names)}。请与表头逐字核对，或重新生成一份：python -m shopkit read --suggest 文件。")


def unknown(path: Path) -> UserError:
    return problem(
        "unknown_table", f"{path.name}: no known report is recognised in this table. README lists what is read; for any other table "
        "draft a mapping: python -m shopkit read --suggest FILE.",
        f"{path.name}：认不出这是哪种报表。能读的报表见 README；其他表格可先生成一份列对照：python -m shopkit read --suggest 文件。")


def _refuse_rows_above(path: Path, head: list[Row], header: Row) -> None:
    """Titles and notes above a header are passed over; rows of data there are not, for they would be lost unseen."""
    full = max(3, sum(bool(cell.strip()) for cell in header.cells) / 2)
    above = [row.number for row in head if row.number < header.number and sum(bool(c.strip()) for c in row.cells) >= full
             and not _numbered(row)]
    if above:
        raise problem(
            "rows_above_header", f"{path.name}: rows of data stand above the header (first in row {above[0]}, header in row {header.number}). "
            f"A spreadsheet has probably sorted it in: export the file again.",
            f"{path.name}：表头上方还有数据（最早在第 {above[0]} 行，表头在第 {header.number} 行），多半是电子表格排序时混进去的，请重新导出。")


def _numbered(row: Row) -> bool:
    """Column1, Column2, …: a header that a spreadsheet made up above the real one."""
    return all(cells.normal(cell).rstrip("0123456789") in ("column", "列", "") for cell in row.cells)


def _found(path, way, known, reader, header, head) -> Found:
    if reader.instead:
        raise UserError(Label(*(f"{path.name}{colon}{getattr(reader.instead, lang)}" for lang, colon in (("en", ": "), ("zh", "：")))),
                        code="not_read_yet")
    names = [known.name(cell) for cell in header.cells]
    places, twice = {}, []
    for f in reader.fields:
        name = next((name for name in f.seen if name in names), None)
        if name is None:
            continue
        if names.count(name) > 1 and f.spare:
            twice.append(name)
            continue
        if names.count(name) > 1:
            raise problem("column_twice", f"{path.name}: the column '{name}' stands twice in the header; which one counts cannot be told.",
                          f"{path.name}：表头里有两个“{name}”列，分不清以哪个为准。")
        places[f.name] = names.index(name)
    declared = {cells.normal(name) for name in reader.personal} | {n for f in reader.fields if f.kind == "person" for n in f.seen}
    plain = {at for f in reader.fields if f.kind not in ("person", "place") and f.name in places for at in (places[f.name],)}
    left_out = tuple(cell.strip() for at, (cell, name) in enumerate(zip(header.cells, names, strict=True))
                     if name in declared or (at not in plain and privacy.is_personal_name(cell)))
    money = [places[f.name] for f in reader.fields if f.kind == "money" and f.name in places]
    named = Counter(c for at in money if (c := cells.heading(header.cells[at])[1]))
    preamble = "\n".join(" ".join(filter(None, map(str.strip, row.cells))) for row in head if row.number < header.number)
    return Found(reader, way, header, places, left_out, preamble, named.most_common(1)[0][0] if named else reader.currency,
                 tuple(twice))
