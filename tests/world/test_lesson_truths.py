"""What lessons 00 and 03 show is so on the demo shop, and on shops of other seeds: ranges, funnels, leaks."""

import pandas as pd
import pytest

from shopkit.metrics.funnel import funnel
from shopkit.metrics.profit import margins
from shopkit.world import draw_shop

STEPS = ["detail", "cart", "order", "pay"]


@pytest.fixture(scope="module")
def pool():
    return [draw_shop(seed=seed, scale=0.25, days=28) for seed in range(20)]


def payer_counts(events) -> dict[str, int]:
    """Payers by the exact definition and by the usual mistakes."""
    starts = events[events["step"] == STEPS[0]]
    later_starts = starts[starts.duplicated("visitor_id")].index
    everyone = [set(events.loc[events["step"] == step, "visitor_id"]) for step in STEPS]
    return {
        "singly": int((events["step"] == "pay").sum()),
        "unordered": len(set.intersection(*everyone)),
        "exact": int(funnel(events, STEPS, window="7d")["visitors"].iloc[-1]),
        "first_only": int(funnel(events.drop(later_starts), STEPS, window="7d")["visitors"].iloc[-1]),
    }


def test_four_funnels_give_four_clearly_different_numbers(demo):
    n = payer_counts(demo.events)
    assert n["singly"] > 1.2 * n["unordered"]
    assert n["unordered"] > 1.06 * n["exact"]
    assert n["exact"] > 1.08 * n["first_only"]


def test_they_differ_on_other_seeds(pool):
    counts = [payer_counts(shop.events) for shop in pool]
    assert sum(len(set(n.values())) == 4 for n in counts) >= 18
    assert all(n["singly"] >= n["unordered"] >= n["exact"] >= n["first_only"] > 0 for n in counts)


def test_the_log_is_as_untidy_as_a_real_one(demo):
    e = demo.events
    first = e.groupby(["visitor_id", "step"])["at"].min().unstack()
    last = e.groupby(["visitor_id", "step"])["at"].max().unstack()
    payers = first[first["pay"].notna()]
    waited = last["pay"] - first["cart"]
    assert (waited > pd.Timedelta(hours=24)).mean() > 0.005 and (waited > pd.Timedelta(days=7)).sum() > 40
    assert payers["cart"].isna().sum() > 25  # bought at once
    assert (last["cart"] > last["pay"]).sum() > 40 and (last["detail"] > last["pay"]).sum() > 150
    assert (first["cart"] < first["detail"]).sum() > 20
    starts = e[e["step"].isin(["home", "search"])].groupby("visitor_id").size()
    assert (starts > 1).mean() > 0.15
    landed = e[~e.duplicated("visit_id")]
    assert 0.2 < (landed["step"] == "detail").mean() < 0.6
    assert (demo.orders["paid_at"].dt.normalize() > demo.orders["ordered_at"].dt.normalize()).sum() >= 5


def test_ranges(pool, demo):
    days = pd.concat([shop.shop_days for shop in [demo, *pool]])
    sums = days[["visitors", "buyers", "cart_adders", "paid_amount", "refund_amount", "paid_orders", "refunded_orders"]].sum()
    assert 0.02 < sums["buyers"] / sums["visitors"] < 0.05
    assert 0.07 < sums["cart_adders"] / sums["visitors"] < 0.12
    assert 90 < sums["paid_amount"] / sums["buyers"] < 160
    assert 0.06 < sums["refunded_orders"] / sums["paid_orders"] < 0.12
    assert 250 < demo.shop_days["visitors"].mean() < 400


def test_conversion_of_people_is_not_that_of_added_days(demo):
    days, events = demo.shop_days, demo.events
    per_day = days["buyers"].sum() / days["visitors"].sum()
    of_people = events.loc[events["step"] == "pay", "visitor_id"].nunique() / events["visitor_id"].nunique()
    assert of_people > 1.1 * per_day


def test_three_margins_are_those_of_a_modest_shop(demo):
    share = margins(demo.orders, demo.costs, demo.traffic).set_index("line")["share"]
    assert 0.40 < share["gross"] < 0.50
    assert 0.15 < share["contribution"] < 0.32
    assert -0.05 < share["net"] < 0.10


def test_margins_stay_alike_at_another_scale(pool):
    orders, costs, traffic = (pd.concat([shop.table(name) for shop in pool]) for name in ("orders", "costs", "traffic"))
    share = margins(orders, costs, traffic).set_index("line")["share"]
    assert 0.15 < share["contribution"] < 0.32 and -0.08 < share["net"] < 0.12


