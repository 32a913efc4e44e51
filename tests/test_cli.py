"""The command line: exact JSON on stdout alone, one clear line per problem, the right exit code, both languages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shopkit import cli
from shopkit.labels import language
from shopkit.metrics.summary import KEYS
from tests.readers.bad_files import BAD_FILES

TESTS = Path(__file__).resolve().parent
US = TESTS / "exports" / "etsy" / "sold_orders_us.synthetic.csv"
LOG = TESTS / "exports" / "taobao" / "behaviour_codes.synthetic.csv"


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("SHOPKIT_DATA", str(tmp_path_factory.mktemp("data")))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def _run(capsys, *arguments):
    code = cli.main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_read_json_has_the_agreed_shape(capsys):
    code, out, err = _run(capsys, "read", US, "--json", "--lang", "zh")
    assert code == 0 and err == ""
    said = json.loads(out)
    assert {"currency", "tables", "ledger", "personal_columns", "lessons"} <= set(said)
    assert said["currency"] == "USD"
    assert said["tables"]["orders"] == {"rows": 7, "derived": False} and said["tables"]["shop_days"]["derived"] is True
    (entry,) = said["ledger"]
    assert {"file", "section", "platform", "report", "tables", "rows_read", "rows_kept", "rows_set_aside", "reasons"} <= set(entry)
    assert entry["file"] == US.name and entry["tables"] == ["orders"]
    assert (entry["rows_read"], entry["rows_kept"], entry["rows_set_aside"]) == (14, 7, 7)
    assert {"code": "broken_row", "rows": 2, "row_numbers": [12, 17]} in entry["reasons"]
    assert all(set(lesson) == {"runs", "missing"} for lesson in said["lessons"].values())
    assert said["lessons"]["00"]["runs"] and not said["lessons"]["03"]["runs"] and "events" in said["lessons"]["03"]["missing"]


def test_summary_json_has_exactly_the_agreed_keys(capsys):
    code, out, err = _run(capsys, "summary", LOG, "--json")
    said = json.loads(out)
    assert code == 0 and err == "" and tuple(said) == KEYS
    assert said["visitors"] == 4 and said["paid_amount"] is None and said["conversion_basis"] == "people"


@pytest.mark.parametrize(("lang", "words"), [
    ("en", ["Etsy, sold orders → orders. 14 rows read = 7 kept + 7 set aside.", "Personal columns, left out", "Lessons:", "03 cannot run",
            "Which export would bring what is missing", "only elsewhere: Taobao/Tmall"]),
    ("zh", ["Etsy 已售订单 → orders。读到 14 行 = 采用 7 行 + 未采用 7 行。", "个人信息列，未读入", "课程：", "03 还不能用", "哪种导出能补上", "只有别的平台有：淘宝/天猫"]),
])
def test_read_in_words(capsys, lang, words):
    code, out, err = _run(capsys, "read", US, "--lang", lang)
    assert code == 0 and err == "" and [w for w in words if w not in out] == []


def test_summary_in_words(capsys):
    code, out, err = _run(capsys, "summary", US, "--lang", "en")
    assert code == 0 and "Spend per order: $202.21" in out and "Visitors: —" in out and "`read`" in err
    code, out, _ = _run(capsys, "summary", LOG, "--lang", "zh")
    assert "支付转化率：25.0%" in out and "转化率口径：人数" in out and "访客数：4" in out


@pytest.mark.parametrize("name", [*BAD_FILES, "missing.csv"])
@pytest.mark.parametrize("command", ["read", "summary"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_unusable_files(capsys, tmp_path, name, command, lang):
    if name in BAD_FILES:
        (tmp_path / name).write_bytes(BAD_FILES[name][0])
    before = sorted(tmp_path.rglob("*"))
    code, out, err = _run(capsys, command, tmp_path / name, "--json", "--lang", lang)
    assert code == 2 and out == ""
    assert len(err.splitlines()) == 1 and name in err and "Traceback" not in err
    assert any("\u4e00" <= c <= "\u9fff" for c in err) == (lang == "zh")
    assert sorted(tmp_path.rglob("*")) == before and not list(Path(os.environ["SHOPKIT_DATA"]).iterdir())


@pytest.mark.parametrize("name", ["locked.xlsx", "missing.csv"])
def test_apply_writes_nothing_where_nothing_is_usable(capsys, tmp_path, name):
    if name in BAD_FILES:
        (tmp_path / name).write_bytes(BAD_FILES[name][0])
    code, out, err = _run(capsys, "apply", tmp_path / name, "--to", tmp_path / "out")
    assert code == 2 and out == "" and len(err.splitlines()) == 1 and not (tmp_path / "out").exists()


def test_each_problem_has_a_line(capsys, tmp_path):
    code, out, err = _run(capsys, "read", tmp_path / "a.csv", US, tmp_path / "b.csv")
    assert code == 2 and out == "" and len(err.splitlines()) == 2


def test_dates_option(capsys, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("Sale Date,Order ID,Number of Items,Currency,Order Value,Discount Amount\n3/4/2026,1,1,USD,10,0\n")
    code, _, err = _run(capsys, "summary", path, "--json")
    assert code == 2 and "--dates dmy" in err
    assert json.loads(_run(capsys, "summary", path, "--json", "--dates", "dmy")[1])["first_day"] == "2026-04-03"
    assert json.loads(_run(capsys, "summary", path, "--json", "--dates", "mdy")[1])["first_day"] == "2026-03-04"


def test_language_of_the_computer(monkeypatch):
    for value, wanted in (("zh_CN.UTF-8", "zh"), ("zh_TW", "zh"), ("de_DE", "en"), ("C", "en")):
        monkeypatch.setenv("LC_ALL", value)
        assert cli.system_language() == wanted


def test_help_speaks_the_language(capsys):
    for arguments, words in ((["--help", "--lang", "zh"], ["用法：", "命令", "店主最先问的数字"]), (["read", "-h"], ["usage: ", "JSON"])):
        with pytest.raises(SystemExit) as stop:
            cli.main(arguments)
        out = capsys.readouterr().out
        assert stop.value.code == 0 and [w for w in words if w not in out] == []


def test_an_incomplete_command(capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main(["read", "--lang", "zh"])
    assert stop.value.code == 2 and "命令不完整" in capsys.readouterr().err


def test_doctor(capsys):
    code, out, _ = _run(capsys, "doctor", "--lang", "zh")
    assert code == 0 and "pandas" in out and language() == "zh" and "数据文件夹" in out


def test_a_course_shop_is_summed_too(capsys):
    code, out, _ = _run(capsys, "summary", "demo", "--json")
    said = json.loads(out)
    assert code == 0 and said["currency"] == "CNY" and said["pay_conversion"] > 0


def test_make_shop(capsys, tmp_path):
    code, out, _ = _run(capsys, "make-shop", "--seed", 3, "--to", tmp_path / "shop", "--locale", "en_US")
    assert code == 0 and out == "" and (tmp_path / "shop" / "shop.json").exists()


def test_an_error_of_ours_is_one_line(capsys, monkeypatch):
    monkeypatch.delenv("SHOPKIT_DEBUG", raising=False)
    monkeypatch.setattr(cli, "_open", lambda arguments: 1 / 0)
    code, out, err = _run(capsys, "summary", US)
    assert code == 1 and out == "" and len(err.splitlines()) == 1 and "ZeroDivisionError" in err


def test_as_a_program_with_chinese_paths_and_a_narrow_terminal(tmp_path):
    folder = tmp_path / "我的 店铺"
    folder.mkdir()
    (folder / "订单.csv").write_bytes(US.read_bytes())
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "zh_CN.UTF-8", "PYTHONPATH": str(TESTS.parent)}

    def run(*arguments):
        return subprocess.run([sys.executable, "-m", "shopkit", *arguments], capture_output=True, env=environment, cwd=tmp_path)

    done = run("read", str(folder))
    assert done.returncode == 0 and "订单.csv" in done.stdout.decode("utf-8") and "未采用 7 行" in done.stdout.decode("utf-8")
    failed = run("read", str(folder / "没有.csv"))
    assert failed.returncode == 2 and failed.stdout == b"" and "没有这个文件" in failed.stderr.decode("utf-8")


LIST = ("crm-list", US, "--stage", "not_back", "--within", "2", "--lang", "en")


def test_a_list_brings_the_platforms_own_ids_back(capsys, tmp_path):
    path = tmp_path / "list.csv"
    code, out, err = _run(capsys, *LIST, "--purpose", "say hello once", "--delete-after", "20", "--basis", "consent", "--to", path)
    assert code == 0 and out == "" and "tansyv" not in err and "personal data" in err
    written = path.read_text(encoding="utf-8-sig").splitlines()
    assert written[1:] == ['"tansyv","not_back","2025-12-28","3000000006","say hello once","consent","2026-01-20"']


@pytest.mark.parametrize("given", [[], ["--purpose", "x"], ["--purpose", "x", "--delete-after", "20"], ["--delete-after", "0", "--purpose", "x", "--basis", "consent"]])
def test_no_list_without_purpose_end_and_basis(capsys, tmp_path, given):
    path = tmp_path / "list.csv"
    code, out, err = _run(capsys, *LIST, *given, "--to", path)
    assert code == 2 and len(err.splitlines()) == 1 and not path.exists()


def test_no_list_from_a_shop_that_knows_only_numbers(capsys, tmp_path):
    code, _, err = _run(capsys, "crm-list", "demo", "--stage", "not_back", "--purpose", "x", "--delete-after", "9", "--basis", "consent",
                        "--to", tmp_path / "list.csv")
    assert code == 2 and "own ids" in err and not (tmp_path / "list.csv").exists()


def _own_table(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("Order no,Order date,Net (EUR),Customer name\n1,2026-01-02,5.50,Quillon\n2,2026-01-03,6,Quillon\n", encoding="utf-8")
    return table


def test_suggest_then_map(capsys, tmp_path):
    table, mapping = _own_table(tmp_path), tmp_path / "own.yaml"
    code, out, err = _run(capsys, "read", "--suggest", table, "--lang", "en")
    assert code == 0 and err == "" and 'paid_amount: "Net (EUR)"  # ' in out and 'not mapped: "Customer name"' in out and "Quillon" not in out
    assert "确定" in _run(capsys, "read", "--suggest", table, "--lang", "zh")[1]
    mapping.write_text(out, encoding="utf-8")
    code, out, err = _run(capsys, "read", "--map", mapping, table, "--json")
    said = json.loads(out)
    assert code == 0 and err == "" and said["ledger"][0]["platform"] == "own" and said["tables"]["orders"]["rows"] == 2
    assert said["personal_columns"] == ["Customer name"]
    code, out, _ = _run(capsys, "summary", "--map", mapping, table, "--json")
    assert code == 0 and json.loads(out)["paid_amount"] == 11.5 and json.loads(out)["currency"] == "EUR"


@pytest.mark.parametrize(("lang", "words"), [("en", "no column"), ("zh", "没有")])
def test_a_wrong_mapping_is_a_sentence(capsys, tmp_path, lang, words):
    (tmp_path / "m.yaml").write_text("table: orders\ncolumns: {order_id: Order no, ordered_at: Order date, nett: Net}\n")
    code, out, err = _run(capsys, "read", "--map", tmp_path / "m.yaml", _own_table(tmp_path), "--lang", lang)
    assert code == 2 and out == "" and words in err and "nett" in err and len(err.splitlines()) == 1


def test_suggest_takes_one_table_and_no_json(capsys, tmp_path):
    table = _own_table(tmp_path)
    code, out, err = _run(capsys, "read", "--suggest", table, table)
    assert code == 2 and out == "" and "one file" in err
    code, out, err = _run(capsys, "read", "--suggest", tmp_path / "none.csv")
    assert code == 2 and out == "" and "none.csv" in err
    with pytest.raises(SystemExit) as stop:
        cli.main(["read", "--suggest", "--json", str(table)])
    assert stop.value.code == 2


def test_apply_hands_the_mapping_on(capsys, tmp_path):
    table, mapping = _own_table(tmp_path), tmp_path / "own.yaml"
    mapping.write_text('table: orders\ncolumns: {order_id: Order no, ordered_at: Order date, paid_amount: "Net (EUR)"}\n')
    code, _, err = _run(capsys, "apply", "--map", mapping, table, "--to", tmp_path / "out", "--lesson", "00")
    assert code == 0, err
    (notebook,) = (tmp_path / "out").glob("*.ipynb")
    cells = "".join("".join(cell["source"]) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code")
    assert f"open_shop(SHOP, mapping=[{mapping.resolve().as_posix()!r}])" in cells
