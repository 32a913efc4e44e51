"""start.py: the learner's copies, when the environment is made anew, languages, handing on; one real start."""

import ast
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = (ROOT / "start.py").read_text(encoding="utf-8")
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


def load(path):
    spec = importlib.util.spec_from_file_location("start", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def start():
    return load(ROOT / "start.py")


@pytest.fixture
def clone(tmp_path):
    """A clone with nothing in it but start.py and what it looks at, under an awkward path."""
    folder = tmp_path / "新 建 folder" / "shopkit course"
    folder.mkdir(parents=True)
    for name in ("start.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


# --- old Pythons -----------------------------------------------------------------------------------------------


def test_an_old_python_is_told_so_in_both_languages():
    fake = f"import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path({str(ROOT / 'start.py')!r}, run_name='__main__')"
    told = subprocess.run([sys.executable, "-X", "utf8", "-c", fake], capture_output=True, encoding="utf-8")
    assert told.returncode == 1 and told.stdout == ""
    assert "needs Python 3.11 or newer, this is 3.8" in told.stderr and "需要 Python 3.11" in told.stderr
    assert "Traceback" not in told.stderr


def test_no_syntax_that_an_old_python_cannot_parse():
    new = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match, ast.AsyncFunctionDef, ast.Nonlocal)
    for node in ast.walk(ast.parse(SOURCE)):
        assert not isinstance(node, new), f"line {node.lineno}"
        assert not (isinstance(node, ast.Dict) and None in node.keys), f"line {node.lineno}: {{**x}}"
        assert not (isinstance(node, ast.Raise) and node.cause), f"line {node.lineno}: raise from"
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            assert not any(isinstance(part, ast.Starred) for part in node.elts), f"line {node.lineno}: [*x]"
        if isinstance(node, ast.Call):
            assert sum(isinstance(part, ast.Starred) for part in node.args) <= 1, f"line {node.lineno}: f(*a, *b)"
        if isinstance(node, ast.arguments):
            assert not node.kwonlyargs and not node.posonlyargs
    assert "coding: utf-8" in SOURCE.splitlines()[0]


def test_standard_library_only():
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names)


# --- language --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args, environ, expected",
    [
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {}, "en"),
        ([], {"LC_ALL": "zh_TW", "LANG": "en_US"}, "zh"),
        (["--lang", "zh"], {"LANG": "en_US"}, "zh"),
        (["--lang=en"], {"LANG": "zh_CN"}, "en"),
        (["apply", "shop.csv", "--lang", "zh"], {}, "zh"),
        (["read", "--language", "zh"], {}, "en"),
    ],
)
def test_language(start, args, environ, expected):
    assert start.language(args, environ, "linux") == expected


def test_every_text_is_there_in_both_languages(start):
    chinese = re.compile("[一-鿿]")
    for english, han in [*start.TEXT.values(), start.HELP]:
        assert not chinese.search(english) and chinese.search(han)
        assert english.count("%") == han.count("%")


# --- copies ----------------------------------------------------------------------------------------------------


def write_lesson(path, *sources, outputs=()):
    cells = [{"cell_type": "code", "source": [source], "outputs": list(outputs), "metadata": {}} for source in sources]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def shelf(tmp_path):
    write_lesson(tmp_path / "notebooks/en/00_first.ipynb", "open_shop(SHOP)")
    write_lesson(tmp_path / "notebooks/zh/00_first.ipynb", "open_shop(SHOP)  # 店铺")
    return tmp_path / "notebooks", tmp_path / "my-course"


def names(folder):
    return sorted(path.name for path in folder.glob("*.ipynb"))


def test_first_start_copies_both_languages(start, shelf):
    lessons, course = shelf
    copies, said = start.copy_lessons(lessons, course, "20260101")
    assert len(copies) == 2 and said == []
    for name in ("en/00_first.ipynb", "zh/00_first.ipynb"):
        assert (course / name).read_bytes() == (lessons / name).read_bytes()


def test_nothing_happens_when_nothing_is_new(start, shelf):
    start.copy_lessons(*shelf, "20260101")
    assert start.copy_lessons(*shelf, "20260102") == ([], [])


def test_an_unedited_copy_follows_the_course(start, shelf):
    lessons, course = shelf
    start.copy_lessons(*shelf, "20260101")
    write_lesson(lessons / "en/00_first.ipynb", "open_shop(SHOP).tables")
    assert start.copy_lessons(*shelf, "20260102")[1] == []
    assert "tables" in (course / "en/00_first.ipynb").read_text(encoding="utf-8")
    assert names(course / "en") == ["00_first.ipynb"]


