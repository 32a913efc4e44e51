"""People: keyed hashes in place of their ids, with a key that never leaves the user's own data folder."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import pandas as pd

from shopkit.labels import Label, UserError

_KEY_FILE = "people.key"
_KEY_BYTES = 32
# what numbers stand for, only while a list for a CRM is made; never written anywhere else
_remembered: ContextVar[dict[int, str] | None] = ContextVar("remembered", default=None)


def data_folder() -> Path:
    """Where this user's own files of shopkit lie: SHOPKIT_DATA, or the platform's place for such data."""
    if os.environ.get("SHOPKIT_DATA"):
        return Path(os.environ["SHOPKIT_DATA"]).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "shopkit"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "shopkit"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "shopkit"


@contextmanager
def remembering() -> Iterator[dict[int, str]]:
    """While this is open, reading fills a dictionary from people's numbers back to the platform's own ids.

    For a list that goes back to the platform, made from the owner's own files; it ends with the block.
    """
    names: dict[int, str] = {}
    token = _remembered.set(names)
    try:
        yield names
    finally:
        _remembered.reset(token)


def hashed(ids: pd.Series, platform: str) -> pd.Series:
    """Each id as a whole number below 2**53, the same for the same id, key and platform; missing stays missing.

    A number that a detour through float leaves whole, and that nobody can turn back into an id without the key.
    """
    places, known = pd.factorize(ids)
    if len(known) == 0:
        return pd.Series(pd.NA, index=ids.index, dtype="Int64")
    keyed = hashlib.blake2b(key=_key(), digest_size=8, person=platform.encode()[:16])
    numbers = {i: _number(str(i), keyed) for i in known}
    names = _remembered.get()
    if names is not None:
        names.update((number, str(i)) for i, number in numbers.items())
    return pd.Series(pd.array([*numbers.values(), pd.NA], dtype="Int64")[places], index=ids.index)


def _number(text: str, keyed) -> int:
    digest = keyed.copy()
    digest.update(text.encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest(), "big") >> 11


def _key() -> bytes:
    """The user's key, made on first use."""
    path = data_folder() / _KEY_FILE
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_once(path, secrets.token_bytes(_KEY_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise UserError(
            Label(
                f"Customers' ids are hashed with a key of your own, but {path} cannot be written or read "
                f"({type(error).__name__}). Set SHOPKIT_DATA to a folder that you may write to.",
                f"客户编号要用你自己的密钥加密，但 {path} 无法读写（{type(error).__name__}）。"
                f"请把环境变量 SHOPKIT_DATA 设为一个可写的文件夹。",
            ),
            code="data_folder",
        ) from error
    if len(key) != _KEY_BYTES:
        raise UserError(
            Label(
                f"{path} is damaged: it should hold {_KEY_BYTES} bytes. Delete it; the next read makes a new key, and "
                f"customers get new numbers.",
                f"{path} 已损坏：应为 {_KEY_BYTES} 字节。请删除它，下次读取时会生成新密钥，客户编号也会随之改变。",
            ),
            code="data_folder",
        )
    return key


def _write_once(path: Path, key: bytes) -> None:
    # two reads may start at once: whoever links first wins, and nobody ever sees half a key
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(key)
        try:
            os.link(name, path)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            if not path.exists():
                os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
