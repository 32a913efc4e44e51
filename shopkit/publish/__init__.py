"""Publishing: one source to two languages, lessons put on a real export, which lessons an export can feed."""

from __future__ import annotations


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
