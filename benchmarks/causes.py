"""Every planted cause: its true effect, and the effect in one large shop drawn event by event, with its interval.

    python benchmarks/causes.py [--scale 60]

For each cause two shops are drawn, one with it and one without it (another seed), `scale` times as large as the course's,
around the days on which it acts. The effect is the ratio that the cause is known by, with ÷ without; the interval (99.9 %)
is that of Poisson counts, made 1.3 times wider because visits of one person hang together.
"""

import argparse
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd

from shopkit.world import plan_of
from shopkit.world.draw import draw
from shopkit.world.scenarios import SCENARIOS, fit
from shopkit.world.truth import rows_of, truth_of

Z = 3.29 * 1.3


def measured(tables, plan, cause):
    """(top, bottom) of what a cause shows in, on drawn tables."""
    table = _table(tables, plan, cause)
    rows = rows_of(table.assign(date=table["date"].to_numpy("datetime64[D]")), cause)
    return tuple(float(rows[name].astype(float).sum()) for name in cause.shows if name)


def _table(tables, plan, cause):
    """The table in which a cause shows, with its days, its places by the plan's names, and the sums it shows in."""
    products = tables["products"][["product_id"]].assign(
        category=[p.category for p in plan.products], supplier=[str(p.supplier) for p in plan.products])
    if cause.table == "chats":
        return tables["chats"].assign(date=lambda t: t["started_at"].dt.floor("D"), chats=1, led_to_order=lambda t: t["led_to_order"].astype(int))
    if cause.table == "coupons":
        offers = {c.name.zh: c.name.en for c in plan.coupons}
        return tables["coupons"].assign(date=lambda t: t["claimed_at"].dt.floor("D"), claimed=1, used=lambda t: t["used_order_id"].notna().astype(int),
                                        offer=lambda t: t["offer"].map(offers))
    if cause.table == "pushes":
        return _pushes(tables, plan)
    if cause.table == "reviews":
        paid = tables["orders"].drop_duplicates("order_id").set_index("order_id")["paid_at"]
        return tables["reviews"].assign(date=lambda t: t["order_id"].map(paid).dt.floor("D"), reviews=1)
    if cause.table == "competitors":
        names = {r.name.zh: r.name.en for r in plan.rivals}
        return tables["competitors"].assign(rival=lambda t: t["rival"].map(names), buyers=lambda t: (t["pay_conversion"] * t["visitors"].astype(float)).round())
    if cause.table == "ads":
        names = {c.name.zh: c.name.en for p in plan.promotions for c in p.creatives}
        return tables["ads"].assign(creative=lambda t: t["creative"].map(names))
    if cause.table == "items":
        paid = tables["orders"].dropna(subset=["paid_at"])
        cost = (paid["quantity"].astype(float) * paid["unit_cost"]).groupby([paid["paid_at"].dt.floor("D").rename("date"), paid["product_id"]]).sum()
        return tables["items"].merge(products, how="left").merge(cost.rename("goods_cost").reset_index(), how="left", on=["date", "product_id"]).fillna({"goods_cost": 0})
    return tables[cause.table]


def _pushes(tables, plan):
    """One row per message: who followed it is the surplus of visits of those it was sent to over those held out."""
    rows = []
    for push in plan.pushes:
        mine = tables["pushes"][tables["pushes"]["at"].dt.floor("D") == pd.Timestamp(push.day)]
        events = tables["events"][["at", "customer_id", "step"]]
        here = events[(events["at"] >= pd.Timestamp(push.day)) & (events["at"] < pd.Timestamp(push.day) + pd.Timedelta(days=3))]
        sent = mine["channel"] == push.channel.zh
        came = mine["customer_id"].isin(here["customer_id"].dropna())
        n = int(sent.sum())
        followed = (came[sent].mean() - came[~sent].mean()) * n if (~sent).any() else 0
        rows.append({"date": pd.Timestamp(push.day), "push": push.name, "sent": n, "opened": int(mine["opened"].sum()), "opted_out": int(mine["opted_out"].sum()),
                     "followed": followed})
    return pd.DataFrame(rows)


def around(scenario, name, scale):
    """The plan around a cause's days, without the moods of days."""
    plan = plan_of(scenario)
    cause = next(c for c in plan.causes if c.name == name)
    first = (cause.days[0] - plan.first_day).days
    # messages need people who have bought before them; what reviews and payments follow comes after
    before = max(first - (75 if cause.table == "pushes" else 3), 0)
    last = min((cause.days[-1] - plan.first_day).days + (25 if cause.table == "reviews" else 3), first + 45, plan.days - 1)
    plan = replace(plan_of(scenario, scale=scale, days=last + 1), mood=0, run_in=30, first_day=plan.first_day + timedelta(days=before), days=last + 1 - before)
    return fit(plan)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=60)
    scale = parser.parse_args().scale
    print("| cause | scenario | shows in | true effect | measured | 99.9 % interval |\n|---|---|---|--:|--:|---|")
    done = set()
    for scenario in SCENARIOS:
        if scenario == "capstone":
            continue
        for name in [c.name for c in plan_of(scenario).causes]:
            if name in done:
                continue
            done.add(name)
            plan = around(scenario, name, scale)
            cause = next(c for c in plan.causes if c.name == name)
            true = truth_of(plan).ratio(name)
            bare = replace(plan, causes=tuple(c for c in plan.causes if c is not cause), seed=plan.seed + 1)
            (a, b) = (measured(draw(p)[0], p, cause) for p in (plan, bare))
            shown = " ÷ ".join(n for n in cause.shows if n)
            effect = (a[0] / a[1]) / (b[0] / b[1]) if len(a) > 1 else a[0] / b[0]
            half = Z * np.sqrt(sum(variance(cause.shows[0], side) for side in (a, b)))
            interval = f"{effect * np.exp(-half):.3f} – {effect * np.exp(half):.3f}" if a[0] else "–"
            print(f"| {name} | {scenario} | {cause.table}: {shown} | {true:.3f} | {effect:.3f} | {interval} |", flush=True)


def variance(name, side):
    """Of the logarithm of a ratio, or of a number."""
    if name == "score_logistics":  # scores spread by about 1.2 around 4.2
        return 0.08 / side[1]
    if name == "goods_cost":  # costs of items spread by about half of their mean
        return 0.25 / side[1]
    return sum(1 / max(x, 1) for x in side)


if __name__ == "__main__":
    main()
