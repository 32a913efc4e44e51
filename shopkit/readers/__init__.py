"""Readers: the exports of real shops → one Shop, every row accounted for."""

from __future__ import annotations

from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.shop import Shop


def readers() -> tuple:
    """Every report that is recognised."""
    from shopkit.readers import etsy, taobao_behaviour

    return (etsy.ORDERS, etsy.ITEMS, taobao_behaviour.BEHAVIOUR)


def read_shop(paths, dates: str | None = None) -> Shop:
    """One Shop from files and folders as platforms export them.

    paths: a file named here must be usable; in a folder, what is no known report is left alone and listed in
    `Shop.ignored`. dates: "dmy" or "mdy", where a file leaves the order of day and month open. The shop's `ledger`
    has an entry per file and sheet. A row that stands in two of the files is counted once. Raises UserError, one
    line per problem, if a named file is unusable, if nothing is readable, or if amounts are in several currencies.
    """
    from shopkit.readers import joining
    from shopkit.readers.ledger import Ignored, SeveralProblemsError
    from shopkit.readers.reader import read_file

    known = readers()
    parts, ignored, errors = [], [], []
    for path, named in _files(paths, ignored, errors):
        try:
            found, others = read_file(path, known, dates)
        except UserError as error:
            if named or error.code not in NO_REPORT:
                errors.append(error)
            else:
                ignored.append(Ignored(path.name, error.code, error.label))
        else:
            parts += found
            ignored += others
    if not errors and not parts:
        places = ", ".join(str(p) for p in paths)
        errors = [UserError(Label(f"{places}: there is nothing here that can be read.", f"{places}：这里没有能读的文件。"), code="nothing_readable"),
                  *(UserError(i.label, code=i.code) for i in ignored)]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralProblemsError(errors)
    return joining.join(parts, ignored)


# in a folder these are other people's files, or empty months; anything else is a report that needs the user's word
NO_REPORT = ("unknown_table", "missing_columns", "not_read_yet", "picture", "not_a_table", "archive", "web_page", "empty_file",
             "no_rows", "nothing_kept", "broken_workbook", "password", "too_large", "unreadable_file", "column_twice")


def _files(paths, ignored, errors):
    """Every file to be read, once, and whether it was named."""
    from shopkit.readers.ledger import Ignored

    seen = set()
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if not p.name.startswith((".", "~$")))
            ignored += [Ignored(f"{p.name}/", "subfolder", Label(f"{p.name}/: a folder in the folder; name it to have it read.",
                                                                 f"{p.name}/：文件夹里的文件夹，要读请单独写出它的路径。"))
                        for p in inside if p.is_dir()]
            candidates = [(p, False) for p in inside if p.is_file()]
        elif path.is_file():
            candidates = [(path, True)]
        elif path.exists():  # a pipe or a device would keep us waiting
            errors.append(UserError(Label(f"{path}: this is no file.", f"{path}：这不是文件。"), code="unreadable_file"))
            continue
        else:
            errors.append(UserError(Label(f"{path}: there is no such file or folder.", f"{path}：没有这个文件或文件夹。"), code="missing_path"))
            continue
        for file, named in candidates:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file, named
