# -*- coding: utf-8 -*-
# ruff: noqa: UP009, UP031, UP036
"""Make the course's environment in .venv/, then open the course, test it, or hand a command to shopkit.

Standard library only. Even Python 2.7 can parse this file, so that it can say it is too old.
"""
import sys

if sys.version_info < (3, 11):
    sys.exit("shopkit needs Python 3.11 or newer, this is %d.%d. Start it with a newer one: python3.11 start.py\n"
             "shopkit 需要 Python 3.11 或更新版本，当前是 %d.%d。请用新版本启动：python3.11 start.py" % (sys.version_info[:2] * 2))

import argparse
import ast
import collections
import datetime
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

ROOT = Path(os.path.abspath(__file__)).parent
VENV, COURSE = ROOT / ".venv", ROOT / "my-course"
STAMP = VENV / "shopkit-stamp.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEWEST = (3, 14)  # newer Pythons find no ready-made packages at the pinned versions
NBVAL = "--nbval --nbval-current-env --nbval-sanitize-with tests/notebooks/sanitize.cfg".split()
# loadscope: a notebook's cells stay in one worker; no reorder: the tests say themselves which modules come first
WORKERS = "-n 2 --dist loadscope --no-loadscope-reorder".split()

HELP = ("""\
python start.py [--lang en|zh] [--no-browser] [--port N]  open the course on copies of your own, in my-course/
python start.py test [pytest options and files]           all tests
python start.py check                                     the quick gate
python start.py build ...                                 notebooks/source -> notebooks/en and notebooks/zh
python start.py read|summary|apply|doctor ...             python -m shopkit ..., with nothing to activate
The first start makes .venv/, with uv where there is one, else with venv and pip. It needs the network.""", """\
python start.py [--lang en|zh] [--no-browser] [--port N]  打开课程，你用的是 my-course/ 里自己的副本
python start.py test [pytest 选项和文件]                  全部测试
python start.py check                                     快速检查
python start.py build ...                                 notebooks/source -> notebooks/en 和 notebooks/zh
python start.py read|summary|apply|doctor ...             即 python -m shopkit ...，无需激活环境
首次启动会创建 .venv/（有 uv 就用 uv，否则用 venv 和 pip），需要联网。""")

TEXT = {
    "making": ("Installing into .venv/ with %s. The first time takes up to a few minutes.",
               "正在用 %s 安装到 .venv/，首次需要几分钟。"),
    "broken": (".venv/ does not work here: it is made anew.", ".venv/ 在这里无法使用，现在重新创建。"),
    "unfinished": ("The last installation was cut short: .venv/ is made anew.", "上次安装没有完成，现在重新创建 .venv/。"),
    "moved": ("The folder has moved: .venv/ is made anew.", "文件夹移动过，现在重新创建 .venv/。"),
    "python": (".venv/ belongs to another Python: it is made anew.", ".venv/ 属于另一个版本的 Python，现在重新创建。"),
    "no venv": ("This Python cannot make environments. Debian, Ubuntu: sudo apt install python%d.%d-venv; elsewhere "
                "install uv, or Python from python.org. Then start again.",
                "这个 Python 不能创建环境。Debian、Ubuntu 请运行 sudo apt install python%d.%d-venv；"
                "其他系统请安装 uv，或从 python.org 安装 Python，然后重新启动。"),
    "failed": ("The installation failed. Its last lines:\n%s\n", "安装失败，最后几行输出：\n%s\n"),
    "network": ("Packages could not be fetched: check the network and start again. Where the line is slow, a mirror "
                "helps: python -m pip config set global.index-url ADDRESS",
                "软件包下载失败：请检查网络后重新启动。网络慢时可设置镜像：python -m pip config set global.index-url 镜像地址"),
    "permission": ("A file cannot be written: close JupyterLab if it is open, or move the folder to one of your own.",
                   "文件无法写入：请关闭已打开的 JupyterLab，或把文件夹移到你自己的目录下。"),
    "disk": ("The disk is full: free 2 GB and start again.", "磁盘已满：请腾出 2 GB 后重新启动。"),
    "too new": ("Python %d.%d is newer than the pinned packages: start with Python %d.%d.",
                "Python %d.%d 比锁定的软件包更新：请用 Python %d.%d 启动。"),
    "other": ("Delete the folder .venv and start again; if that fails too, send us these lines.",
              "请删除 .venv 文件夹后重新启动；若仍失败，请把这几行发给我们。"),
    "newer": ("%s is newer in the course; you edited yours, so the newer one is beside it: %s",
              "课程更新了 %s；你的副本改过，新版放在旁边：%s"),
    "empty": ("There are no lessons in notebooks/%s yet.", "notebooks/%s 里还没有课程。"),
    "opening": ("Opening the browser; if no page comes, copy the last address below into it. Ctrl-C ends the course.",
                "正在打开浏览器；若没有出现页面，请把下面最后一个网址复制到浏览器。按 Ctrl-C 结束课程。"),
}
CAUSES = (("permission", r"permission denied|access is denied|read-only file|拒绝访问"), ("disk", r"no space left"),
          ("network", r"resolv|timed? ?out|connect|\bdns\b|network|certificate|no matching distribution"))
