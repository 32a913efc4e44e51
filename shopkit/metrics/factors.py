"""Which factor goes with the spread of margins: shares of R² over orders of entry, with intervals; and the proxies of four factors."""

from __future__ import annotations

from itertools import combinations
from math import comb

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.schema import Column

FACTORS = {
    "value": Label("Value", "价值"),
    "attraction": Label("Attraction", "吸引力"),
    "cost": Label("Cost", "成本"),
    "competition": Label("Competition", "竞争"),
}
COLUMNS = (
    Column("factor", "text", Label("Factor", "因素"), values=FACTORS),
    Column("proxy", "text", Label("Seen in", "用什么看")),
    Column("explained_share", "rate", Label("Share of the spread it goes with", "能解释的差异占比")),
    Column("share_low", "rate", Label("At least (95 %)", "下限（95%）")),
    Column("share_high", "rate", Label("At most (95 %)", "上限（95%）")),
    Column("factor_weight", "number", Label("Margin per unit of the proxy", "每单位指标对应的毛利率")),
    Column("weight_low", "number", Label("Weight, at least (95 %)", "权重下限（95%）")),
    Column("weight_high", "number", Label("Weight, at most (95 %)", "权重上限（95%）")),
    Column("planted_share", "rate", Label("Planted share", "埋下的占比")),
    Column("planted_weight", "number", Label("Planted weight", "埋下的权重")),
    Column("spread", "rate", Label("Margin points that go with it (one sd)", "对应的毛利率差异（一个标准差）")),
    Column("unit_margin", "rate", Label("Margin at the usual price", "日常价毛利率")),
    Column("usual_price", "money", Label("Usual price", "日常售价"), "money"),
    Column("click_lift", "number", Label("Clicks per impression against expected", "点击率与预期之比")),
    Column("advertised_share", "rate", Label("Share of orders from adverts", "广告带来的订单占比")),
    Column("sellers_per_search", "number", Label("Sellers per search", "每次搜索对应的卖家数")),
    Column("unit_gross", "money", Label("Left of one sale after the goods", "每卖一件的毛利"), "money"),
    Column("half", "text", Label("Half of the items", "哪一半商品"), values={"upper": Label("upper half", "较高的一半"), "lower": Label("lower half", "较低的一半")}),
    Column("items_counted", "count", Label("Items", "商品数"), "items"),
    Column("log_crowding", "number", Label("Sellers per search (log)", "每次搜索对应的卖家数（对数）")),
)
# how much an item is advertised moves its click rate, and says nothing of how attractive it is
HELD = ("advertised_share",)
PROXIES = {"value": "rating_shown", "attraction": "click_lift", "cost": "supplier", "competition": "log_crowding"}
PAID_SOURCES = ("search_ads", "audience_ads", "whole_shop_ads")


def factor_table(items, products, orders, market, paid_sources=PAID_SOURCES) -> pd.DataFrame:
    """One row per item: its margin at the usual price, and what can be seen of value, attraction, cost and competition.

        unit_margin = 1 − unit_cost ÷ usual_price (median of the days)

    value ← rating_shown on the item's first day here: what came before stands behind it; later days move with a handful of new
    reviews. attraction ← click_lift: clicks ÷ impressions against what an item with as many advertised orders gets, because
    adverts are shown to people who look for nothing; an item with few clicks is drawn towards 1 as far as its own
    clicks are luck (empirical Bayes), else that luck would make attraction look weaker than it is. cost ← supplier.
    competition ← log_crowding: log of sellers ÷ searches of the item's category.

    items: day × item (date, product_id, price, impressions, clicks, rating_shown). products: product_id, unit_cost, supplier,
    category; title if there. orders: product_id, paid_at, source. market: day × category × segment (category, searches, sellers).
    paid_sources: names of sources that are adverts. Returns one row per item that was shown and whose market is known: product_id, title,
    category, supplier, usual_price, unit_cost, unit_margin, rating_shown, click_rate, advertised_share, click_lift,
    sellers_per_search, log_crowding, units. Raises UserError where a column is missing.
    """
    for frame, columns, what in ((items, ("date", "product_id", "price", "impressions", "clicks", "rating_shown", "units"), "items"), (orders, ("product_id", "paid_at", "source"), "orders"),
                                 (products, ("product_id", "unit_cost", "supplier", "category"), "products"), (market, ("category", "searches", "sellers"), "market")):
        engine.need(nw.from_native(frame).lazy(), columns, f"factor_table(): {what}")
    days = items.sort_values("date", kind="stable").groupby("product_id")
    table = products.set_index("product_id")[[c for c in ("title", "category", "supplier", "unit_cost") if c in products]]
    table = table.assign(usual_price=days["price"].median(), rating_shown=days["rating_shown"].first(), units=days["units"].sum())
    seen = days[["impressions", "clicks"]].sum().astype(float).reindex(table.index)
    paid = orders.dropna(subset=["paid_at"])
    adverts = paid["source"].isin(paid_sources).groupby(paid["product_id"]).agg(["sum", "count"]).reindex(table.index, fill_value=0)
    crowd = market.groupby("category")[["sellers", "searches"]].sum().astype(float)
    crowd = crowd["sellers"] / crowd["searches"].where(crowd["searches"] > 0)
    table = table.assign(unit_margin=1 - table["unit_cost"] / table["usual_price"], click_rate=seen["clicks"] / seen["impressions"],
                         advertised_share=_steady_share(adverts["sum"], adverts["count"]), sellers_per_search=table["category"].map(crowd))
    table = table[(seen["clicks"] > 0) & table["sellers_per_search"].notna() & table["rating_shown"].notna()]
    lift = _lift(np.log(table["click_rate"]), seen["clicks"].reindex(table.index), table["advertised_share"])
    table = table.assign(click_lift=lift, log_crowding=np.log(table["sellers_per_search"]))
    return table.reset_index()