def test_running_a_lesson_is_no_edit(start, shelf):
    lessons, course = shelf
    start.copy_lessons(*shelf, "20260101")
    write_lesson(course / "en/00_first.ipynb", "open_shop(SHOP)", outputs=[{"output_type": "stream", "text": "ran"}])
    ran = (course / "en/00_first.ipynb").read_bytes()
    assert start.copy_lessons(*shelf, "20260102") == ([], [])
    assert (course / "en/00_first.ipynb").read_bytes() == ran
    write_lesson(lessons / "en/00_first.ipynb", "open_shop(SHOP).tables")
    assert start.copy_lessons(*shelf, "20260103")[1] == []
    assert names(course / "en") == ["00_first.ipynb"]


def test_an_edited_copy_stays_and_the_newer_lesson_comes_beside_it_once(start, shelf):
    lessons, course = shelf
    start.copy_lessons(*shelf, "20260101")
    mine = course / "en/00_first.ipynb"
    write_lesson(mine, "open_shop('my-export.csv')")
    edited = mine.read_bytes()
    assert start.copy_lessons(*shelf, "20260102") == ([], [])  # edited, but the course has nothing newer

    write_lesson(lessons / "en/00_first.ipynb", "second edition")
    copies, said = start.copy_lessons(*shelf, "20260103")
    assert names(course / "en") == ["00_first.ipynb", "00_first.new-20260103.ipynb"]
    assert len(said) == 1 and "00_first.new-20260103.ipynb" in said[0] and len(copies) == 1
    assert start.copy_lessons(*shelf, "20260104") == ([], [])  # said once

    write_lesson(course / "en/00_first.new-20260103.ipynb", "my notes in the newer one")
    write_lesson(lessons / "en/00_first.ipynb", "third edition")
    start.copy_lessons(*shelf, "20260103")  # same day: that name is taken and is not overwritten
    assert "my notes" in (course / "en/00_first.new-20260103.ipynb").read_text(encoding="utf-8")
    start.copy_lessons(*shelf, "20260105")
    assert "third" in (course / "en/00_first.new-20260105.ipynb").read_text(encoding="utf-8")
    assert mine.read_bytes() == edited


def test_a_deleted_copy_comes_back(start, shelf):
    start.copy_lessons(*shelf, "20260101")
    mine = shelf[1] / "en/00_first.ipynb"
    mine.unlink()
    assert start.copy_lessons(*shelf, "20260102")[0] == [mine]
    assert mine.exists()


@pytest.mark.parametrize("damage", ["delete", "empty", "not json"])
def test_a_lost_record_costs_no_edit(start, shelf, damage):
    course = shelf[1]
    start.copy_lessons(*shelf, "20260101")
    write_lesson(course / "en/00_first.ipynb", "mine")
    record = course / ".copied.json"
    record.unlink() if damage == "delete" else record.write_text({"empty": "", "not json": "[1"}[damage])
    start.copy_lessons(*shelf, "20260102")
    assert "mine" in (course / "en/00_first.ipynb").read_text(encoding="utf-8")
    assert names(course / "en") == ["00_first.ipynb", "00_first.new-20260102.ipynb"]


def test_a_copy_that_is_no_notebook_any_more_is_an_edit(start, shelf):
    lessons, course = shelf
    start.copy_lessons(*shelf, "20260101")
    (course / "en/00_first.ipynb").write_text("half a fi")
    write_lesson(lessons / "en/00_first.ipynb", "second edition")
    start.copy_lessons(*shelf, "20260102")
    assert (course / "en/00_first.ipynb").read_text() == "half a fi"


def test_no_lessons_yet(start, tmp_path):
    assert start.copy_lessons(tmp_path / "notebooks", tmp_path / "my-course", "20260101") == ([], [])


# --- JupyterLab's settings -------------------------------------------------------------------------------------


def test_lab_speaks_the_language_and_keeps_the_learner_s_other_settings(start, tmp_path):
    plugin = tmp_path / "@jupyterlab/translation-extension/plugin.jupyterlab-settings"
    news = tmp_path / "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    start.configure_lab(tmp_path, "zh")
    assert json.loads(plugin.read_text()) == {"locale": "zh_CN"}
    assert json.loads(news.read_text()) == {"fetchNews": "false", "checkForUpdates": False}
    news.write_text('{\n    // Silence\n    "doNotDisturbMode": true\n}')  # JupyterLab writes comments
    start.configure_lab(tmp_path, "en")
    assert json.loads(plugin.read_text())["locale"] == "en"
    assert json.loads(news.read_text()) == {"doNotDisturbMode": True, "fetchNews": "false", "checkForUpdates": False}


