"""The command line: read, summary, apply, crm-list, clean, make-shop, doctor. Thin: it asks, the package answers, it prints."""

from __future__ import annotations

import argparse
import json
import os
import sys

from shopkit.labels import LANGUAGES, Label, UserError, format_value, language, set_language

DONE, FAILED, UNUSABLE, STOPPED = 0, 1, 2, 130


def main(argv=None) -> int:
    """Run one command; returns 0 when done, 2 where nothing can be used (one line per problem, on stderr)."""
    argv = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    set_language(_asked(argv) or system_language())
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments) or DONE
    except UserError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # whoever read our output has seen enough; nothing may be flushed to them any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print(Label("Stopped.", "已停止。"), file=sys.stderr)
        return STOPPED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(Label(f"{where}cannot be written or read ({type(error).__name__}).", f"{where}无法读写（{type(error).__name__}）。"), file=sys.stderr)
        return UNUSABLE
    except Exception as error:
        if os.environ.get("SHOPKIT_DEBUG"):
            raise
        # the error's own words may quote the file, so they stay out
        print(Label(f"Something is wrong inside shopkit ({type(error).__name__}). With SHOPKIT_DEBUG=1 it shows where; please report it.",
                    f"shopkit 内部出错（{type(error).__name__}）。设置 SHOPKIT_DEBUG=1 可以看到位置，欢迎反馈。"), file=sys.stderr)
        return FAILED


