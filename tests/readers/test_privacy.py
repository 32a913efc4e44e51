"""A name, a phone number and a place planted in every export stand in nothing that is written or said."""

import pytest
from export_files import FILES, PLANTED, SYNTHETIC, own_key, read_case, words_in  # noqa: F401 - a fixture

from shopkit.cli import main
from shopkit.labels import UserError
from shopkit.readers import read_shop

# ids of people, too, are gone: only their keyed hashes are kept
PEOPLE = ("900000001", "ottoline5", "peregrinex", "tansyv")


def _holds(text):
    return [word for word in (*PLANTED, *PEOPLE) if word.casefold() in text.casefold()]


@pytest.mark.parametrize("path", SYNTHETIC, ids=lambda p: p.name)
def test_nothing_personal_comes_out(path, tmp_path, capsys):
    assert _holds(words_in(path)), "a value must be planted, or this proves nothing"
    order = [f"--dates={part}" for part in path.name.split(".") if part in ("dmy", "mdy")]
    for command in ("read", "summary"):
        for options in ([], ["--json", "--lang", "zh"]):
            assert main([command, str(path), *order, *options]) == 0
    shop = read_case(path)
    shop.save(tmp_path)
    said = capsys.readouterr()
    written = "".join(p.read_bytes().decode("utf-8", "replace") for p in sorted(tmp_path.rglob("*")) if p.is_file())
    tables = "".join(shop.table(name).to_csv() for name in shop.tables)
    assert not _holds(said.out + said.err + written + tables + repr(shop) + repr(shop.ledger))


@pytest.mark.parametrize("path", [p for p in FILES if p.parent.name in ("etsy", "taobao")], ids=lambda p: p.name)
def test_errors_echo_nothing(path, tmp_path, capsys):
    lines = path.read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    broken = {
        "no_header.csv": b"\n".join(lines[1:]),
        "rows_cut.csv": b"\n".join([lines[0], *(line[: len(line) // 3] for line in lines[1:])]),
        "twice.csv": b"\n".join(line + b"," + line for line in lines),
        "personal_header.csv": b"\n".join([b"Zebrafish,Quillon,555-0147-7731", *lines[1:]]),
    }
    for name, data in broken.items():
        (tmp_path / name).write_bytes(data)
        for lang in ("en", "zh"):
            main(["read", str(tmp_path / name), "--lang", lang])
        with pytest.raises(UserError) as error:
            read_shop([tmp_path / name])
        assert not _holds(error.value.label.en + error.value.label.zh + repr(error.value))
    said = capsys.readouterr()
    assert said.out == "" and not _holds(said.err)