# --- the environment -------------------------------------------------------------------------------------------


def test_stamp_decides_what_is_to_do(start):
    want = start.wanted_stamp(["lab"])
    full = dict(want, extras=["lab", "test"])
    assert start.to_do(want, want, HERE) == ""
    assert start.to_do(full, want, HERE) == ""
    assert start.to_do(want, full, HERE) == "install"
    assert start.to_do(dict(want, files="older"), want, HERE) == "install"
    assert start.to_do({}, want, HERE) == "install"  # made by hand
    assert start.to_do(dict(want, finished=False), want, HERE) == "unfinished"
    assert start.to_do(dict(want, root="/elsewhere"), want, HERE) == "moved"
    assert start.to_do(want, want, "3.9") == "python"
    assert start.to_do(want, want, None) == "broken"


def test_stamp_follows_the_files_that_name_the_packages(start, clone):
    before = start.wanted_stamp(["lab"], clone)
    assert before["root"] == str(clone) and before["python"] == HERE
    with open(clone / "constraints.txt", "a") as constraints:
        constraints.write("one-more==1.0\n")
    assert start.wanted_stamp(["lab"], clone)["files"] != before["files"]


@pytest.fixture
def dry(clone, monkeypatch):
    """start.py of a clone whose installers are only written down; `dry.uv` says whether there is uv."""
    start = load(clone / "start.py")
    start.commands, start.uv, start.runs = [], True, None
    monkeypatch.setattr(start.shutil, "which", lambda name: "/somewhere/uv" if start.uv else None)

    def output_of(*command):
        return start.runs if command[0] == str(start.PYTHON) else "uv 9"

    def install(command, env):
        start.commands.append([str(part) for part in command])
        start.VENV.mkdir(exist_ok=True)
        start.runs = HERE

    monkeypatch.setattr(start, "output_of", output_of)
    monkeypatch.setattr(start, "install", install)
    return start


def test_environment_with_uv(dry, capsys):
    dry.make_environment("lab")
    (uv, *make), (_, *install) = dry.commands
    assert make[0] == "venv" and str(dry.VENV) in make
    assert install == ["pip", "install", "--python", str(dry.PYTHON), "-c", "constraints.txt", "-e", ".[lab]"]
    assert "uv" in capsys.readouterr().err
    dry.make_environment("lab")
    assert len(dry.commands) == 2  # the second start installs nothing


def test_environment_with_pip_names_no_index(dry):
    dry.uv = False
    dry.make_environment("lab", "test")
    assert dry.commands[0][1:3] == ["-m", "venv"]
    assert dry.commands[1] == [str(dry.PYTHON), *"-m pip install -c constraints.txt -e .[lab,test]".split()]


def test_more_is_installed_into_what_is_there_and_less_takes_nothing_away(dry):
    dry.make_environment("lab")
    dry.make_environment("lab", "test")
    assert dry.commands[-1][-1] == ".[lab,test]"
    (dry.ROOT / "constraints.txt").write_text("changed==1\n")
    dry.make_environment("lab")
    assert dry.commands[-1][-1] == ".[lab,test]" and len(dry.commands) == 6


@pytest.mark.parametrize("stamp, reason", [({"finished": False}, "cut short"), ({"root": "/old"}, "moved")])
def test_a_stale_environment_is_made_anew_and_this_is_said(dry, capsys, stamp, reason):
    dry.make_environment("lab")
    (dry.VENV / "left-over").write_text("")
    dry.write_json(dry.STAMP, dict(dry.read_json(dry.STAMP), **stamp))
    dry.make_environment("lab")
    assert reason in capsys.readouterr().err and not (dry.VENV / "left-over").exists()


def test_an_interrupted_installation_is_noticed(dry, monkeypatch):
    writes_down = dry.install

    def stops(command, env):
        writes_down(command, env)
        if "-e" in command:
            raise KeyboardInterrupt

    monkeypatch.setattr(dry, "install", stops)
    with pytest.raises(KeyboardInterrupt):
        dry.make_environment("lab")
    assert dry.to_do(dry.read_json(dry.STAMP), dry.wanted_stamp(["lab"]), HERE) == "unfinished"


