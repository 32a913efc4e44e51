"""Drawn tables → the sums in which a cause shows: what its expectation is held against."""

from __future__ import annotations

import pandas as pd

from shopkit.world.expect import PUSH_DAYS
from shopkit.world.plan import Cause, ShopPlan
from shopkit.world.truth import rows_of


def measured(tables: dict[str, pd.DataFrame], plan: ShopPlan, cause: Cause) -> tuple[float, ...]:
    """(top, bottom), or the one sum, of what a cause shows in. tables: as draw gives them for a plan in Chinese."""
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
        here = events[(events["at"] >= pd.Timestamp(push.day)) & (events["at"] < pd.Timestamp(push.day) + pd.Timedelta(days=len(PUSH_DAYS)))]
        sent = mine["channel"] == push.channel.zh
        came = mine["customer_id"].isin(here["customer_id"].dropna())
        n = int(sent.sum())
        followed = (came[sent].mean() - came[~sent].mean()) * n if (~sent).any() else 0
        rows.append({"date": pd.Timestamp(push.day), "push": push.name, "sent": n, "opened": int(mine["opened"].sum()), "opted_out": int(mine["opted_out"].sum()),
                     "followed": followed})
    return pd.DataFrame(rows)
