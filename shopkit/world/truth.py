"""What is so: each cause's effect as an expectation, with it and without it, kept apart from the shop's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.shop import TRUTH
from shopkit.world.expect import Expected
from shopkit.world.expected_tables import expected_tables
from shopkit.world.plan import Cause, ShopPlan, plan_without
from shopkit.world.rates import rates, second_lines

# levers that the visits follow, besides arrivals, carts and looks
_VISITS = ("order", "pay", "paid_now", "back", "counted", "stock", "price", "reply", "claim", "use", "push_visits")


@dataclass(frozen=True)
class Truth:
    """The truth behind a shop folder. causes: name → story, days, moves, and expected sums with and without it, by table.
    lessons: what else the plan decided, by lesson."""

    scenario: str
    seed: int
    causes: dict[str, dict]
    lessons: dict[str, dict]

    def effect(self, cause: str, metric, table: str | None = None) -> float:
        """The metric on the expected sums with the cause ÷ without it, over its days and at its place.

        metric: a Metric over columns of `table` (the one in which the cause shows, if None). An expectation, never the
        difference of two drawn shops. Raises UserError for a cause that was not planted here, or columns that are not there.
        """
        told = self._told(cause)
        sums = told["sums"][table or told["table"]]
        missing = [c for c in metric.formula.columns if c not in sums["with"]]
        if missing:
            there = ", ".join(sums["with"])
            raise UserError(Label(f"{cause}: the truth has no {', '.join(missing)} in {table or told['table']}; it has {there}.",
                                  f"{cause}：真值的 {table or told['table']} 里没有 {'、'.join(missing)}，有的是 {there}。"), code="truth")
        with_, bare = (metric.of(pd.DataFrame([sums[side]])) for side in ("with", "without"))
        return with_ / bare if bare else float("nan")

    def ratio(self, cause: str) -> float:
        """How much the ratio that the cause is known by moves: 1 is not at all."""
        told = self._told(cause)
        return ratio_of(told["shows"], told["sums"][told["table"]]["with"]) / ratio_of(told["shows"], told["sums"][told["table"]]["without"])

    def _told(self, cause):
        if cause not in self.causes:
            raise UserError(Label(f"No cause {cause!r} was planted here; there are {', '.join(self.causes) or 'none'}.",
                                  f"这里没有埋下“{cause}”；有的是：{'、'.join(self.causes) or '无'}。"), code="truth")
        return self.causes[cause]


def ratio_of(shows, sums) -> float:
    """Of two sums the first ÷ the second; of one, itself."""
    return sums[shows[0]] / sums[shows[1]] if shows[1] else sums[shows[0]]


def sides(plan: ShopPlan) -> Iterator[tuple[Cause, dict[str, pd.DataFrame], dict[str, pd.DataFrame]]]:
    """Each cause, the expected tables with it, and those without it: right on its own days and before them."""
    lever = rates(plan)
    starts = {cause.name: max(cause.days[0].toordinal() - int(lever.ordinals[0]), 0) for cause in plan.causes}
    full = Expected(plan, lever, remember=tuple(starts.values()))
    tables = expected_tables(plan, lever, full)
    for cause in plan.causes:
        bare = plan_without(plan, cause)
        yield cause, tables, expected_tables(bare, *_without(bare, cause, full, starts[cause.name], lever))


def truth_of(plan: ShopPlan, scenario: str = "") -> Truth:
    """The truth of a plan: one run of the expectation, and for each cause one without it, from its first day on."""
    told = {}
    for cause, tables, others in sides(plan):
        told[cause.name] = {
            "story": {"en": cause.story.en, "zh": cause.story.zh}, "table": cause.table, "where": cause.where, "shows": list(cause.shows),
            "days": [d.isoformat() for d in cause.days if d in set(plan.calendar)],
            "moves": [{"lever": m.lever, "multiply": m.multiply, "where": m.where} for m in cause.moves],
            "sums": {name: {"with": sums_at(tables[name], cause), "without": sums_at(others[name], cause)} for name in tables if len(tables[name])},
        }
    if not plan.causes:
        tables = expected_tables(plan, lever := rates(plan), Expected(plan, lever))
    return Truth(scenario, plan.seed, told, lesson_truths(plan, tables))


def _without(bare, cause, full, start, with_cause):
    """(rates, expectation) without the cause. What does not touch the visits needs no following of visitors."""
    lever = rates(bare)
    if all(np.array_equal(getattr(lever, name), getattr(with_cause, name)) for name in ("arrivals", "carts", "looks")) and all(
            np.array_equal(lever[name], with_cause[name]) for name in _VISITS):
        return lever, full
    last = min(cause.days[-1].toordinal() - int(lever.ordinals[0]), len(lever.ordinals) - 1)
    return lever, Expected(bare, lever, start=full.states[start], until=last)


def rows_of(table: pd.DataFrame, cause: Cause) -> pd.DataFrame:
    """The rows of the days on which a cause acts and, where the table has such places, of its place."""
    rows = table[np.isin(table["date"], np.array(cause.days, dtype="datetime64[D]"))]
    for name, value in cause.where.items():
        if name in rows:
            rows = rows[rows[name] == value]
    return rows


def sums_at(table: pd.DataFrame, cause: Cause) -> dict[str, float]:
    """Column → sum over the rows of a cause."""
    rows = rows_of(table, cause)
    numbers = [c for c in rows if c != "date" and pd.api.types.is_numeric_dtype(rows[c])]
    return {c: round(float(rows[c].sum()), 6) for c in numbers}


def lesson_truths(plan: ShopPlan, tables: dict[str, pd.DataFrame]) -> dict[str, dict]:
    """What the plan decided, by lesson: what a learner's findings are compared with at its end."""
    days, traffic = tables["shop_days"], tables["traffic"].groupby("source")[["visitors", "buyers", "paid_amount", "cost"]].sum()
    service, how = plan.service, plan.behaviour
    second = second_lines(plan)
    ids = [p.product_id for p in plan.products]
    told = {
        "02": {"elasticity": {p.product_id: p.elasticity for p in plan.products}},
        "03": {"chances": {a: round(float(days[a].sum() / days[b].sum()), 6) for a, b in (("cart_adders", "visitors"), ("orderers", "visitors"), ("buyers", "visitors"))},
               "pay": {d.name: round(d.pay + (1 - d.pay) * how.pay_later, 6) for d in plan.devices}},
        "04": {"conversion": {n: round(float(r.buyers / r.visitors), 6) for n, r in traffic.iterrows()},
               "value_per_visitor": {n: round(float(r.paid_amount / r.visitors), 4) for n, r in traffic.iterrows()},
               "returns_to_scale": {s.name: s.returns_to_scale for s in plan.sources if s.click_price}},
        "05": {"falls_out_at": {r.name.en: round(r.pay_conversion * r.spend * r.margin, 4) for r in plan.rivals}},
        "06": {"price_of_click_follows_click_rate": {s.name: -s.quality for s in plan.sources if s.click_price}},
        "07": {"comes_back": {"none": how.back[0], "one": how.back[1], "two_and_more": how.back[2]}, "purchases": 2},
        "08": {"added_to": {p.product_id: {ids[j]: round(float(how.second_line * second[i, j]), 6) for j in np.argsort(-second[i])[:3] if second[i, j] > 0}
                            for i, p in enumerate(plan.products)}},
        "09": {"points_lost_with_a_gift": plan.gift_pleases, "points_per_late_day": service.per_late_day, "on_time_days": service.on_time_days,
               "conversion_per_rating_point": round(float(np.exp(service.rating_pull)), 6)},
        "10": {"balance_paid": [s.pays for s in plan.presales]},
    }
    for lesson, more in (plan.lessons or {}).items():
        told[lesson] |= more
    return told


def write_truth(plan: ShopPlan, folder: Path, scenario: str = "") -> Truth:
    """Write .truth/truth.json into a shop's folder: apart from the tables, so that nobody opens it by chance."""
    truth = truth_of(plan, scenario)
    path = folder / TRUTH
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {"scenario": truth.scenario, "seed": truth.seed, "story": {"en": plan.story.en, "zh": plan.story.zh}, "causes": truth.causes, "lessons": truth.lessons}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return truth


def read_truth(path) -> Truth:
    """The truth of a shop folder; raises UserError where there is none."""
    file = Path(path) / TRUTH
    if not file.exists():
        raise UserError(Label(f"{path} has no {TRUTH.as_posix()}: nobody knows the truth of a real shop.",
                              f"{path} 里没有 {TRUTH.as_posix()}：真实店铺的真相没人知道。"), code="truth")
    told = json.loads(file.read_text(encoding="utf-8"))
    return Truth(told["scenario"], told["seed"], told["causes"], told["lessons"])