@pytest.mark.parametrize("lang, word", [("en", "sudo apt install python"), ("zh", "不能创建环境")])
def test_a_python_without_venv_is_told_what_to_install(dry, monkeypatch, lang, word):
    dry.uv, dry.LANG = False, lang
    monkeypatch.setattr(dry, "find_spec", lambda name: None if name == "ensurepip" else name)
    with pytest.raises(SystemExit, match=word):
        dry.make_environment("lab")
    assert not dry.commands


@pytest.mark.parametrize(
    "tail, cause",
    [
        ("error: Request failed after 3 retries\n cause: dns error", "network"),
        ("NewConnectionError: Failed to establish a new connection", "network"),
        ("ERROR: No matching distribution found for setuptools>=77", "network"),
        ("[Errno 13] Permission denied: '/srv/course/.venv'", "permission"),
        ("OSError: [Errno 30] Read-only file system", "permission"),
        ("[WinError 5] Access is denied", "permission"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("error: could not compile", "other"),
    ],
)
def test_causes(start, tail, cause):
    assert start.cause_of(tail) == cause


def test_a_failed_installer_shows_its_last_lines_and_no_traceback(start, capfd, monkeypatch):
    monkeypatch.setattr(start, "NEWEST", sys.version_info[:2])
    noise = "import sys; print('\\n'.join('line %d' % i for i in range(99))); sys.exit('Connection refused 网络')"
    with pytest.raises(SystemExit) as stop:
        start.install([sys.executable, "-X", "utf8", "-c", noise], dict(os.environ))
    assert "line 98" in str(stop.value) and "line 50" not in str(stop.value) and "网络" in str(stop.value)
    assert "check the network" in str(stop.value)
    assert capfd.readouterr().out == ""


def test_a_python_newer_than_the_pins_is_named_when_the_installation_fails(start, monkeypatch):
    monkeypatch.setattr(start, "NEWEST", (3, 10))
    with pytest.raises(SystemExit, match="newer than the pinned packages"):
        start.install([sys.executable, "-c", "raise SystemExit(1)"], dict(os.environ))


# --- the user's package index ----------------------------------------------------------------------------------

PIP = """\
:env:.find-links='/srv/wheels /srv/more'
:env:.disable-pip-version-check='1'
global.index-url='https://mirror.example/simple?a.b=c'
global.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'
global.find-links='/from/the/file'
freeze.index-url='https://not.example/this'
a line pip may print some day
"""


def test_uv_is_handed_the_settings_made_for_pip(start, tmp_path):
    given = start.uv_environment({"HOME": "/home/lin"}, PIP, tmp_path)
    assert given == {
        "HOME": "/home/lin",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple?a.b=c",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/srv/wheels,/srv/more",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_uv_s_own_settings_come_first(start, tmp_path):
    own = {"UV_INDEX_URL": "https://uv.example/simple"}
    assert start.uv_environment(own, PIP, tmp_path) == own
    (tmp_path / "uv").mkdir()
    (tmp_path / "uv/uv.toml").write_text("")
    assert start.uv_environment({}, PIP, tmp_path) == {}


# --- handing on ------------------------------------------------------------------------------------------------


@pytest.fixture
def made(clone):
    """A clone whose environment is ready and whose shopkit only says how it was called."""
    venv.create(clone / ".venv", symlinks=os.name != "nt")
    start = load(clone / "start.py")
    start.write_json(start.STAMP, start.wanted_stamp(["lab", "test"], clone))
    site = next((clone / ".venv").glob("[lL]ib/**/site-packages"))
    echo = "import json, os, sys\nprint(json.dumps([__spec__.name, sys.argv[1:], os.getcwd(), sys.flags.utf8_mode]))\n"
    for name in ("shopkit", "shopkit/publish", "pytest", "ruff"):
        (site / name).mkdir()
        (site / name / "__init__.py").touch()
        (site / name / "__main__.py").write_text(echo + "sys.exit(3 if 'shopkit' in __spec__.name else 0)\n")
    return clone


def call(clone, *args, cwd=None, **env):
    env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "", **env}
    command = [sys.executable, str(clone / "start.py"), *args]
    return subprocess.run(command, cwd=cwd or clone, env=env, capture_output=True, encoding="utf-8")


def test_a_command_is_handed_on_with_its_exit_code_and_a_clean_stdout(made, tmp_path):
    elsewhere = tmp_path / "我的 数据"
    elsewhere.mkdir()
    told = call(made, "summary", "订单 2026.csv", "--json", cwd=elsewhere)
    assert told.returncode == 3 and told.stderr == ""
    assert json.loads(told.stdout) == ["shopkit.__main__", ["summary", "订单 2026.csv", "--json"], str(elsewhere), 1]


def test_build_is_handed_to_publish(made):
    assert json.loads(call(made, "build", "03").stdout)[:2] == ["shopkit.publish.__main__", ["03"]]


def test_messages_of_its_own_go_to_stderr(made):
    if os.name != "posix":
        pytest.skip("the stand-in for uv is a shell script")
    shutil.rmtree(made / ".venv")
    (made / "uv").write_text("#!/bin/sh\necho \"uv's own words\"\n[ \"$1\" = --version ]\n")
    (made / "uv").chmod(0o755)
    told = call(made, "summary", "--json", PATH=f"{made}{os.pathsep}{os.environ['PATH']}")
    assert told.stdout == "" and told.returncode == 1
    assert "Installing into .venv/ with uv" in told.stderr and "uv's own words" in told.stderr
    assert "Traceback" not in told.stderr


def test_tests_run_everything_or_what_is_named(made):
    def pytest_arguments(*args):
        return json.loads(call(made, "test", *args).stdout)[1]

    assert pytest_arguments()[-3:] == ["tests", "notebooks/en", "notebooks/zh"]
    assert "--nbval" in pytest_arguments() and "loadscope" in pytest_arguments()
    assert pytest_arguments("-k", "funnel")[-5:] == ["-k", "funnel", "tests", "notebooks/en", "notebooks/zh"]
    assert pytest_arguments("start.py::test_x", "-x")[-2:] == ["start.py::test_x", "-x"]


def test_check_is_ruff_and_the_fast_tests(made):
    style, quick = map(json.loads, call(made, "check").stdout.splitlines())
    assert style[:2] == ["ruff.__main__", ["check", "."]]
    assert "not slow and not browser" in quick[1] and "--nbval" not in quick[1]


@pytest.mark.parametrize("lang, word", [("en", "the quick gate"), ("zh", "快速检查")])
def test_help_makes_nothing(clone, lang, word):
    told = call(clone, "--help", "--lang", lang)
    assert told.returncode == 0 and word in told.stdout
    assert not (clone / ".venv").exists()


def test_an_unknown_option_gets_the_help_and_makes_nothing(clone):
    told = call(clone, "--prot", "9000")
    assert told.returncode == 2 and "--port" in told.stderr and "Traceback" not in told.stderr
    assert not (clone / ".venv").exists()


# --- the whole of it -------------------------------------------------------------------------------------------


def status(url, token=None):
    request = urllib.request.Request(url, headers={"Authorization": f"token {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="ends the server by a signal")
def test_a_fresh_clone_opens_the_course_on_loopback_with_a_token(clone, tmp_path):
    # with the packages that these tests run on: whoever runs them has installed by start.py
    own = clone / ".venv"
    venv.create(own, symlinks=True)
    site = next(own.glob("[lL]ib/**/site-packages"))
    (site / "packages.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n")
    for name in ("share", "etc"):
        (own / name).symlink_to(Path(sys.prefix) / name)
    start = load(clone / "start.py")
    start.write_json(start.STAMP, start.wanted_stamp(["lab"], clone))
    for name in ("shopkit", "notebooks"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, clone)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path / "log.txt"
    command = [sys.executable, str(clone / "start.py"), "--no-browser", "--lang", "zh", "--port", str(port)]
    env = {**os.environ, "JUPYTER_TOKEN": "", "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
           "JUPYTER_DATA_DIR": str(tmp_path / "data")}  # fmt: skip
    with open(log, "wb") as words:
        server = subprocess.Popen(command, cwd=tmp_path, env=env, stdout=words, stderr=subprocess.STDOUT)
    try:
        token = None
        until = time.monotonic() + 120
        while not token and time.monotonic() < until and server.poll() is None:
            time.sleep(0.2)
            token = re.search(rf"http://127\.0\.0\.1:{port}/lab/tree/zh/\S*\?token=(\w+)", log.read_text(encoding="utf-8"))
        assert token, log.read_text(encoding="utf-8")
        api = f"http://127.0.0.1:{port}/api/contents"
        assert status(api) == 403 and status(api, "wrong") == 403
        assert status(api, token[1]) == 200
        assert names(clone / "my-course/zh") == names(ROOT / "notebooks/zh")
        listening = [line.split()[1] for line in Path("/proc/net/tcp").read_text().splitlines()] if sys.platform == "linux" else []
        assert all(place.startswith("0100007F:") for place in listening if place.endswith(f":{port:04X}"))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
