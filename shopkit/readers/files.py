"""A file of any kind → the ways its sheets can be read, or one clear sentence why it cannot be."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.readers import text, webpage, workbook
from shopkit.readers.text import TextSheet

HEAD_LINES = 30
MAX_COLUMNS = 2_000
# gb18030 takes almost any bytes for Chinese: what is read must hold a report's known words, see reader.identify
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16", "cp1252")
DELIMITERS = (",", "\t", ";")

# a preamble of this kind (GA4's) may have several tables under it, one below the other
STACKED = (b"# ---", b"#---")

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x0cjP", b"8BPS", b"\x00\x00\x01\x00")
_HEIF = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def problem(code: str, en: str, zh: str) -> UserError:
    return UserError(Label(en, zh), code=code)


def sheets(path: Path) -> Iterator[list]:
    """One list per sheet: the ways to read it (a text file has several, by encoding and delimiter), best first.

    Raises UserError for what is no table: a picture, an archive, a web page, random bytes, an empty file, …
    """
    try:
        with path.open("rb") as file:
            head = file.read(text.HEAD_BYTES)
    except OSError as error:
        raise problem("unreadable_file", f"{path.name}: the file cannot be opened ({type(error).__name__}).",
                      f"{path.name}：文件打不开（{type(error).__name__}）。") from error
    kind = _kind(head)
    if kind == "workbook" and zipfile.is_zipfile(path) and not _is_workbook(path):
        kind = "archive"
    if kind == "workbook":
        if head.startswith(workbook.OLE) and _encrypted(path):
            raise workbook.locked(path)
        for sheet in workbook.open_workbook(path):
            yield [sheet]
        return
    if kind == "web_page":
        for table in webpage.tables(path):
            yield [table]
        return
    if kind != "text":
        raise _refused(path, kind)
    if not text.longest_line_fits(path):
        raise problem("too_large", f"{path.name}: a line of this file is over a million characters long; that is no table.",
                      f"{path.name}：文件里有一行超过一百万个字符，这不是表格。")
    if head.removeprefix(b"\xef\xbb\xbf").startswith(STACKED):
        for block in text.blocks(path):
            yield [block]
        return
    yield list(_ways(path, head))


def _ways(path: Path, head: bytes) -> Iterator[TextSheet]:
    """Every encoding that fits the whole file, in order; then, for a file with damaged bytes, the same with a loss."""
    encodings = [e for e in ENCODINGS if (e == "utf-16") == head.startswith(_UTF16)]
    for lossy in (False, True):
        for encoding in encodings if not lossy else encodings[:2]:
            for delimiter in DELIMITERS:
                yield TextSheet(path, encoding, delimiter, lossy)


def _kind(head: bytes) -> str:
    """What a file is, by its first bytes: text, workbook, archive, picture, pdf, web_page, empty or binary."""
    bare = head.removeprefix(b"\xef\xbb\xbf").strip()
    if not bare or bare in _UTF16:
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", workbook.OLE)):
        return "workbook"
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in _HEIF:
        return "picture"
    if head.startswith(b"%PDF"):
        return "pdf"
    start = bare[:2000].replace(b"\0", b"").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<style", b"<head")):
        return "web_page"
    if not head.startswith(_UTF16):
        control = sum(head.count(bytes([c])) for c in (*range(9), *range(14, 32)))
        if control > len(head) / 50:
            return "binary"
    return "text"


def _refused(path: Path, kind: str) -> UserError:
    name = path.name
    return {
        "empty": problem("empty_file", f"{name}: the file is empty. Download it again.", f"{name}：文件是空的，请重新下载。"),
        "picture": problem(
            "picture", f"{name}: this is a picture, whatever its name says. Give the table that the platform exports (csv or xlsx).",
            f"{name}：这其实是一张图片。请给平台导出的表格（csv 或 xlsx）。"),
        "pdf": problem(
            "not_a_table", f"{name}: this is a PDF document. Give the table that the platform exports (csv or xlsx).",
            f"{name}：这是 PDF 文档。请给平台导出的表格（csv 或 xlsx）。"),
        "archive": problem("archive", f"{name}: this is an archive in an archive. Unpack it and give the files in it.",
                           f"{name}：这是压缩包里的压缩包。请先解压，再给里面的文件。"),
        "binary": problem("not_a_table", f"{name}: this is neither text nor a workbook, so there is no table in it.",
                          f"{name}：既不是文本也不是工作簿，里面没有表格。"),
    }[kind]


def is_archive(path: Path) -> bool:
    """Whether a file is a zip of files, and no workbook (which is a zip inside)."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06") and zipfile.is_zipfile(path) and not _is_workbook(path)
    except OSError:
        return False


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as parts:
            return any(name.startswith("xl/") or name in ("mimetype", "content.xml") for name in parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return True  # a damaged workbook: say so when it is opened


def _encrypted(path: Path) -> bool:
    """Whether an OLE file holds an encrypted xlsx: its directory names a stream EncryptedPackage."""
    name = "EncryptedPackage".encode("utf-16-le")
    with path.open("rb") as file:
        tail = b""
        while block := file.read(text.BLOCK):
            if name in tail + block:
                return True
            tail = block[-len(name):]
    return False
