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

from shopkit.world import plan_of
from shopkit.world.draw import draw
from shopkit.world.measured import measured
from shopkit.world.plan import plan_without
from shopkit.world.stories import SCENARIOS, fit
from shopkit.world.truth import truth_of

Z = 3.29 * 1.3


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
            bare = replace(plan_without(plan, cause), seed=plan.seed + 1)
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
