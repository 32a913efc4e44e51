"""Readers: the exports of real shops → one Shop, every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.shop import Shop


@cache
def readers() -> tuple:
    """Every report that is recognised: those of all modules of `platforms`."""
    from importlib import import_module
    from pkgutil import iter_modules

    from shopkit.readers import platforms

    names = sorted(module.name for module in iter_modules(platforms.__path__))
    return tuple(r for name in names for r in import_module(f"shopkit.readers.platforms.{name}").READERS)


@cache
def known():
    """The same, with their index."""
    from shopkit.readers.identify import Known

    return Known(readers())


def read_shop(paths, dates: str | None = None, mapping=None) -> Shop:
    """One Shop from files and folders as platforms export them.

    paths: a file named here must be usable; in a folder, what is no known report is left alone and listed in
    `Shop.ignored`; a zip is a folder. dates: "dmy" or "mdy", where a file leaves the order of day and month open.
    mapping: the path of a mapping file (see `generic`), or several, by which tables of no known platform are read. The
    shop's `ledger` has an entry per file and sheet. A row that stands in two of the files is counted once. Raises UserError,
    one line per problem, if a named file is unusable, if nothing is readable, or if amounts are in several currencies.
    """
    from shopkit.readers import joining

    return joining.join(*read_parts(paths, dates, mapping))


def read_parts(paths, dates: str | None = None, mapping=None) -> tuple[list, list]:
    """What each report of the files gives, before they are joined, and what was left alone."""
    from shopkit.readers.files import is_archive
    from shopkit.readers.identify import Known
    from shopkit.readers.ledger import Ignored, SeveralProblemsError
    from shopkit.readers.reader import NO_REPORT, read_file

    reports, own = known(), []
    if mapping is not None:
        from shopkit.readers import generic

        own = [generic.reader(path) for path in ([mapping] if isinstance(mapping, (str, Path)) else mapping)]
        reports = Known((*own, *readers()))
    parts, ignored, errors = [], [], []
    for path, named, archive in _files(paths, ignored, errors):
        try:
            found, others = read_file(path, reports, dates)
        except UserError as error:
            told = _within(archive, error)
            if named or told.code not in NO_REPORT:
                errors.append(told)
            else:
                ignored.append(Ignored(f"{archive}{path.name}", told.code, told.label))
        else:
            for part in found:
                part.entry.file = archive + part.entry.file
            parts += found
            ignored += [Ignored(archive + o.file, o.code, o.label) for o in others]
    for archive in dict.fromkeys(f"{path.name}/" for path in map(Path, paths) if path.is_file() and is_archive(path)):
        if not any(part.entry.file.startswith(archive) for part in parts) and not errors:
            inside = [i.label for i in ignored if i.file.startswith(archive)]
            name = archive[:-1]
            errors.append(UserError(Label(
                f"{name}: no file in this archive is a report that can be read. {' '.join(i.en for i in inside)}",
                f"{name}：压缩包里没有能读的报表。{''.join(i.zh for i in inside)}"), code="archive"))
    used = {part.entry.report for part in parts if part.entry.platform == "own"}
    if parts and not errors:
        errors += [UserError(Label(f"None of these files has the columns that your mapping to {one.report} names; it was not used.",
                                   f"这些文件里没有一个含有列对照（{one.report}）写的那些列，对照没有用上。"), code="mapping_unused")
                   for one in own if one.report not in used]
    if not errors and not parts:
        places = ", ".join(str(p) for p in paths)
        errors = [UserError(Label(f"{places}: there is nothing here that can be read.", f"{places}：这里没有能读的文件。"), code="nothing_readable"),
                  *(UserError(i.label, code=i.code) for i in ignored)]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralProblemsError(errors)
    return parts, ignored


def _within(archive: str, error: UserError) -> UserError:
    return UserError(Label(archive + error.label.en, archive + error.label.zh), code=error.code) if archive else error


def _files(paths, ignored, errors) -> Iterator[tuple[Path, bool, str]]:
    """Every file to be read, once, whether it was named, and the archive that it stands in ("orders.zip/")."""
    from shopkit.readers import archive, files
    from shopkit.readers.ledger import Ignored

    seen = set()
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if not p.name.startswith((".", "~$")))
            ignored += [Ignored(f"{p.name}/", "subfolder", Label(f"{p.name}/: a folder in the folder; name it to have it read.",
                                                                 f"{p.name}/：文件夹里的文件夹，要读请单独写出它的路径。"))
                        for p in inside if p.is_dir()]
            ignored += [Ignored(p.name, "link", Label(f"{p.name}: a link to another place; name the file itself to have it read.",
                                                      f"{p.name}：指向别处的链接，要读请直接写出原文件的路径。"))
                        for p in inside if p.is_symlink() and not p.is_dir()]
            candidates = [(p, False) for p in inside if p.is_file() and not p.is_symlink()]
        elif path.is_file():
            candidates = [(path, True)]
        elif path.exists():  # a pipe or a device would keep us waiting
            errors.append(UserError(Label(f"{path}: this is no file.", f"{path}：这不是文件。"), code="unreadable_file"))
            continue
        else:
            errors.append(UserError(Label(f"{path}: there is no such file or folder.", f"{path}：没有这个文件或文件夹。"), code="missing_path"))
            continue
        for file, named in candidates:
            if file.resolve() in seen:
                continue
            seen.add(file.resolve())
            if not files.is_archive(file):
                yield file, named, ""
                continue
            try:
                with archive.unpacked(file) as members:
                    yield from ((member, False, f"{file.name}/") for member in members)
            except UserError as error:
                errors.append(error)