LANG = "en"


def words(key, *values):
    return TEXT[key][LANG == "zh"] % values


def say(text):
    sys.stderr.write(text + "\n")  # stdout belongs to the command that is handed on


def language(args, environ=os.environ, platform=sys.platform):
    """--lang where it is given, else the language of the operating system."""
    asked = re.search(r"\0--lang[=\0](en|zh)\0", "\0%s\0" % "\0".join(args))
    told = asked[1] if asked else next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not told and platform == "win32":
        import ctypes
        told = "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 4 else "en"
    elif not told and platform == "darwin":
        told = output_of("defaults", "read", "-g", "AppleLocale") or ""
    return "zh" if told.lower().startswith("zh") else "en"


def output_of(*command):
    """What a command prints; None where it fails."""
    try:
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8", errors="replace").stdout
    except (OSError, subprocess.SubprocessError):
        return None


def read_json(path):
    """The object in a JSON file, JupyterLab's comment lines aside; {} where there is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        found = json.loads("\n".join(line for line in lines if not line.lstrip().startswith("//")))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def wanted_stamp(extras, root=ROOT):
    files = (root / "pyproject.toml").read_bytes() + (root / "constraints.txt").read_bytes()
    return {"files": hashlib.sha256(files).hexdigest(), "python": "%d.%d" % sys.version_info[:2],
            "root": str(root), "extras": sorted(extras), "finished": True}


def to_do(have, want, runs):
    """'' where .venv/ serves as it is, 'install' where packages are missing in it, else why it is made anew.

    `have` is its stamp ({}: made by other hands), `runs` the version of its Python (None: it does not start).
    """
    if runs != want["python"]:
        return "python" if runs else "broken"
    if not have.get("finished", not have):
        return "unfinished"
    if have and have["root"] != want["root"]:
        return "moved"
    same = have.get("files") == want["files"] and set(want["extras"]) <= set(have["extras"])
    return "" if same else "install"


def uv_environment(environ, listing, home=None):
    """uv does not read pip's settings: hand it those that `pip config list` prints, unless it has its own."""
    home = home or Path(environ.get("APPDATA") or environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    own = ("UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX", "UV_FIND_LINKS", "UV_CONFIG_FILE")
    if (home / "uv/uv.toml").exists() or any(name.startswith(own) for name in environ):
        return dict(environ)
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS",
             "no-index": "UV_NO_INDEX", "trusted-host": "UV_INSECURE_HOST", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    given = {"UV_INDEX_STRATEGY": "unsafe-best-match"}  # of several indexes pip takes the best, not the first
    for line in sorted(listing.splitlines(), key=lambda line: line.startswith(":env:")):  # variables beat files
        found = re.fullmatch(r"(global|install|:env:)\.([^.=]+)=(.*)", line)
        if found and found[2] in names:
            given[names[found[2]]] = ("," if found[2] == "find-links" else " ").join(ast.literal_eval(found[3]).split())
    return dict(given, **environ)


def cause_of(tail):
    return next((cause for cause, pattern in CAUSES if re.search(pattern, tail, re.I)), "other")


def install(command, env):
    """Run an installer, its newest line on the screen; if it fails, stop with its last lines and what to do."""
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env, encoding="utf-8", errors="replace",
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    last = collections.deque(maxlen=12)
    for line in child.stdout:
        last.append("  " + line.rstrip())
        if sys.stderr.isatty():
            sys.stderr.write("\r%-76s\r" % line.strip()[:76])
    if child.wait():
        tail = "\n".join(last)
        hint = words("too new", *(sys.version_info[:2] + NEWEST)) if sys.version_info[:2] > NEWEST else words(cause_of(tail))
        sys.exit(words("failed", tail) + hint)


def make_environment(*extras):
    """See that .venv/ holds shopkit with these extras, at the pinned versions."""
    want, have = wanted_stamp(extras), read_json(STAMP)
    runs = output_of(str(PYTHON), "-c", "import sys; print('%d.%d' % sys.version_info[:2], end='')")
    reason = to_do(have, want, runs) if VENV.exists() else "install"
    if not reason:
        return
    if reason == "install":
        want["extras"] = sorted(set(extras) | set(have.get("extras", [])))
    else:
        say(words(reason))
        shutil.rmtree(VENV)
    base = getattr(sys, "_base_executable", "") or sys.executable  # not that of a .venv/ which may be active
    env = dict(os.environ, PYTHONUTF8="1")
    uv = shutil.which("uv")
    uv = uv if uv and output_of(uv, "--version") else None
    if not uv and not (find_spec("venv") and find_spec("ensurepip")):
        sys.exit(words("no venv", *sys.version_info[:2]))
    say(words("making", "uv" if uv else "pip"))
    if uv:
        env = uv_environment(env, output_of(base, "-m", "pip", "config", "list") or "")
        install([uv, "venv", "--allow-existing", "--python", base, VENV], env)
        installer = [uv, "pip", "install", "--python", PYTHON]
    else:
        install([base, "-m", "venv", VENV], env)
        installer = [PYTHON, "-m", "pip", "install"]
    write_json(STAMP, dict(want, finished=False))
    install(installer + ["-c", "constraints.txt", "-e", ".[%s]" % ",".join(want["extras"])], env)
    write_json(STAMP, want)


def fingerprints(path):
    """Of a notebook's bytes, and of what is written in its cells: running a lesson is no edit of it."""
    content = path.read_bytes()
    text = content
    try:
        cells = json.loads(content)["cells"]
        text = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells]).encode()
    except (ValueError, KeyError, TypeError):
        pass
    return {"file": hashlib.sha256(content).hexdigest(), "text": hashlib.sha256(text).hexdigest()}


