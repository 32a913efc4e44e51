"""Signs that a rival's orders may be faked: a suspicion with its base rate, never a verdict."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metrics.competition import tell_buyers
from shopkit.schema import Column

# how often each sign may light up on figures that only vary as the quiet half of these rival-weeks do
FALSE_ALARMS = 0.01
# weeks of a rival's own past before anything is said of it
PAST_WEEKS = 4
COLUMNS = (
    Column("conversion_jump", "number", Label("Conversion ÷ own past, against the others", "转化率 ÷ 自己的过去（与其他店相比）")),
    Column("reviews_jump", "number", Label("Reviews per buyer ÷ own past, against the others", "每个买家的评价数 ÷ 自己的过去（与其他店相比）")),
    Column("price_jump", "number", Label("Price ÷ own past", "价格 ÷ 自己的过去")),
    Column("sales_sign", "flag", Label("Sales without visitors", "有销量没访客")),
    Column("reviews_sign", "flag", Label("Burst of reviews", "评价扎堆")),
    Column("unexplained_jump", "number", Label("Of it, not explained by the price", "其中价格解释不了的部分")),
    Column("unexplained_sign", "flag", Label("More sales than the price explains", "销量超出价格能解释的")),
    Column("signs", "count", Label("Signs", "亮起的迹象数")),
    Column("sign", "text", Label("Sign", "迹象"), values={
        "sales_sign": Label("Sales without visitors", "有销量没访客"), "reviews_sign": Label("Burst of reviews", "评价扎堆"),
        "both": Label("These two in one week", "后两个在同一周"), "unexplained_sign": Label("More sales than the price explains", "销量超出价格能解释的")}),
    Column("weeks_seen", "count", Label("Weeks looked at", "看过的店周数"), "weeks"),
    Column("weeks_lit", "count", Label("Weeks with the sign", "亮起的店周数"), "weeks"),
    Column("base_rate", "rate", Label("How often it lights up", "亮起的比例")),
    Column("other_text", "text", Label("Review, word for word", "评价原文")),
    Column("times_seen", "count", Label("Times", "出现次数"), "times"),
)
# a jump is no sign for the last digit of a float
_HAIR = 1e-9


def suspicions(rivals, false_alarms: float = FALSE_ALARMS, past_weeks: int = PAST_WEEKS) -> pd.DataFrame:
    """Each rival's weeks beside its own past and beside the other rivals: where figures do not fit together.

        conversion_jump = (conversion ÷ median of its earlier weeks) ÷ the median of the same over the other rivals that week
        reviews_jump, price_jump: the same of new reviews per buyer and of the price
        unexplained_jump = conversion_jump ÷ price_jump ** e,   e from all rival-weeks here (robust regression of the logarithms)

    Division by the others takes out campaigns and seasons that all share. A sign lights up where a jump lies beyond the normal
    quantile of `false_alarms`, measured on the spread of all rival-weeks here (median and MAD, which a few odd weeks do not move). Every
    sign has innocent reasons: a price cut, a good live stream, a gift for reviews that the platform allows, an error in the estimate. So
    a sign is a reason to look, no verdict: see base_rates().

    rivals: competitors with date, rival, visitors, pay_conversion; new_reviews and price_index where known. Weeks begin on Monday; part
    weeks are left out.
    Returns one row per rival and week from its fifth on: rival, week_from, visitor_days, pay_conversion, conversion_jump, unexplained_jump, reviews_jump (NaN
    without reviews), price_jump, sales_sign, unexplained_sign, reviews_sign, signs (the last two, 0 to 2). attrs: false_alarms, basis "days". Raises UserError where a column is missing or a share of
    false alarms is not between 0 and 0.5.
    Source: robust outlier detection (median absolute deviation; Huber's regression as in statsmodels); no platform publishes its own rules.

    >>> dates = pd.date_range("2026-08-31", periods=63)
    >>> rivals = pd.concat([pd.DataFrame({"date": dates, "rival": name, "visitors": 1000, "pay_conversion": [0.030 + (day + n) % 5 / 10_000 for day in range(63)],
    ...     "new_reviews": 6}) for n, name in enumerate("ABCD")], ignore_index=True)
    >>> odd = (rivals["rival"] == "B") & (rivals["date"] >= "2026-10-26")
    >>> rivals.loc[odd, ["pay_conversion", "new_reviews"]] = 0.09, 90
    >>> found = suspicions(rivals)
    >>> found[found["signs"] > 0][["rival", "week_from", "signs"]]
      rival  week_from  signs
    9     B 2026-10-26      2
    """
    engine.need(rivals, ["date", "rival", "visitors", "pay_conversion"], "suspicions()")
    if not 0 < false_alarms < 0.5:
        raise UserError(Label("false_alarms is a share between 0 and 0.5: 0.01 for one in a hundred.", "false_alarms 是 0 到 0.5 之间的比例：百分之一写 0.01。"), code="not_a_share")
    weeks = _weeks(rivals)
    past = {name: weeks.groupby("rival")[name].transform(lambda s: s.expanding(past_weeks).median().shift()) for name in ("pay_conversion", "reviews_each", "price_index")}
    jumps = pd.DataFrame({name: weeks[name] / past[name].where(past[name] > 0) for name in past}).assign(week_from=weeks["week_from"], rival=weeks["rival"])
    table = pd.DataFrame({
        "rival": weeks["rival"], "week_from": weeks["week_from"], "visitor_days": weeks["visitors"], "pay_conversion": weeks["pay_conversion"],
        "conversion_jump": jumps["pay_conversion"] / _of_others(jumps, "pay_conversion"), "reviews_jump": jumps["reviews_each"] / _of_others(jumps, "reviews_each"),
        "price_jump": jumps["price_index"] / _of_others(jumps, "price_index")})
    table = table[table["conversion_jump"].notna()]
    table["unexplained_jump"] = _less_price(table["conversion_jump"], table["price_jump"])
    table["sales_sign"] = _beyond(table["conversion_jump"], false_alarms)
    table["reviews_sign"] = _beyond(table["reviews_jump"], false_alarms)
    table["unexplained_sign"] = _beyond(table["unexplained_jump"], false_alarms)
    table["signs"] = table["unexplained_sign"].astype("int64") + table["reviews_sign"].astype("int64")
    table = table[["rival", "week_from", "visitor_days", "pay_conversion", "conversion_jump", "unexplained_jump", "reviews_jump", "price_jump", "sales_sign",
                   "unexplained_sign", "reviews_sign", "signs"]]
    table = table.sort_values(["rival", "week_from"], ignore_index=True)
    table.attrs.update(false_alarms=false_alarms, basis="days")
    return table


def base_rates(table: pd.DataFrame, without=()) -> pd.DataFrame:
    """How often each sign lights up on the rival-weeks that nobody suspects: what a sign is worth here.

    table: of suspicions(). without: names of the rivals under suspicion, which are left out.
    Returns one row per sign: sign ("sales_sign", "unexplained_sign", "reviews_sign", "both": the last two in one week), weeks_seen, weeks_lit, base_rate. The rest of the rivals
    are taken to be honest; nobody knows it. Raises UserError where a column is missing.

    >>> weeks = pd.DataFrame({"rival": ["A"] * 4, "sales_sign": [True, True, False, False], "unexplained_sign": [True] + [False] * 3, "reviews_sign": False})
    >>> base_rates(weeks)[["sign", "weeks_lit", "base_rate"]].values.tolist()[:2]
    [['sales_sign', 2, 0.5], ['unexplained_sign', 1, 0.25]]
    """
    engine.need(table, ["rival", "sales_sign", "unexplained_sign", "reviews_sign"], "base_rates()")
    rest = table[~table["rival"].isin(list(without))]
    lit = {name: rest[name] for name in ("sales_sign", "unexplained_sign", "reviews_sign")} | {"both": rest["unexplained_sign"] & rest["reviews_sign"]}
    counts = pd.DataFrame({"sign": list(lit), "weeks_seen": len(rest), "weeks_lit": [int(flags.sum()) for flags in lit.values()]})
    return counts.assign(base_rate=counts["weeks_lit"] / len(rest) if len(rest) else np.nan)


def chance_of_faked(faked_weeks: float, lit_if_faked: float, lit_if_honest: float) -> float:
    """How likely a week is faked once its sign is lit: Bayes' rule.

        faked_weeks × lit_if_faked ÷ (faked_weeks × lit_if_faked + (1 − faked_weeks) × lit_if_honest)

    faked_weeks: share of all rival-weeks that are faked (a guess: nobody knows). lit_if_faked: how often the sign lights up on those. lit_if_honest:
    the base rate. All shares, 0 to 1. Returns a share; NaN where no sign would ever light up. Raises UserError for what is no share.
    Source: Bayes (1763).

    >>> round(chance_of_faked(0.02, 0.9, 0.05), 2)
    0.27
    """
    if not all(0 <= share <= 1 for share in (faked_weeks, lit_if_faked, lit_if_honest)):
        raise UserError(Label("chance_of_faked() takes shares between 0 and 1: 0.02, not 2.", "chance_of_faked() 的参数都是 0 到 1 之间的比例：写 0.02，不是 2。"), code="not_a_share")
    true, false = faked_weeks * lit_if_faked, (1 - faked_weeks) * lit_if_honest
    return true / (true + false) if true + false else float("nan")


def same_words(reviews, rival: str, weeks) -> pd.DataFrame:
    """The reviews of a rival that stand word for word more than once in given weeks, the most frequent first.

    reviews: market_reviews (date, rival, text). weeks: Mondays. Returns other_text, times_seen. Raises UserError where a column is missing.

    >>> reviews = pd.DataFrame({"date": pd.to_datetime(["2026-11-02", "2026-11-03", "2026-11-04"]), "rival": "B", "text": ["Good.", "Good.", "The cable is short."]})
    >>> same_words(reviews, "B", pd.to_datetime(["2026-11-02"]))
      other_text  times_seen
    0      Good.           2
    """
    engine.need(reviews, ["date", "rival", "text"], "same_words()")
    monday = reviews["date"].dt.normalize() - pd.to_timedelta(reviews["date"].dt.day_of_week, unit="D")
    texts = reviews.loc[(reviews["rival"] == rival) & monday.isin(list(weeks)), "text"].value_counts()
    texts = texts[texts > 1]
    return pd.DataFrame({"other_text": texts.index.astype("str"), "times_seen": texts.to_numpy()})


def _weeks(rivals) -> pd.DataFrame:
    """Full weeks of each rival: visitors, conversion (added first), reviews per buyer, mean price."""
    rows = tell_buyers(rivals)
    monday = rows["date"].dt.normalize() - pd.to_timedelta(rows["date"].dt.day_of_week, unit="D")
    rows = rows.assign(week_from=monday, visitors=rows["visitors"].astype(float), reviews=rows["new_reviews"].astype(float) if "new_reviews" in rows else np.nan,
                       price_index=rows["price_index"] if "price_index" in rows else np.nan)
    weeks = rows.groupby(["rival", "week_from"], sort=True).agg(visitors=("visitors", "sum"), buyers=("buyers", "sum"), reviews=("reviews", lambda s: s.sum(min_count=1)),
                                                          price_index=("price_index", "mean"), days=("date", "nunique")).reset_index()
    weeks = weeks[(weeks["days"] == 7) & (weeks["visitors"] > 0)].reset_index(drop=True)
    return weeks.assign(pay_conversion=weeks["buyers"] / weeks["visitors"], reviews_each=weeks["reviews"] / weeks["buyers"].where(weeks["buyers"] > 0))


def _of_others(jumps: pd.DataFrame, name: str) -> pd.Series:
    """For each rival-week the median jump of the other rivals in that week; 1 where there are no others."""
    wide = jumps.pivot(index="week_from", columns="rival", values=name)
    others = pd.DataFrame({rival: wide.drop(columns=rival).median(axis=1) for rival in wide}).fillna(1.0)
    return pd.Series([others.at[week, rival] for week, rival in zip(jumps["week_from"], jumps["rival"], strict=True)], index=jumps.index)


def _less_price(jump: pd.Series, price: pd.Series) -> pd.Series:
    """The jump without what goes with the price, as the price moves conversion over all rival-weeks."""
    from statsmodels.robust.robust_linear_model import RLM
    from statsmodels.tools import add_constant

    logs = pd.DataFrame({"jump": np.log(jump.where(jump > 0)), "price": np.log(price.where(price > 0))}).dropna()
    # prices that hardly move explain nothing, and their noise must not be fitted
    if len(logs) < 3 or logs["price"].std() < _HAIR:
        return jump
    fit = RLM(logs["jump"], add_constant(logs[["price"]])).fit()
    return jump / np.exp(fit.params["price"] * np.log(price)).fillna(1.0)


def _beyond(jump: pd.Series, false_alarms: float) -> pd.Series:
    """Whether each jump lies further above the middle than chance has it, in the logarithm."""
    from scipy.stats import median_abs_deviation, norm

    logs = np.log(jump.where(jump > 0))
    known = logs.dropna()
    if known.empty:
        return pd.Series(False, index=jump.index)
    spread = median_abs_deviation(known, scale="normal")
    return logs - known.median() > max(norm.isf(false_alarms) * spread, _HAIR)
