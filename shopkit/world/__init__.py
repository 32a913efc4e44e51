"""The world: shops drawn from a plan and a seed. Everybody else sees only their tables."""

from __future__ import annotations

from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.shop import Shop

LOCALES = ("zh_CN", "en_US")


def draw_shop(seed: int = 2026, scale: float = 1.0, days: int | None = None, locale: str = "zh_CN", progress: bool = False) -> Shop:
    """A Shop in memory, drawn from the demo plan.

    seed: another seed, another shop of the same kind. scale: multiplies the visitors, and the fixed costs with them,
    so that margins stay alike. days: from 1 August 2026 on (92 if None). locale: the language of the shop's own texts.
    Raises UserError where a value makes no shop.

    >>> shop = draw_shop(seed=1, scale=0.1, days=7)
    >>> len(shop.shop_days)
    7
    """
    plan = _plan(seed, scale, days, locale)
    return _shop(plan, progress)


def make_shop(to, seed: int = 2026, locale: str = "zh_CN", days: int | None = None, scale: float = 1.0, progress: bool = False) -> Shop:
    """Draw a shop and write its folder: tables, shop.json, and the short tables' twins in the other language.

    to: the folder; the tables of a shop that is there already are replaced. The rest as draw_shop. Returns the Shop
    that was written.
    """
    from shopkit.world.words import twin

    plan = _plan(seed, scale, days, locale)
    shop = _shop(plan, progress)
    folder = Path(to)
    shop.save(folder)
    other = "en" if plan.language == "zh" else "zh"
    for path in sorted(folder.glob("*.csv")):
        name = path.name.removesuffix(".csv")
        translated = twin(plan, shop.table(name)) if name in shop.tables else None
        if translated is not None:
            translated.to_csv(folder / f"{name}.{other}.csv", index=False, lineterminator="\n", encoding="utf-8")
    return shop


def _shop(plan, progress):
    from shopkit.world.draw import draw

    def bar(days):
        from tqdm.auto import tqdm

        return tqdm(days, desc=str(plan.name), bar_format="{l_bar}{bar}| {n_fmt}/{total_fmt}")

    tables = draw(plan, bar) if progress else draw(plan)
    return Shop(tables, currency=plan.currency, locale=plan.locale, name=getattr(plan.name, plan.language))


def _plan(seed, scale, days, locale):
    from shopkit.world.demo import demo_plan

    if locale not in LOCALES:
        raise UserError(Label(f"locale is {locale!r}; choose one of {', '.join(LOCALES)}.",
                              f"locale 是 {locale!r}，请从 {'、'.join(LOCALES)} 中选一个。"), code="locale")
    if not scale > 0 or (days is not None and days < 1) or seed < 0:
        raise UserError(Label("A shop needs scale > 0, days ≥ 1 and seed ≥ 0.",
                              "生成店铺要求 scale > 0、days ≥ 1、seed ≥ 0。"), code="plan")
    return demo_plan(seed=seed, locale=locale, days=days, scale=scale)