def test_sources_differ_in_volume_and_in_conversion(demo):
    t = demo.traffic.groupby("source")[["visitors", "buyers", "paid_amount", "cost"]].sum().astype(float)
    conversion = t["buyers"] / t["visitors"]
    assert conversion["direct"] > 1.5 * conversion["free_search"] > 1.5 * conversion["search_ads"]
    assert conversion["search_ads"] > 1.5 * conversion["audience_ads"]
    assert t.loc["search_ads", "visitors"] > 5 * t.loc["platform_event", "visitors"]
    looks = demo.events[demo.events["step"] == "detail"].groupby("source").size()
    visits = demo.events.groupby("source")["visit_id"].nunique()
    assert (looks / visits)["content"] > (looks / visits)["search_ads"]  # curious, and buys little
    assert conversion["content"] < conversion["free_search"]


def test_returning_visitors_are_better(demo):
    e = demo.events.assign(pays=demo.events["step"] == "pay")
    visit = e.groupby("visit_id").agg(visitor_id=("visitor_id", "first"), at=("at", "min"), pays=("pays", "any"))
    again = visit.sort_values("at").duplicated("visitor_id")
    assert visit.loc[again[again].index, "pays"].mean() > 1.5 * visit.loc[again[~again].index, "pays"].mean()


def test_the_computer_leaks_between_order_and_payment(demo):
    by = funnel(demo.events, STEPS, by="device").set_index(["device", "step"])
    assert by.loc[("phone", "pay"), "step_conversion"] - by.loc[("computer", "pay"), "step_conversion"] > 0.15
    for step in ("cart", "order"):
        assert abs(by.loc[("phone", step), "step_conversion"] - by.loc[("computer", step), "step_conversion"]) < 0.08
    share = by.xs("detail", level="step")["visitors"]
    assert 0.80 < share["phone"] / share.sum() < 0.90


def shortfalls(demo, by):
    """What each group would bring if, at one step, it did as well as everybody else: money, and points short."""
    events = demo.events
    spend = demo.shop_days["paid_amount"].sum() / demo.shop_days["buyers"].sum()
    table = funnel(events[events[by].notna()], STEPS, by=by).pivot(index=by, columns="step", values="visitors")[STEPS]
    rows = []
    for group in table.index:
        own, rest = table.loc[group], table.drop(group).sum()
        for before, after in zip(STEPS, STEPS[1:], strict=False):
            short = rest[after] / rest[before] - own[after] / own[before]
            rows.append((group, after, short, own[before] * short * own["pay"] / max(own[after], 1) * spend))
    return pd.DataFrame(rows, columns=["group", "step", "points", "money"])


def test_the_dearest_leak_is_not_the_one_with_the_most_points(demo):
    found = pd.concat([shortfalls(demo, "device"), shortfalls(demo, "product_id")])
    most_points = found.sort_values("points").iloc[-1]
    dearest = found.sort_values("money").iloc[-1]
    lamp = demo.products.iloc[0]["product_id"]
    assert (dearest["group"], dearest["step"]) == (lamp, "cart")
    assert (most_points["group"], most_points["step"]) == ("computer", "pay")
    assert dearest["money"] > 2 * most_points["money"] and most_points["points"] > 2 * dearest["points"]


def test_the_campaign_and_the_new_ads_show(demo):
    days = demo.shop_days.set_index("date")
    sale = days[days["campaign"].notna()]
    assert list(sale.index.strftime("%m-%d")) == ["09-09", "09-10", "09-11", "11-09", "11-10", "11-11", "12-10", "12-11", "12-12"]
    september, before = sale[:"2025-09-30"], days.loc["2025-08-26":"2025-09-08"]
    assert september["visitors"].mean() > 1.3 * before["visitors"].mean()
    assert september["buyers"].mean() > 1.5 * before["buyers"].mean()
    ads = demo.traffic[demo.traffic["source"] == "audience_ads"].set_index("date")["visitors"].astype(float)
    assert ads["2025-09-21":].mean() > 2 * ads[:"2025-09-08"].mean()
    assert days["peer_average_conversion"]["2025-10-01":].mean() > 1.1 * days["peer_average_conversion"][:"2025-09-30"].mean()
    assert (days["peer_top_conversion"] > days["peer_average_conversion"]).all()


def test_the_evening_is_busy_and_the_night_is_not(demo):
    hours = demo.events["at"].dt.hour.value_counts(normalize=True)
    assert hours.idxmax() in (20, 21, 22) and hours[[2, 3, 4, 5]].sum() < 0.03
