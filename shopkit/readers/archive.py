"""Zip archives of exports → their files, unpacked where nobody else looks, within bounds."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from shopkit.labels import Label, UserError

MAX_FILES, MAX_BYTES, MAX_RATIO = 500, 2_000_000_000, 500
_BLOCK = 1 << 20


@contextmanager
def unpacked(path: Path) -> Iterator[list[Path]]:
    """The files of an archive, in a folder that is gone afterwards.

    Refused, with a reason: a password, more files or bytes than exports have, names that climb out of the archive, links.
    """
    with TemporaryDirectory(prefix="shopkit-") as folder:
        try:
            files = _unpacked(path, Path(folder))
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error) as error:
            raise _problem(path, "broken_archive", "the archive is damaged or cut off. Download it again.", "压缩包已损坏或下载不完整，请重新下载。") from error
        yield files


def _unpacked(path: Path, folder: Path) -> list[Path]:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        _refuse(path, members)
        files = []
        for number, member in enumerate(members):
            name = _name(archive, member)
            if name.startswith((".", "~$", "__MACOSX")):
                continue
            # a folder each: two files of an archive may have one name
            target = folder / str(number) / name
            target.parent.mkdir()
            _unpack(path, archive, member, target)
            files.append(target)
        return files


def _refuse(path: Path, members) -> None:
    if any(m.flag_bits & 1 for m in members):
        raise _problem(path, "password", "the archive is protected by a password. Unpack it and give the files in it.",
                       "压缩包有密码。请先解压，再给里面的文件。")
    if len(members) > MAX_FILES or sum(m.file_size for m in members) > MAX_BYTES or any(
            m.file_size > 10_000_000 and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members):
        raise _problem(path, "too_large", "the archive would unpack to an absurd size and was not opened. Give the exports one by one.",
                       "压缩包解开后大得不合常理，没有打开。请单独给导出的文件。")
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or (parts.parts and parts.parts[0].endswith(":")):
            raise _problem(path, "archive_climbs", "the archive holds a name that would be written outside of it; no platform makes such files. "
                           "It was not opened.", "压缩包里有指向外部位置的文件名，平台不会这样导出，没有打开。")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise _problem(path, "archive_links", "the archive holds a link to a file elsewhere; no platform makes such files. It was not opened.",
                           "压缩包里有指向别处的链接，平台不会这样导出，没有打开。")


def _name(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    name = PurePosixPath(member.filename.replace("\\", "/")).name
    if not member.flag_bits & 0x800:
        # without the mark of UTF-8 the name was read as cp437; Chinese Windows wrote gb18030
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            pass
    return "".join(c if c.isprintable() and c not in '<>:"|?*' else "_" for c in name)[:150] or "_"


def _unpack(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    left = member.file_size  # what the archive says of itself may be a lie
    with archive.open(member) as source, target.open("wb") as file:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise _problem(path, "too_large", "the archive unpacks to more than it says and was not used.", "压缩包解开后比它声明的大，没有采用。")
            file.write(block)


def _problem(path: Path, code: str, en: str, zh: str) -> UserError:
    return UserError(Label(f"{path.name}: {en}", f"{path.name}：{zh}"), code=code)