def copy_lessons(lessons, course, today):
    """Bring the lessons into the learner's folder, never over an edit; return the copies made and what to say."""
    record, copies, said = read_json(course / ".copied.json"), [], []
    for source in sorted(lessons.glob("en/*.ipynb")) + sorted(lessons.glob("zh/*.ipynb")):
        name = source.relative_to(lessons).as_posix()
        mine, known, now = course / name, record.get(name, {}), fingerprints(source)
        if mine.exists() and fingerprints(mine)["text"] not in (known.get("text"), now["text"]):  # edited
            beside = mine.with_name("%s.new-%s.ipynb" % (mine.stem, today))
            if now["text"] not in (known.get("text"), known.get("beside")) and not beside.exists():
                copies.append(shutil.copyfile(source, beside))
                record[name] = dict(known, beside=now["text"])
                said.append(words("newer", name, beside.name))
        elif not mine.exists() or known.get("file") != now["file"]:
            mine.parent.mkdir(parents=True, exist_ok=True)
            copies.append(shutil.copyfile(source, mine))
            record[name] = now
    write_json(course / ".copied.json", record)
    return copies, said


def configure_lab(settings, lang):
    """Menus in the course's language; no news and no update checks, which would need the network."""
    for name, values in (("translation-extension/plugin", {"locale": {"en": "en", "zh": "zh_CN"}[lang]}),
                         ("apputils-extension/notification", {"fetchNews": "false", "checkForUpdates": False})):
        path = settings / "@jupyterlab" / (name + ".jupyterlab-settings")
        write_json(path, dict(read_json(path), **values))


