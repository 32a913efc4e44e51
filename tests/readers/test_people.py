"""People's numbers: keyed, repeatable, below 2**53, with a key made once in the user's own folder."""

import pandas as pd
import pytest

from shopkit.labels import UserError
from shopkit.readers import people


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPKIT_DATA", str(tmp_path / "a" / "b"))
    return tmp_path / "a" / "b"


def test_key_is_made_once_and_only_when_needed(folder):
    assert people.hashed(pd.Series([None, None], dtype="str"), "etsy").isna().all() and not folder.exists()
    ids = pd.Series([f"user{i}" for i in range(1000)] + ["user1", None], dtype="str")
    first = people.hashed(ids, "etsy")
    assert [p.name for p in folder.iterdir()] == ["people.key"] and (folder / "people.key").stat().st_size == 32
    assert first.equals(people.hashed(ids, "etsy"))
    assert first[1] == first[1000] and first[:1000].nunique() == 1000 and pd.isna(first[1001])
    assert first[:1000].between(0, 2**53 - 1).all()
    assert not first[:10].equals(people.hashed(ids, "taobao")[:10])
    (folder / "people.key").write_bytes(bytes(32))
    assert not first[:10].equals(people.hashed(ids, "etsy")[:10])


def test_a_damaged_key_or_folder_is_named(folder, tmp_path, monkeypatch):
    folder.mkdir(parents=True)
    (folder / "people.key").write_bytes(b"short")
    with pytest.raises(UserError) as error:
        people.hashed(pd.Series(["x"], dtype="str"), "etsy")
    assert error.value.code == "data_folder"
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SHOPKIT_DATA", str(tmp_path / "file"))
    with pytest.raises(UserError) as error:
        people.hashed(pd.Series(["x"], dtype="str"), "etsy")
    assert "SHOPKIT_DATA" in error.value.label.en and "SHOPKIT_DATA" in error.value.label.zh


def test_each_system_has_its_place(monkeypatch):
    monkeypatch.delenv("SHOPKIT_DATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/x")
    monkeypatch.setenv("LOCALAPPDATA", "/y")
    places = set()
    for system in ("linux", "darwin", "win32"):
        monkeypatch.setattr(people.sys, "platform", system)
        places.add(people.data_folder())
    assert len(places) == 3


def test_ids_are_remembered_only_while_a_list_is_made(folder):
    ids = pd.Series(["ann", "bob", None, "ann"], dtype="str")
    with people.remembering() as names:
        numbers = people.hashed(ids, "etsy")
    assert names == {numbers[0]: "ann", numbers[1]: "bob"}
    people.hashed(pd.Series(["eve"], dtype="str"), "etsy")
    assert len(names) == 2