def explained_share(table: pd.DataFrame, outcome: str, factors: dict[str, str], held: tuple[str, ...] = (), resamples: int = 500,
                    seed: int = 1) -> pd.DataFrame:
    """How much of the spread of `outcome` each factor goes with: R² shared out, averaged over all orders of entry.

    Which factor enters first takes what two of them explain together, so each is given the mean of what it adds over all
    orders (the Shapley value of R², also called LMG). The shares add up to R² (attrs), the rest stays unexplained. They say what
    goes together, not what causes what; a factor that its proxy measures badly looks smaller than it is (errors in
    variables). Price and cost themselves are no factors: margin = 1 − cost ÷ price is made of them, and R² would be 1 by arithmetic.

    table: one row per item. outcome: a column of numbers. factors: name → column; a column of text is taken as categories.
    held: columns of numbers that are no factor and spoil a proxy: what they go with is taken out of everything first, and
    the shares are of the spread that is left.
    Returns one row per factor: factor, proxy, explained_share, share_low, share_high (95 %, bootstrap over items, percentiles), factor_weight
    (coefficient of the regression on all factors, statsmodels OLS; NaN for categories, and for all
    where one factor says the same as others together) with weight_low, weight_high (95 %,
    HC3), spread (standard deviation of what the factor contributes to the fitted outcome). attrs: r2, rows. Raises UserError
    where a column is missing, or the rows are fewer than the regression needs.
    Source: Lindeman, Merenda & Gold 1980; Grömping 2006 (relaimpo); Shapley 1953.

    >>> table = pd.DataFrame({"margin": [0.2, 0.3, 0.4, 0.5, 0.3, 0.4, 0.2, 0.5], "rating": [1.0, 2, 3, 4, 2, 3, 1, 4],
    ...     "supplier": list("abababab")})
    >>> found = explained_share(table, "margin", {"value": "rating", "cost": "supplier"}, resamples=20)
    >>> round(found.attrs["r2"], 6), found["factor"].tolist(), found["factor_weight"].round(3).tolist()[0]
    (1.0, ['value', 'cost'], 0.1)
    """
    # not statsmodels.api, which loads all of it
    from statsmodels.regression.linear_model import OLS

    engine.need(nw.from_native(table).lazy(), [outcome, *factors.values(), *held], "explained_share()")
    known = table[[outcome, *dict.fromkeys([*factors.values(), *held])]].dropna()
    y = known[outcome].astype(float).to_numpy()
    columns = {name: _columns(known[column]) for name, column in factors.items()}
    width = 1 + len(held) + sum(c.shape[1] for c in columns.values())
    if len(y) <= width or np.ptp(y) == 0:
        raise UserError(Label(f"explained_share(): {len(y)} items are too few for {width} coefficients, or all have the same {outcome}.",
                              f"explained_share()：{len(y)} 个商品不够估计 {width} 个系数，或者它们的 {outcome} 都一样。"), code="too_few_rows")
    x, still = np.column_stack(list(columns.values())), known[list(held)].astype(float).to_numpy()
    ends = np.cumsum([c.shape[1] for c in columns.values()])
    groups = [range(end - c.shape[1], end) for end, c in zip(ends, columns.values(), strict=True)]
    draw = np.random.default_rng(seed).integers(0, len(y), (resamples, len(y)))
    rows = np.concatenate([np.arange(len(y))[None], draw])
    shares = _shapley(np.column_stack([still, x, y])[rows], groups, len(held))
    low, high = np.nanpercentile(shares[1:], [2.5, 97.5], axis=0) if resamples else np.full((2, len(groups)), np.nan)
    design = np.column_stack([np.ones(len(y)), x, still])
    # where one factor can be told from the others (each category has one supplier, say), no weight belongs to it alone
    params, _, rank, _ = np.linalg.lstsq(design, y)
    apart = rank == design.shape[1]
    ci = OLS(y, design).fit(cov_type="HC3", use_t=True).conf_int() if apart else np.full((design.shape[1], 2), np.nan)
    result = []
    for n, (name, group) in enumerate(zip(factors, groups, strict=True)):
        at = [1 + i for i in group]
        text = not pd.api.types.is_numeric_dtype(known[factors[name]])
        weight = (np.nan,) * 3 if text or not apart else (params[at[0]], *ci[at[0]])
        result.append((name, factors[name], shares[0, n], low[n], high[n], *weight, float((x[:, list(group)] @ params[at]).std())))
    found = pd.DataFrame(result, columns=["factor", "proxy", "explained_share", "share_low", "share_high", "factor_weight", "weight_low", "weight_high", "spread"])
    found.attrs.update(r2=float(shares[0].sum()), rows=len(y))
    return found