def become(*command, **env):
    """Run the environment's Python in this process's place: its output, its signals, its exit code."""
    command, env = [str(PYTHON)] + list(command), dict(os.environ, PYTHONUTF8="1", **env)
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(command[0], command, env)
    child = subprocess.Popen(command, env=env)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the child to answer
    return child.wait()


def open_course(lang, browser, port):
    make_environment("lab")
    copies, said = copy_lessons(ROOT / "notebooks", COURSE, datetime.date.today().strftime("%Y%m%d"))
    for line in said:
        say(line)
    if copies:  # sign them, else JupyterLab shows their tables without style
        output_of(str(PYTHON), "-m", "nbformat.sign", *map(str, copies))
    (COURSE / lang).mkdir(exist_ok=True)
    first = min((path.name for path in (COURSE / lang).glob("*.ipynb")), default="")
    say(words("opening") if first else words("empty", lang))
    home = COURSE / ".jupyter"  # the course's own settings; those of the learner's other JupyterLab stay as they are
    configure_lab(home / "settings", lang)
    os.environ.pop("JUPYTER_TOKEN", None)  # the server draws a fresh one
    options = ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=%d" % port, "--ServerApp.root_dir=%s" % COURSE,
               "--LabApp.default_url=/lab/tree/%s/%s" % (lang, quote(first)),
               "--LabApp.extension_manager=readonly", "--Application.log_level=ERROR"]
    options += [] if browser else ["--no-browser"]
    options += ["--allow-root"] if os.name == "posix" and os.geteuid() == 0 else []
    return become("-m", "jupyterlab", *options, JUPYTER_CONFIG_DIR=str(home), JUPYTER_PREFER_ENV_PATH="1",
                  JUPYTERLAB_SETTINGS_DIR=str(home / "settings"), JUPYTERLAB_WORKSPACES_DIR=str(home / "workspaces" / lang))


def test(args):
    make_environment("lab", "test")
    os.chdir(ROOT)
    chosen = any(Path(arg.split("::")[0]).exists() for arg in args)
    return become("-m", "pytest", *(NBVAL + WORKERS + args + ([] if chosen else ["tests", "notebooks/en", "notebooks/zh"])))


def check(args):
    make_environment("lab", "test")
    os.chdir(ROOT)
    style = subprocess.call([str(PYTHON), "-m", "ruff", "check", "."])
    return style or become("-m", "pytest", *(WORKERS + ["-m", "not slow and not browser"] + args))


def main(args):
    global LANG
    LANG = language(args)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        if args[:1] in (["-h"], ["--help"]):
            print(HELP[LANG == "zh"])
            return 0
        if not args or args[0].startswith("-"):
            options = argparse.ArgumentParser(add_help=False, usage="\n" + HELP[LANG == "zh"])
            options.add_argument("--lang", choices=["en", "zh"], default=LANG)
            options.add_argument("--no-browser", action="store_true")
            options.add_argument("--port", type=int, default=8888)
            asked = options.parse_args(args)
            return open_course(asked.lang, not asked.no_browser, asked.port)
        if args[0] in ("test", "check"):
            return {"test": test, "check": check}[args[0]](args[1:])
        make_environment("lab")
        return become("-m", *(["shopkit.publish"] + args[1:] if args[0] == "build" else ["shopkit"] + args))
    except OSError as error:
        say("%s\n%s" % (error, words(cause_of(str(error)))))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
