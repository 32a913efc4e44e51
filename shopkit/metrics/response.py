"""How much more a larger budget brings: response curves with diminishing returns, and the split at which no move pays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.schema import Column

COLUMNS = (
    Column("ad_days", "count", Label("Days counted", "计入天数"), "days"),
    Column("daily_cost", "money", Label("Spend a day", "日均花费"), "money"),
    Column("daily_clicks", "number", Label("Clicks a day", "日均点击量")),
    Column("left_amount", "money", Label("Left before advertising, a day", "日均贡献（推广前）"), "money"),
    Column("daily_profit", "money", Label("Left after advertising, a day", "日均贡献（推广后）"), "money"),
    Column("average_return", "number", Label("Each yuan or dollar brings, on average", "平均每一元带回")),
    Column("budget_tried", "flag", Label("Within the budgets tried", "在试过的预算之内")),
    Column("marginal_return", "number", Label("The next one brings", "再多花一元带回")),
)
# fewer budgets than this draw no curve
FEWEST = 5


@dataclass(frozen=True)
class Curve:
    """result = scale × spend ** returns. low, high: the interval of `returns`; least, most: the spends that were tried."""

    scale: float
    returns: float
    low: float
    high: float
    least: float
    most: float
    tried: int

    def at(self, spend):
        """The result at a spend (a number or an array)."""
        return self.scale * np.asarray(spend, dtype=float) ** self.returns

    def marginal(self, spend):
        """What one more unit of money brings at a spend: the slope of the curve there."""
        return self.scale * self.returns * np.asarray(spend, dtype=float) ** (self.returns - 1)

    @property
    def text(self) -> str:
        """The fitted formula."""
        return f"{self.scale:.3g} × spend ^ {self.returns:.3f}"


def response_curve(table: pd.DataFrame, spend: str, result: str, weights: str | None = None, level: float = 0.95) -> Curve:
    """A curve of diminishing returns through several budgets and what each brought.

        result = scale × spend ** returns, a straight line in logarithms (least squares, statsmodels)

    returns = 0.7 says that 10% more spend brings about 7% more. It is an effect only where the budgets were set by lot: a
    budget that follows demand is high on days that would have been good without it, and the curve comes out too straight.
    A day's chance moves clicks and spend together, which pulls returns towards 1: take rows of several days.

    table: one row per budget tried. spend, result: its columns. weights: a column of how many days stand behind a row.
    level: how often the interval holds the true returns (errors robust to unequal spread: HC3, t distribution).
    Returns a Curve. Rows without spend or result are left out. Raises UserError where a column is missing, or fewer than
    5 different budgets are left.
    Source: the power curve of the advertising-response literature (Hanssens, Parsons, Schultz, Market Response Models).

    >>> tried = pd.DataFrame({"cost": [25.0, 50.0, 100.0, 150.0, 200.0]})
    >>> curve = response_curve(tried.assign(clicks=4 * tried["cost"] ** 0.7), "cost", "clicks")
    >>> round(curve.scale, 3), round(curve.returns, 3), round(float(curve.marginal(100)), 3)
    (4.0, 0.7, 0.703)
    """
    # statsmodels.api would load all of it
    from statsmodels.regression.linear_model import WLS
    from statsmodels.tools import add_constant

    engine.need(table, [spend, result, *([weights] if weights else [])], "response_curve()")
    rows = table[(table[spend] > 0) & (table[result] > 0)]
    if rows[spend].round(6).nunique() < FEWEST:
        raise UserError(Label(f"A curve needs at least {FEWEST} different budgets; here are {rows[spend].nunique()}. Try more of them, set by lot.",
                              f"画曲线至少要试过 {FEWEST} 种不同的预算，这里只有 {rows[spend].nunique()} 种。多试几档，预算要随机定。"), code="too_few_budgets")
    x, y = np.log(rows[spend].to_numpy(float)), np.log(rows[result].to_numpy(float))
    of = rows[weights].to_numpy(float) if weights else np.ones(len(rows))
    fitted = WLS(y, add_constant(x), weights=of).fit(cov_type="HC3", use_t=True)
    low, high = fitted.conf_int(alpha=1 - level)[1]
    return Curve(float(np.exp(fitted.params[0])), float(fitted.params[1]), float(low), float(high),
                 float(rows[spend].min()), float(rows[spend].max()), len(rows))


def budget_table(curves: dict[str, Curve], worth: dict[str, float], spends: dict[str, float]) -> pd.DataFrame:
    """What a split of the budget brings: one row per source.

        left_amount = worth × clicks(spend);                daily_profit = left_amount − spend
        average_return = left_amount ÷ spend;               marginal_return = worth × slope of the curve at spend

    curves: source → Curve of clicks a day. worth: source → money left of one click before advertising. spends: source → money a day.
    Returns source, daily_cost, daily_clicks, left_amount, daily_profit, average_return, marginal_return (NaN at no spend), and
    budget_tried (whether this spend lies among those that the curve was drawn through).

    >>> curve = Curve(4.0, 0.5, 0.5, 0.5, 1, 200, 9)
    >>> budget_table({"search_ads": curve}, {"search_ads": 0.5}, {"search_ads": 16.0})[["daily_clicks", "daily_profit", "marginal_return"]]
       daily_clicks  daily_profit  marginal_return
    0          16.0          -8.0             0.25
    """
    rows = []
    for source, curve in curves.items():
        spend = float(spends[source])
        clicks = float(curve.at(spend))
        left = worth[source] * clicks
        rows.append((source, spend, clicks, left, left - spend, left / spend if spend > 0 else np.nan,
                     worth[source] * float(curve.marginal(spend)) if spend > 0 else np.nan, curve.least <= spend <= curve.most))
    return pd.DataFrame(rows, columns=["source", "daily_cost", "daily_clicks", "left_amount", "daily_profit", "average_return", "marginal_return", "budget_tried"])


def best_split(curves: dict[str, Curve], worth: dict[str, float], total: float | None = None) -> dict[str, float]:
    """The budget of each source at which the next unit of money brings the same everywhere: no move from one to another pays.

        worth × scale × returns × spend ** (returns − 1) = the same λ for all sources; the spends add up to `total`

    With total=None spending ends where the next unit of money brings itself back and no more (λ = 1): the largest profit.
    Solved for λ with scipy (brentq); every curve must bend (0 < returns < 1), else all of the money belongs to one source.

    curves, worth: as budget_table(). total: money a day to be spent, or None.
    Returns source → spend. A source whose clicks leave nothing gets nothing. Raises UserError where a curve does not bend.

    >>> curve = Curve(4.0, 0.5, 0.5, 0.5, 1, 200, 9)
    >>> {s: round(v, 6) for s, v in best_split({"a": curve, "b": curve}, {"a": 1.0, "b": 2.0}, total=100.0).items()}
    {'a': 20.0, 'b': 80.0}
    """
    from scipy.optimize import brentq

    straight = [source for source, curve in curves.items() if not 0 < curve.returns < 1]
    if straight:
        names = ", ".join(straight)
        raise UserError(Label(f"The curve of {names} does not bend: by it more spend would never bring less, and all money would belong there. "
                              f"Budgets that follow demand give such curves; set them by lot.",
                              f"{names} 的曲线不弯：按它算，花得再多也不打折，钱全该给它。预算跟着需求走就会得出这种曲线，请随机定预算。"), code="no_bend")
    paying = [s for s in curves if worth[s] > 0]
    spends = dict.fromkeys(curves, 0.0)
    if not paying or (total is not None and total <= 0):
        return spends
    strength = np.array([worth[s] * curves[s].scale * curves[s].returns for s in paying])
    bend = np.array([1 - curves[s].returns for s in paying])

    def at(log_marginal):
        return (strength * np.exp(-log_marginal)) ** (1 / bend)

    if total is None:
        best = at(0.0)
    else:
        # the λ at which one source alone would take all, and one at which even all of them together take less
        ends = np.log(strength) - bend * np.log(total)
        low, high = ends.min() - 1, (np.log(strength) - bend * np.log(total / len(paying))).max() + 1
        best = at(brentq(lambda v: at(v).sum() - total, low, high, xtol=1e-14, rtol=1e-14))
        best *= total / best.sum()
    return spends | {s: float(v) for s, v in zip(paying, best, strict=True)}
