"""mix_and_rate: nothing left over, no order preferred, Simpson's table told apart."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Total
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.mix import mix_and_rate, split

ROWS = st.lists(st.tuples(st.integers(0, 10**6), st.floats(0, 1)), min_size=1, max_size=8)


def table(rows, names=None):
    return pd.DataFrame({"source": names or [f"s{i}" for i in range(len(rows))], "visitors": [v for v, _ in rows],
                         "buyers": [int(v * r) for v, r in rows]})


def parts(found):
    return found.set_index("source")[["mix_part", "rate_part"]].sort_index()


def test_parts_sum_to_the_change_on_ten_thousand_tables():
    draw, worst = np.random.default_rng(7), 0.0
    for _ in range(10_000):
        size = draw.integers(1, 8)
        bottoms = [draw.integers(0, 5000, size) * (draw.random(size) < 0.9) + np.eye(size, dtype=int)[0] for _ in range(2)]
        tops = [draw.integers(0, bottom + 1) for bottom in bottoms]
        *_, mix, rate = split(tops[0], bottoms[0], tops[1], bottoms[1])
        change = tops[1].sum() / bottoms[1].sum() - tops[0].sum() / bottoms[0].sum()
        worst = max(worst, abs(mix.sum() + rate.sum() - change))
        back = split(tops[1], bottoms[1], tops[0], bottoms[0])
        assert np.allclose(back[3], -mix, atol=1e-15) and np.allclose(back[4], -rate, atol=1e-15)
    assert worst < 1e-12


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_what_the_table_says_is_the_whole_change(before, after):
    if not (sum(v for v, _ in before) and sum(v for v, _ in after)):
        return
    old, new = table(before), table(after)
    found = mix_and_rate(old, new, "source", PAY_CONVERSION)
    change = new["buyers"].sum() / new["visitors"].sum() - old["buyers"].sum() / old["visitors"].sum()
    assert abs(found["change_part"].sum() - change) < 1e-12 and found.attrs["mix"] + found.attrs["rate"] == pytest.approx(found.attrs["change"], abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(ROWS, ROWS)
def test_swapped_periods_change_signs_only(before, after):
    if not (sum(v for v, _ in before) and sum(v for v, _ in after)):
        return
    there, back = (mix_and_rate(a, b, "source", PAY_CONVERSION) for a, b in ((table(before), table(after)), (table(after), table(before))))
    pd.testing.assert_frame_equal(parts(there), -parts(back), atol=1e-12, rtol=0)


@settings(max_examples=25, deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(rows, random):
    before, after = table(rows), table([(v + 1, r / 2) for v, r in rows])
    if not before["visitors"].sum():
        return
    mixed = list(range(len(rows)))
    random.shuffle(mixed)
    pd.testing.assert_frame_equal(parts(mix_and_rate(before, after, "source", PAY_CONVERSION)),
                                  parts(mix_and_rate(before.iloc[mixed], after, "source", PAY_CONVERSION)), atol=1e-12, rtol=0)


def test_simpson_every_rate_up_and_the_total_down():
    before = table([(900, 0.10), (100, 0.01)])
    after = table([(300, 0.12), (700, 0.02)])
    found = mix_and_rate(before, after, "source", PAY_CONVERSION)
    assert (found["rate_after"] > found["rate_before"]).all() and found.attrs["change"] < 0
    assert (found["rate_part"] > 0).all() and -found.attrs["mix"] > found.attrs["rate"] > 0


def test_mean_of_both_orders_by_hand():
    before, after = table([(600, 0.05), (400, 0.02)]), table([(500, 0.08), (500, 0.04)])
    found = mix_and_rate(before, after, "source", PAY_CONVERSION)
    shares, rates = ([0.6, 0.4], [0.5, 0.5]), ([0.05, 0.02], [0.08, 0.04])
    whole = lambda s, r: sum(a * b for a, b in zip(s, r, strict=True))  # noqa: E731
    mix_first = whole(shares[1], rates[0]) - whole(shares[0], rates[0])
    mix_last = whole(shares[1], rates[1]) - whole(shares[0], rates[1])
    assert found.attrs["mix"] == pytest.approx((mix_first + mix_last) / 2, abs=1e-15)


def test_a_group_of_one_period_is_all_mix():
    found = mix_and_rate(table([(100, 0.1)], ["old"]), table([(100, 0.1), (100, 0.02)], ["old", "new"]), "source", PAY_CONVERSION).set_index("source")
    assert np.isnan(found.loc["new", "rate_before"]) and found.loc["new", "rate_part"] == 0 and found.loc["new", "mix_part"] < 0
    assert found["change_part"].sum() == pytest.approx(0.06 - 0.1, abs=1e-15)


def test_days_are_added_first_and_said():
    days = pd.DataFrame({"date": pd.to_datetime(["2026-01-01", "2026-01-02"] * 2), "source": ["a", "a", "b", "b"],
                         "visitors": [10, 30, 20, 40], "buyers": [1, 1, 2, 2]})
    found = mix_and_rate(days, days.assign(buyers=days["buyers"] * 2), "source", PAY_CONVERSION)
    assert found.attrs["basis"] == "days" and found.attrs["mix"] == 0 and found.attrs["rate"] == pytest.approx(0.06)


def test_what_cannot_be_split_is_said():
    total = Metric("t", Label("t", "量"), Total("visitors"), "count", "higher", (0, 1), Label("a", "甲"), "x")
    for call in (lambda: mix_and_rate(table([(1, 1)]), table([(1, 1)]), "source", total),
                 lambda: mix_and_rate(table([(0, 0)]), table([(1, 1)]), "source", PAY_CONVERSION),
                 lambda: mix_and_rate(table([(1, 1)]), table([(1, 1)]), "device", PAY_CONVERSION)):
        with pytest.raises(UserError):
            call()
