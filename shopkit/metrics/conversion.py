"""How sure a conversion is: its interval, a difference between two, the shop beside its peers, a test by lot."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metric import Metric, days_name
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.schema import Column

LEVEL = 0.95
# a change of the same-tier average by more than this from one month to the next is another group of shops, not luck
TIER_STEP = 0.10

COLUMNS = (
    Column("against_average", "text", Label("Against the average", "与平均相比"), values={
        "above": Label("above", "高于平均"), "below": Label("below", "低于平均"), "open": Label("cannot tell", "说不准")}),
    Column("tier_changed", "flag", Label("Other shops than before", "同层换了一批店")),
    Column("people", "count", Label("People", "人数"), "people"),
    Column("clickers", "count", Label("People who clicked", "点击人数"), "people"),
    Column("click_share", "rate", Label("Share of people who clicked", "点击人数占比")),
    Column("chain_step", "text", Label("Step", "环节"), values={
        "impressions": Label("Impressions", "展现量"), "clicks": Label("Clicks", "点击量"), "visitors": Label("Visitor-days", "访客日"),
        "cart_adders": Label("Cart adders (days)", "加购人日"), "orderers": Label("Orderers (days)", "下单人日"), "buyers": Label("Buyers (days)", "支付人日")}),
    Column("chain_count", "count", Label("How many", "数量")),
    Column("chain_rate", "rate", Label("Of the line above", "占上一行")),
)
_CHAIN = ("impressions", "clicks", "visitors", "cart_adders", "orderers", "buyers")
# the platform's totals as steps of a funnel: a visitor of a day opened some page of the shop
_AS_STEPS = {"visitors": "home / detail", "cart_adders": "cart", "orderers": "order", "buyers": "pay"}


def interval(passed, of, level: float = LEVEL, method: str = "wilson"):
    """Between what and what a conversion may lie, given that `passed` of `of` people did it: (low, high).

    passed, of: numbers or arrays of counts. level: how often such intervals hold the true rate. method: "wilson", or "beta"
    for Clopper and Pearson's, which is wider and never falls short of its level.
    Returns two floats, or two arrays; NaN where there is nobody.
    Source: Wilson (1927) and Clopper–Pearson (1934), as statsmodels' proportion_confint has them.

    >>> [round(float(end), 3) for end in interval(3, 100)]
    [0.01, 0.085]
    >>> [round(float(end), 3) for end in interval(0, 30)]
    [0.0, 0.114]
    """
    from statsmodels.stats.proportion import proportion_confint

    passed, of = np.asarray(passed, dtype=float), np.asarray(of, dtype=float)
    known = of > 0
    ends = proportion_confint(np.where(known, passed, 0.0), np.where(known, of, 1.0), alpha=1 - level, method=method)
    low, high = (np.where(known, np.clip(end, 0, 1), np.nan) for end in ends)
    return (low, high) if low.ndim else (float(low), float(high))


def conversions(table, metric: Metric = PAY_CONVERSION, by=None, level: float = LEVEL) -> pd.DataFrame:
    """A conversion of each group with the interval in which its true value may lie.

        metric as metric.of(): add first, then divide;   conversion_low, conversion_high = interval(top, bottom)

    Visitor-days of one person are taken for different people, which makes the interval a little too narrow.

    table, by: as of Metric.of(). metric: a Metric that divides a part by its whole.
    Returns by…, the two sums (people added over days are called …_days), the metric, conversion_low, conversion_high;
    one row where `by` is not given. attrs: basis, currency, metric, level. Raises UserError as Metric.of() does.
    Source: Wilson (1927).

    >>> days = pd.DataFrame({"date": ["2026-11-01", "2026-11-02"], "visitors": [40, 60], "buyers": [3, 0]})
    >>> conversions(days)[["visitor_days", "buyer_days", "pay_conversion", "conversion_low", "conversion_high"]].round(3)
       visitor_days  buyer_days  pay_conversion  conversion_low  conversion_high
    0         100.0         3.0            0.03            0.01            0.085
    """
    keys = [by] if isinstance(by, str) else list(by or [])
    # without groups all rows are one
    found = metric.of(table, by=keys) if keys else metric.of(engine.table(table).with_columns(_all=nw.lit(0)), by="_all").drop(columns="_all")
    found.attrs["currency"] = getattr(table, "attrs", {}).get("currency")
    top, bottom = (found[c if c in found else days_name(c)].astype(float) for c in metric.formula.columns[:2])
    found["conversion_low"], found["conversion_high"] = interval(top, bottom, level)
    found.attrs["level"] = level
    return found


def difference(passed: int, of: int, others_passed: int, others_of: int, level: float = LEVEL) -> dict[str, float]:
    """How far one conversion lies above another: difference, low, high (its interval) and chance.

    chance: how often a gap this large comes about where both are alike (Fisher's exact test, two-sided). NaN where one of
    them has nobody. Source: Newcombe's interval (1998) as statsmodels' confint_proportions_2indep has it.

    >>> {name: round(float(value), 3) for name, value in difference(30, 100, 20, 100).items()}
    {'difference': 0.1, 'low': -0.02, 'high': 0.217, 'chance': 0.141}
    """
    from scipy.stats import fisher_exact
    from statsmodels.stats.proportion import confint_proportions_2indep

    if not (of and others_of):
        return dict.fromkeys(("difference", "low", "high", "chance"), float("nan"))
    low, high = confint_proportions_2indep(passed, of, others_passed, others_of, method="newcomb", compare="diff", alpha=1 - level)
    chance = fisher_exact([[passed, of - passed], [others_passed, others_of - others_passed]]).pvalue
    return {"difference": passed / of - others_passed / others_of, "low": float(low), "high": float(high), "chance": float(chance)}


def against_peers(days: pd.DataFrame, by: str = "month") -> pd.DataFrame:
    """The shop's pay conversion beside that of shops of its tier, period by period, with what may be said of it.

        peer_average_conversion = Σ visitors × the day's average ÷ Σ visitors  (what an average shop had made of these visitors)

    against_average is "above" or "below" only where the average lies outside the shop's interval, else "open". tier_changed:
    the median of the days' averages moved by more than TIER_STEP against the period before; campaign days do not move a median.

    days: shop_days with date, visitors, buyers, peer_average_conversion and, where known, peer_top_conversion. by: "month",
    or a column that names the period.
    Returns one row per period: by, visitor_days, buyer_days, pay_conversion, conversion_low, conversion_high,
    peer_average_conversion, peer_top_conversion, against_average, tier_changed. Raises UserError where a column is missing.
    Source: Business Advisor's (生意参谋) same-tier average and top; tiers follow the paid amount of the last 30 days.

    >>> days = pd.DataFrame({"date": pd.to_datetime(["2026-09-01", "2026-10-01"]), "visitors": [100, 2000], "buyers": [3, 40],
    ...     "peer_average_conversion": [0.025, 0.031], "peer_top_conversion": [0.05, 0.06]})
    >>> against_peers(days)[["month", "pay_conversion", "against_average", "tier_changed"]]
         month  pay_conversion against_average  tier_changed
    0  2026-09            0.03            open         False
    1  2026-10            0.02           below          True
    """
    engine.need(days, ["date", "visitors", "buyers", "peer_average_conversion"], "against_peers()")
    frame = days if by in days else days.assign(**{by: days["date"].dt.strftime("%Y-%m")})
    table = conversions(frame, by=by)
    groups = frame.groupby(by)
    for name in ("peer_average_conversion", "peer_top_conversion"):
        if name in frame:
            known = frame[name].notna()
            weight = frame["visitors"].astype(float).where(known)
            sums = (frame[name] * weight).groupby(frame[by]).sum() / weight.groupby(frame[by]).sum().replace(0, np.nan)
            table[name] = table[by].map(sums)
    peers = table["peer_average_conversion"]
    said = np.select([table["conversion_low"] > peers, table["conversion_high"] < peers], ["above", "below"], "open")
    usual = table[by].map(groups["peer_average_conversion"].median())
    table["against_average"] = pd.Series(said, index=table.index, dtype="str")
    table["tier_changed"] = (usual / usual.shift() - 1).abs() > TIER_STEP
    return table


def creative_test(exposures: pd.DataFrame) -> pd.DataFrame:
    """Two or more pictures shown by lot, counted by person: the share of people who clicked, with its interval.

        click_share = clickers ÷ people

    By person, because the impressions of one person are alike: counted one by one they make any test look surer than it is.

    exposures: one row per person and picture: visitor_id, creative, impressions, clicks. A person of two pictures raises
    UserError: then it was not by lot.
    Returns one row per picture: creative, people, impressions, clickers, clicks, click_share, conversion_low, conversion_high.
    attrs: for two pictures "difference" as of difference(), the second less the first.
    Source: Kohavi, Tang and Xu, "Trustworthy Online Controlled Experiments": count by the unit that was drawn.

    >>> shown = pd.DataFrame({"visitor_id": range(200), "creative": ["a", "b"] * 100, "impressions": 2, "clicks": [1, 0, 0, 0, 0, 2, 0, 0] * 25})
    >>> creative_test(shown)[["creative", "people", "clickers", "click_share"]]
      creative  people  clickers  click_share
    0        a     100        25         0.25
    1        b     100        25         0.25
    """
    engine.need(exposures, ["visitor_id", "creative", "impressions", "clicks"], "creative_test()")
    if (exposures.groupby("visitor_id")["creative"].nunique() > 1).any():
        raise UserError(Label("creative_test(): some people saw more than one of the pictures, so they were not drawn by lot, and the groups cannot be compared.",
                              "creative_test()：有人看到了不止一张图，说明不是按人随机分组，两组不能比。"), code="not_by_lot")
    people = exposures.groupby(["creative", "visitor_id"])[["impressions", "clicks"]].sum().reset_index()
    groups = people.assign(clickers=people["clicks"] > 0).groupby("creative")
    table = groups.agg(people=("visitor_id", "size"), impressions=("impressions", "sum"), clickers=("clickers", "sum"), clicks=("clicks", "sum")).reset_index()
    table["click_share"] = table["clickers"] / table["people"]
    table["conversion_low"], table["conversion_high"] = interval(table["clickers"], table["people"])
    table.attrs["basis"] = "people"
    if len(table) == 2:
        (a, b) = table[["clickers", "people"]].itertuples(index=False, name=None)
        table.attrs["difference"] = difference(*(int(v) for v in (*b, *a)))
    return table


def people_needed(share: float, other: float, power: float = 0.8, level: float = LEVEL) -> int:
    """How many people each of two groups needs so that a test finds the difference between two shares `power` of the time.

    Source: Cohen's effect size for two proportions, solved by statsmodels' NormalIndPower.

    >>> people_needed(0.08, 0.10)
    3200
    """
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    size = abs(proportion_effectsize(share, other))
    if not size > 0:
        raise UserError(Label("Two equal shares: no number of people finds a difference that is not there.",
                              "两个比例相同：不存在的差别，多少人也测不出来。"), code="no_difference")
    people = NormalIndPower().solve_power(size, alpha=1 - level, power=power)
    # as exact as a plan can be: two digits
    digits = 2 - len(str(int(people)))
    return int(round(people, min(digits, 0)))


def chain(table: pd.DataFrame) -> pd.DataFrame:
    """The platform's totals from impression to payment, each as a share of the one before: what an export without a log can show.

    No funnel: nobody knows whether the buyers of a day are among its cart adders, and a person of two days stands twice.

    table: shop_days or items with some of impressions, clicks, visitors, cart_adders, orderers, buyers; days are added.
    Returns one row per column that is there: chain_step, chain_count, chain_rate (of the line above; NaN in the first). attrs: basis "days".
    Source: columns of Business Advisor (生意参谋).

    >>> chain(pd.DataFrame({"visitors": [400, 600], "orderers": [20, 30], "buyers": [18, 22]}))
      chain_step  chain_count  chain_rate
    0   visitors         1000         NaN
    1   orderers           50        0.05
    2     buyers           40        0.80
    """
    names = [c for c in _CHAIN if c in table and table[c].notna().any()]
    counts = pd.Series([int(table[c].sum()) for c in names], dtype="int64")
    before = counts.shift()
    result = pd.DataFrame({"chain_step": pd.Series(names, dtype="str"), "chain_count": counts, "chain_rate": counts / before.where(before > 0)})
    result.attrs.update(basis="days", currency=table.attrs.get("currency"))
    return result


def day_funnel(table: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """The platform's totals of people in the shape of funnel(), so that leaks(), gaps() and the charts take them.

    Not the same as a funnel: people are counted by day, nobody is followed, and a step may hold more people than the one
    before it (a rate above 100 %), where somebody pays on a later day.

    table: shop_days, traffic or items with visitors and some of cart_adders, orderers, buyers. by: a column of groups whose
    people are not to be added over each other (source, product_id).
    Returns by, step_no, step ("home / detail", or "detail" by item, for a visitor; cart; order; pay), visitors,
    step_conversion, overall_conversion. attrs: basis "days", window None. Raises UserError where visitors are missing.
    Source: Business Advisor (生意参谋).

    >>> day_funnel(pd.DataFrame({"date": ["2026-11-01", "2026-11-02"], "visitors": [400, 600], "buyers": [18, 22]}))[["step", "visitors", "step_conversion"]]
                step  visitors  step_conversion
    0  home / detail      1000              NaN
    1            pay        40             0.04
    """
    engine.need(table, ["visitors", *([by] if by else [])], "day_funnel()")
    names = [c for c in _AS_STEPS if c in table and table[c].notna().any()]
    keys = [by] if by else []
    sums = table.groupby(by)[names].sum().reset_index() if by else table[names].sum().to_frame().T
    rows = sums.melt(keys, names, "name", "people").rename(columns={"people": "visitors"})
    rows["step_no"] = rows["name"].map({name: n for n, name in enumerate(names, 1)})
    rows = rows.sort_values([*keys, "step_no"], ignore_index=True).astype({"visitors": "int64", "step_no": "int64"})
    rows["step"] = rows["name"].map(_AS_STEPS | ({"visitors": "detail"} if by == "product_id" else {})).astype("str")
    groups = rows.groupby(by if by else (lambda _: 0))["visitors"]
    before, first = groups.shift(), groups.transform("first")
    rows["step_conversion"] = rows["visitors"] / before.where(before > 0)
    rows["overall_conversion"] = rows["visitors"] / first.where(first > 0)
    rows = rows[[*keys, "step_no", "step", "visitors", "step_conversion", "overall_conversion"]]
    rows.attrs.update(basis="days", window=None, currency=table.attrs.get("currency"))
    return rows
