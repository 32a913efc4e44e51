"""The world: shops drawn from a plan and a seed. Everybody else sees only their tables."""

from __future__ import annotations

from pathlib import Path

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.shop import CSV_ROWS, Shop

LOCALES = ("zh_CN", "en_US")


def draw_shop(seed: int = 2026, scale: float = 1.0, days: int | None = None, locale: str = "zh_CN", scenario: str = "demo",
              progress: bool = False) -> Shop:
    """A Shop in memory, drawn from the plan of a scenario.

    seed: another seed, another shop of the same kind. scale: multiplies the visitors, and the fixed costs with them,
    so that margins stay alike. days: from the plan's first day on (all of them if None). locale: where the shop is and
    the language of its own texts. scenario: a name of scenarios(). Raises UserError where a value makes no shop.

    >>> shop = draw_shop(seed=1, scale=0.1, days=7)
    >>> len(shop.shop_days)
    7
    """
    from shopkit.world.draw import draw

    plan = plan_of(scenario, seed, scale, days, locale)
    tables, _ = draw(plan, _bar(plan, progress))
    return _shop(plan, tables)


def make_shop(to, seed: int = 2026, locale: str = "zh_CN", days: int | None = None, scale: float = 1.0, scenario: str = "demo",
              progress: bool = False) -> Shop:
    """Draw a shop and write its folder: tables, shop.json, twins of the short tables in the other language, .truth/.

    to: the folder; the tables of a shop that is there already are replaced. The rest as draw_shop. Events go to the file
    day by day, so that memory stays flat however large the shop is. Returns the Shop that was written.
    """
    from shopkit.world.draw import draw
    from shopkit.world.truth import write_truth

    plan = plan_of(scenario, seed, scale, days, locale)
    folder = Path(to)
    folder.mkdir(parents=True, exist_ok=True)
    tables, words = draw(plan, _bar(plan, progress), events_to=folder / "drawing.parquet")
    drawn = tables["events"]
    long = engine.rows(drawn) > CSV_ROWS
    if not long:
        tables["events"] = engine.collect(engine.table(drawn))
        drawn.unlink()
    _shop(plan, {name: table for name, table in tables.items() if table is not drawn}).save(folder)
    if long:
        drawn.rename(folder / "events.parquet")
        tables["events"] = folder / "events.parquet"
    shop = _shop(plan, tables)
    other = "en" if plan.language == "zh" else "zh"
    for path in sorted(folder.glob("*.csv")):
        name = path.name.removesuffix(".csv")
        translated = words.twin(shop.table(name)) if name in shop.tables else None
        if translated is not None:
            translated.to_csv(folder / f"{name}.{other}.csv", index=False, lineterminator="\n", encoding="utf-8")
    write_truth(plan, folder, scenario)
    return shop


def scenarios() -> dict[str, Label]:
    """Name → story of every scenario that can be drawn."""
    from shopkit.world.stories import SCENARIOS

    return {name: make(2026, "zh_CN", None, 1.0).story for name, make in SCENARIOS.items()}


def open_truth(path):
    """The truth behind a shop folder that make_shop wrote: a Truth, whose `effect(cause, METRIC)` is what is so."""
    from shopkit.world.truth import read_truth

    return read_truth(path)


def plan_of(scenario: str, seed: int = 2026, scale: float = 1.0, days: int | None = None, locale: str = "zh_CN"):
    """The plan of a scenario; raises UserError where a value makes no shop."""
    from shopkit.world.stories import SCENARIOS

    if locale not in LOCALES:
        raise UserError(Label(f"locale is {locale!r}; choose one of {', '.join(LOCALES)}.",
                              f"locale 是 {locale!r}，请从 {'、'.join(LOCALES)} 中选一个。"), code="locale")
    if scenario not in SCENARIOS:
        raise UserError(Label(f"There is no scenario {scenario!r}; there are {', '.join(SCENARIOS)}.",
                              f"没有名为 {scenario!r} 的场景；有：{'、'.join(SCENARIOS)}。"), code="scenario")
    if not scale > 0 or (days is not None and days < 1) or seed < 0:
        raise UserError(Label("A shop needs scale > 0, days ≥ 1 and seed ≥ 0.",
                              "生成店铺要求 scale > 0、days ≥ 1、seed ≥ 0。"), code="plan")
    return SCENARIOS[scenario](seed, locale, days, scale)


def _shop(plan, tables):
    return Shop(tables, currency=plan.currency, locale=plan.locale, name=getattr(plan.name, plan.language))


def _bar(plan, shown):
    def bar(days, total):
        if not shown:
            return days
        from tqdm.auto import tqdm

        return tqdm(days, total=total, desc=str(plan.name), bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}")

    return bar