def system_language() -> str:
    """The language of this computer: "zh" where it speaks Chinese, else "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    if sys.platform == "win32":
        import ctypes

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04 else "en"
    import locale

    return "zh" if (locale.getlocale()[0] or "").lower().startswith("zh") else "en"


# commands ----------------------------------------------------------------------------------------------------------


def _read(arguments) -> None:
    if arguments.suggest:
        return _suggest(arguments)
    shop = _open(arguments)
    lessons = _lessons(shop)
    if arguments.json:
        _print_json({
            "currency": shop.currency,
            "tables": {name: {"rows": len(shop.table(name)), "derived": name in shop.derived} for name in shop.tables},
            "ledger": [entry.as_dict() for entry in shop.ledger],
            "personal_columns": list(shop.personal_columns),
            "lessons": {number: {"runs": what["runs"], "missing": list(what["missing"])} for number, what in lessons.items()},
            "ignored": [{"file": i.file, "code": i.code} for i in shop.ignored],
        })
    else:
        print("\n".join(map(str, [*_what_was_read(shop), *_what_can_run(lessons, shop.platforms)])))


def _suggest(arguments) -> None:
    from shopkit.readers import generic

    if len(arguments.paths) > 1:
        raise UserError(Label("--suggest drafts the mapping of one table: name one file.", "--suggest 一次只为一张表生成对照，请只写一个文件。"), code="arguments")
    print(generic.suggest(arguments.paths[0]), end="")


def _summary(arguments) -> None:
    from shopkit.metrics.summary import kind_of, label_of, summary

    shop = _open(arguments)
    numbers = summary(shop)
    if arguments.json:
        _print_json(numbers)
        return
    basis = {"people": Label("people", "人数"), "days": Label("visitor-days", "访客日")}
    for key, value in numbers.items():
        value = basis.get(value, value) if key == "conversion_basis" else value
        colon = Label(": ", "：")
        print(f"{label_of(key, numbers['conversion_basis'])}{colon}{format_value(value, kind_of(key), shop.currency)}")
    if None in numbers.values():
        print(Label("— these files cannot say; `read` names the exports that would.", "— 表示这些文件看不出来；read 会列出哪种导出能补上。"), file=sys.stderr)


def _apply(arguments) -> int:
    from pathlib import Path

    from shopkit.publish.apply import apply_lessons

    whole = apply_lessons(arguments.paths, arguments.to, language(), arguments.lesson, arguments.force, arguments.dates, arguments.map)
    page = Path(arguments.to) / "index.html"
    print(Label(f"Done. Open {page} in a browser.", f"完成。请用浏览器打开 {page}。"), file=sys.stderr)
    return DONE if whole else FAILED


def _crm_list(arguments) -> None:
    from shopkit.metrics.segments import stage_segment, write_list
    from shopkit.opening import open_shop
    from shopkit.readers.people import remembering
    from shopkit.schema import BASES, STAGES

    purpose = arguments.purpose or _ask(Label("What is this list for, in one sentence?", "这份名单做什么用？请用一句话写明："), "--purpose")
    days = arguments.delete_after or _ask(Label("After how many days will you delete it?", "几天后删除？"), "--delete-after")
    basis = arguments.basis or _ask(Label(f"On what legal basis ({' or '.join(BASES)})?", f"合法性基础是（{' 或 '.join(BASES)}）："), "--basis")
    with remembering() as names:
        shop = open_shop(*arguments.paths, dates=arguments.dates)
        segment = stage_segment(shop, arguments.stage, purpose=purpose, delete_after_days=int(days) if str(days).isdigit() else days,
                                legal_basis=basis, within_days=arguments.within)
        if segment.empty:
            raise UserError(Label(f"Nobody stands at this stage ({STAGES[arguments.stage].en}); nothing was written.",
                                  f"没有人处在这个阶段（{STAGES[arguments.stage].zh}），没有写出文件。"), code="nobody")
        unknown = [c for c in segment["customer_id"] if c not in names]
        if unknown:
            raise UserError(Label("These files do not hold the customers' own ids: give the platform's exports, not a shop folder.",
                                  "这些文件里没有客户原来的编号：请给平台导出的文件，而不是店铺文件夹。"), code="no_ids")
        segment.insert(0, "platform_id", segment.pop("customer_id").map(names))
        path = write_list(segment, arguments.to)
    told = format_value(len(segment), "count")
    print(Label(f"{told} customers written to {path}. Delete the list on {segment['delete_on'].iloc[0]:%Y-%m-%d}; it holds personal data.",
                f"已把 {told} 位客户写入 {path}。名单含个人信息，请在 {segment['delete_on'].iloc[0]:%Y-%m-%d} 删除。"), file=sys.stderr)


def _ask(question, option) -> str:
    """The answer to a question that a list of people may not be made without; an error that names the option where nobody can answer."""
    if not sys.stdin.isatty():
        raise UserError(Label(f"A list of people needs {option}: {question.en}", f"名单需要 {option}：{question.zh}"), code="arguments")
    print(question, end=" ", file=sys.stderr, flush=True)
    return input().strip()


def _clean(arguments) -> None:
    from pathlib import Path

    from shopkit.publish.clean import clean

    for path in map(Path, arguments.notebooks):
        told = format_value(clean(path), "count")
        print(Label(f"{path}: outputs of {told} cells taken out.", f"{path}：已清除 {told} 个单元格的输出。"), file=sys.stderr)


def _make_shop(arguments) -> None:
    from shopkit.world import make_shop

    if arguments.list:
        from shopkit.world import scenarios

        for name, story in scenarios().items():
            print(f"{name}  {story}")
        return
    if arguments.seed is None or arguments.to is None:
        raise UserError(Label("make-shop needs --seed N and --to DIR (or --list, to see the scenarios).",
                              "make-shop 需要 --seed N 和 --to DIR（想看有哪些场景，用 --list）。"), code="arguments")
    shop = make_shop(arguments.to, seed=arguments.seed, locale=arguments.locale, scale=arguments.scale, scenario=arguments.scenario, progress=True)
    tables = ", ".join(shop.tables)
    print(Label(f"A shop of its own is in {arguments.to}: {tables}. What is so lies in {arguments.to}/.truth; do not look before you have looked.",
                f"新店铺已写入 {arguments.to}：{tables}。真相在 {arguments.to}/.truth，先自己找，再去看。"), file=sys.stderr)


def _doctor(arguments) -> None:
    import platform
    from importlib import metadata
    from pathlib import Path

    import shopkit
    from shopkit.readers.people import data_folder

    def version(name):
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return str(Label("not installed", "未安装"))

    fonts = sorted(p.name for p in (Path(__file__).parent / "fonts").glob("*.[ot]tf"))
    folder = data_folder()
    colon = Label(": ", "：")
    lines = [
        (Label("shopkit", "shopkit"), shopkit.__version__),
        (Label("Python", "Python"), f"{platform.python_version()} · {platform.system()} {platform.machine()}"),
        *((Label(name, name), version(name)) for name in _PACKAGES),
        (Label("Chinese glyphs on charts", "图表中文字体"), ", ".join(fonts) or Label("missing: install shopkit again", "缺失，请重新安装 shopkit")),
        (Label("Language", "语言"), language()),
        (Label("Your data folder (key for customers' numbers)", "你的数据文件夹（客户编号的密钥）"),
         f"{folder} · {Label('there', '已有') if (folder / 'people.key').exists() else Label('made on first use', '首次使用时创建')}"),
    ]
    print("\n".join(f"{label}{colon}{value}" for label, value in lines))


_PACKAGES = ("pandas", "numpy", "duckdb", "narwhals", "matplotlib", "python-calamine", "jupyterlab", "jupyterlab-language-pack-zh-CN",
             "ipywidgets", "jupytext", "nbclient", "nbconvert")


# what read says ----------------------------------------------------------------------------------------------------


def _what_was_read(shop):
    for entry in shop.ledger:
        yield f"{entry.place}"
        yield f"  {entry.sentence()}"
        for line in entry.lines():
            yield f"  · {line}"
    if shop.ignored:
        yield Label("Left alone:", "未读取：")
        for one in shop.ignored:
            yield f"  · {one.label}"
    yield Label("Tables:", "表：")
    for name in shop.tables:
        rows = format_value(len(shop.table(name)), "count")
        derived = Label(", derived from the others", "，由其他表推导") if name in shop.derived else Label("", "")
        yield Label(f"  · {name}: {rows} rows{derived.en}", f"  · {name}：{rows} 行{derived.zh}")
    yield Label(f"Currency: {shop.currency or 'the files name none'}", f"货币：{shop.currency or '文件里没有'}")
    if shop.personal_columns:
        columns = shop.personal_columns
        yield Label(f"Personal columns, left out (people's ids only as keyed hashes): {', '.join(columns)}",
                    f"个人信息列，未读入（人的编号只保留加密值）：{'、'.join(columns)}")


def _what_can_run(lessons, platforms):
    from shopkit.publish import lacks

    if lessons:
        yield Label("Lessons:", "课程：")
    for number, what in lessons.items():
        sections = what.get("sections", [])
        able = sum(section["runs"] for section in sections)
        count = Label(f" ({able} of {len(sections)} sections that need data)", f"（需要数据的 {len(sections)} 节中有 {able} 节）") if sections else Label("", "")
        yield Label(f"  · {number} runs{count.en}.", f"  · {number} 可以用{count.zh}。") if what["runs"] else Label(f"  · {number} cannot run yet.", f"  · {number} 还不能用。")
    missing = lacks(lessons, platforms)
    if missing:
        yield Label("Which export would bring what is missing (the pages that `apply` writes say it section by section):", "缺的数据，哪种导出能补上（apply 生成的页面会逐节说明）：")
    for export, names, numbers in missing:
        en, zh = (mark.join(getattr(name, lang) for name in names) for mark, lang in ((", ", "en"), ("、", "zh")))
        yield Label(f"  · {export.en} → {en} (for {', '.join(numbers)})", f"  · {export.zh} → {zh}（第 {'、'.join(numbers)} 课）")


def _lessons(shop) -> dict:
    from shopkit.publish import lesson_report

    return lesson_report(shop)


def _open(arguments):
    from shopkit.opening import open_shop

    return open_shop(*arguments.paths, dates=arguments.dates, mapping=arguments.map)


def _print_json(value) -> None:
    print(json.dumps(value, ensure_ascii=False))


# arguments ---------------------------------------------------------------------------------------------------------


class _Format(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, str(Label("usage: ", "用法：")) if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options):
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Format, **options)
        self._positionals.title = str(Label("what to give", "参数"))
        self._optionals.title = str(Label("options", "选项"))
        self.add_argument("-h", "--help", action="help", help=str(Label("show this help", "显示帮助")))

    def error(self, message):
        self.print_usage(sys.stderr)
        print(Label(f"This command is not complete or not right: {message}", f"命令不完整或有误：{message}"), file=sys.stderr)
        raise SystemExit(UNUSABLE)


def _parser() -> _Parser:
    parser = _Parser(prog="python -m shopkit", description=str(Label("Run an online shop by its data.", "用数据经营网店。")))
    _add_lang(parser)
    commands = parser.add_subparsers(title=str(Label("commands", "命令")), metavar="", required=True, dest="command")

    def command(name, run, help):
        one = commands.add_parser(name, help=str(help), description=str(help))
        one.set_defaults(run=run)
        _add_lang(one)
        return one

    read = command("read", _read, Label("what your files are, what was read and left out, which lessons they can feed",
                                        "文件是什么、读到什么、略去什么、能带动哪些课"))
    summary = command("summary", _summary, Label("the numbers a shop owner asks first", "店主最先问的数字"))
    apply = command("apply", _apply, Label("put the lessons on your own files, as notebooks and pages", "把课程用在你自己的文件上，生成笔记本和网页"))
    for one in (read, summary, apply):
        _add_paths(one)
        one.add_argument("--map", action="append", metavar="FILE", help=str(Label(
            "a mapping by which a table of your own is read (read --suggest drafts one); may be given several times",
            "列对照文件，用来读自己的表格（read --suggest 可生成草稿）；可以写多次")))
    forms = read.add_mutually_exclusive_group()
    for one in (forms, summary):
        one.add_argument("--json", action="store_true", help=str(Label("as JSON, for other programs", "输出 JSON，供其他程序使用")))
    forms.add_argument("--suggest", action="store_true", help=str(Label(
        "draft the mapping for a table that is not known, as YAML", "为认不出的表格生成列对照草稿（YAML）")))
    apply.add_argument("--to", required=True, metavar="DIR", help=str(Label("the folder to write", "写到哪个文件夹")))
    apply.add_argument("--lesson", nargs="+", metavar="NN", help=str(Label("only these lessons: 00 03", "只要这几课：00 03")))
    apply.add_argument("--force", action="store_true", help=str(Label("overwrite what is there", "覆盖已有文件")))

    from shopkit.schema import BASES, STAGES

    crm = command("crm-list", _crm_list, Label("a list of customers for your CRM, with the platform's own ids, a purpose and an end",
                                               "给客户管理系统的名单：带平台原编号、用途和删除日期"))
    _add_paths(crm)
    crm.add_argument("--stage", required=True, choices=list(STAGES), help=str(Label("; ", "；")).join(f"{name}: {label}" for name, label in STAGES.items()))
    crm.add_argument("--purpose", metavar="TEXT", help=str(Label("what the list is for", "名单的用途")))
    crm.add_argument("--delete-after", type=int, metavar="DAYS", help=str(Label("after how many days it is deleted (1 to 365)", "几天后删除（1 到 365）")))
    crm.add_argument("--basis", choices=list(BASES), help=str(Label("; ", "；")).join(f"{name}: {label}" for name, label in BASES.items()))
    crm.add_argument("--within", type=int, default=14, metavar="DAYS", help=str(Label(
        "how long ago at most (not_back: at least), in days", "最多几天前（not_back：至少几天前）")))
    crm.add_argument("--to", required=True, metavar="FILE", help=str(Label("the csv file to write", "写到哪个 csv 文件")))

    tidy = command("clean", _clean, Label("take the outputs out of notebooks, so that no figure of your shop gets into git", "清除笔记本里的输出，避免店铺数据进入 git"))
    tidy.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help=str(Label("notebooks (.ipynb), changed in place", "笔记本（.ipynb），直接修改原文件")))

    make = command("make-shop", _make_shop, Label("draw a practice shop of your own", "生成一家练习用的店铺"))
    make.add_argument("--seed", type=int, metavar="N", help=str(Label("another number, another shop", "换一个数，换一家店")))
    make.add_argument("--to", metavar="DIR", help=str(Label("the folder to write", "写到哪个文件夹")))
    make.add_argument("--scenario", default="demo", metavar="NAME", help=str(Label("the shop's story; --list names them all", "店铺的故事；--list 列出全部")))
    make.add_argument("--scale", type=float, default=1.0, metavar="X", help=str(Label("how many times the visitors of the course's shop", "访客是课程店铺的多少倍")))
    make.add_argument("--locale", choices=("zh_CN", "en_US"), default="zh_CN", help=str(Label(
        "where the shop is: its prices, cities and the language of its own texts", "店开在哪里：价格、城市和店铺文字的语言")))
    make.add_argument("--list", action="store_true", help=str(Label("list the scenarios and their stories", "列出所有场景和故事")))

    command("doctor", _doctor, Label("versions, fonts, language and data folder", "版本、字体、语言和数据文件夹"))
    return parser


def _add_paths(parser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help=str(Label("files or folders that a platform exported", "平台导出的文件或文件夹")))
    parser.add_argument("--dates", choices=("dmy", "mdy"), help=str(Label(
        "3/4 is the 3rd of April (dmy) or March the 4th (mdy); needed only where a file leaves it open",
        "3/4 是 4 月 3 日（dmy）还是 3 月 4 日（mdy）；只有文件看不出来时才需要")))


def _add_lang(parser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=str(Label("en or zh", "en 或 zh")))


def _asked(argv) -> str | None:
    """The language named in the arguments: it must be known before the help can be written."""
    for at, argument in enumerate(argv):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and at + 1 < len(argv):
            value = argv[at + 1]
        if value in LANGUAGES:
            return value
    return None