def _columns(values: pd.Series) -> np.ndarray:
    """A factor as columns of numbers: itself, or one column per category but the first."""
    if pd.api.types.is_numeric_dtype(values):
        return values.astype(float).to_numpy()[:, None]
    return pd.get_dummies(values, dtype=float).iloc[:, 1:].to_numpy()


def _shapley(samples: np.ndarray, groups, held: int) -> np.ndarray:
    """(sample, group): mean over all orders of entry of what each group of columns adds to R². samples: (sample, row, held + columns + y)."""
    centred = samples - samples.mean(axis=1, keepdims=True)
    cov = centred.transpose(0, 2, 1) @ centred
    if held:  # what is left of each column besides those held still
        z, rest = cov[:, :held, :held], cov[:, held:, :held]
        cov = cov[:, held:, held:] - rest @ np.linalg.pinv(z, hermitian=True) @ rest.transpose(0, 2, 1)
    r2 = {}
    for size in range(len(groups) + 1):
        for chosen in combinations(range(len(groups)), size):
            at = [i for g in chosen for i in groups[g]]
            cross = cov[:, at, -1]
            # a resample may lack a category: the pseudo-inverse then gives that column nothing
            fit = np.einsum("si,sij,sj->s", cross, np.linalg.pinv(cov[:, at][:, :, at], hermitian=True), cross) if at else np.zeros(len(cov))
            r2[chosen] = fit / np.where(cov[:, -1, -1] > 0, cov[:, -1, -1], np.nan)
    k = len(groups)
    shares = np.zeros((len(cov), k))
    for g in range(k):
        for chosen in r2:
            if g not in chosen:
                shares[:, g] += (r2[tuple(sorted((*chosen, g)))] - r2[chosen]) / (k * comb(k - 1, len(chosen)))
    return shares


def _lift(log_rate, clicks, advertised) -> pd.Series:
    """exp of the log click rate less what the advertised share lets expect, drawn towards 1 as far as it is luck."""
    from statsmodels.regression.linear_model import WLS

    design, noise = pd.DataFrame({"level": 1.0, "advertised": advertised.astype(float)}), 1 / clicks  # variance of the log of a Poisson count
    if np.ptp(design["advertised"]) == 0:  # nothing to allow for
        design = design[["level"]]
    residual, weights = log_rate, pd.Series(1.0, index=log_rate.index)
    for _ in range(2):  # items differ by more than luck: weights by clicks alone would let the few large ones decide the line
        residual = log_rate - WLS(log_rate, design, weights=weights).fit().predict(design)
        weights = 1 / (_between(residual, noise) + noise)
    return np.exp(_steady(residual, noise))


def _steady_share(hits, trials) -> pd.Series:
    """hits ÷ trials, drawn towards the mean of all as far as it is luck."""
    whole = hits.sum() / trials.sum() if trials.sum() else np.nan
    n = trials.clip(lower=0.5)
    return _steady((hits / n).where(trials > 0, whole), whole * (1 - whole) / n)


def _steady(values: pd.Series, noise: pd.Series) -> pd.Series:
    """Values drawn towards their mean by the share of their spread that is noise (its variance is given)."""
    between = _between(values, noise)
    weights = 1 / (between + noise)
    middle = float((weights * values).sum() / weights.sum())
    return middle + between / (between + noise) * (values - middle)


def _between(values: pd.Series, noise: pd.Series) -> float:
    """Variance between items, beyond the noise of each (Paule and Mandel's estimate, as in a meta-analysis)."""
    from statsmodels.stats.meta_analysis import combine_effects

    if len(values) < 3 or not (noise > 0).all():
        return float(np.var(values))
    return max(float(combine_effects(values.to_numpy(float), noise.to_numpy(float), method_re="iterated").tau2), 0.0)
