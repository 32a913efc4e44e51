"""Publishing: one source to two languages, lessons put on a real export, which lessons an export can feed."""

from __future__ import annotations

from shopkit.labels import Label


def lesson_report(shop) -> dict[str, dict]:
    """What each lesson can do with this shop's tables.

    number → {"runs": bool, "needs": [all of its needs], "unmet": [those of the lesson as a whole that are not met],
    "missing": [all that are not met, of the lesson and of its sections], "sections": [{"title": {"en", "zh"}, "runs": bool,
    "missing": […]}]}. A lesson all of whose sections lack something does not run: its page would hold nothing but lacks.
    """
    from shopkit.publish.source import lesson_needs, parse, sections, sources

    report = {}
    for number, path in sources().items():
        notebook = parse(path)
        unmet = shop.missing(lesson_needs(notebook))
        parts = [(section, shop.missing(section.needs)) for section in sections(notebook)]
        report[number] = {
            "runs": not unmet and (not any(s.needs for s, _ in parts) or any(not missing for s, missing in parts if s.needs)),
            "unmet": list(unmet),
            "needs": list(dict.fromkeys(need.strip() for declared in (lesson_needs(notebook), *(s.needs for s, _ in parts))
                                        for need in declared.split(",") if need.strip())),
            "missing": list(dict.fromkeys([*unmet, *(need for _, missing in parts for need in missing)])),
            "sections": [{"title": s.title, "runs": not unmet and not missing, "missing": list(missing)}
                         for s, missing in parts if s.needs],
        }
    return report


def lacks(report: dict[str, dict], platforms=()) -> list[tuple[Label, list[Label], list[str]]]:
    """Of what lessons lack: an export, all that it would bring, and for which lessons; first what can be fetched today, the most useful first.

    report: of lesson_report(). platforms: those that the shop sells on; where none is known, platforms are named and not their menus.
    """
    from shopkit.readers.bring import brings, places, to_fetch
    from shopkit.schema import column
    from shopkit.shop import describe_need

    found: dict[str, tuple[Label, dict, set]] = {}
    today = set()
    for number, what in report.items():
        for need in what["missing"]:
            table, _, name = need.partition(".")
            export = brings(need, platforms)
            if not platforms and len(to_fetch(need)) > 1:  # every platform's menus would be a wall of text
                export = places(need)
            label = column(name, table).label if name else describe_need(table)
            _, labels, numbers = found.setdefault(export.en, (export, {}, set()))
            labels[label.en] = label
            numbers.add(number)
            if to_fetch(need, platforms):
                today.add(export.en)
    order = sorted(found, key=lambda export: (export not in today, -len(found[export][2])))
    return [(export, [*labels.values()], sorted(numbers)) for export, labels, numbers in map(found.get, order)]
