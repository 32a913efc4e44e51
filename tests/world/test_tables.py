"""Tables around the orders: coupons, reviews, chats, messages, ads, rivals and changes agree with them and with each other."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shopkit.schema import TABLES, problems
from shopkit.world import draw_shop, plan_of
from shopkit.world.draw import draw

HOUR = pd.Timedelta(hours=1)
PLANS = [plan_of("demo", locale=locale) for locale in ("zh_CN", "en_US")]
# what each offer takes off, by its name in the language of its shop
OFF = {getattr(c.name, plan.language): c.off for plan in PLANS for c in plan.coupons}
HELD_OUT = ("对照组（未发送）", "Held out (nothing sent)")
ALWAYS = ("orders products customers events shop_days traffic items ads costs reviews chats coupons competitors market market_reviews").split()


@pytest.fixture(params=["demo", "us"])
def whole(request):
    """A shop of all five months: with messages, changes and a test of pictures."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def midnight():
    """Tables of a shop that everybody visits in the last hour of the day and asks before ordering: much ends after midnight."""
    plan = plan_of("demo", seed=3, locale="en_US", scale=10, days=2)
    return draw(replace(plan, hours=(0,) * 23 + (1,), run_in=3, service=replace(plan.service, chats=1.0, reply=600.0)))[0]


def last_day(shop) -> pd.Timestamp:
    return shop.shop_days["date"].max()


def first_hour(shop) -> pd.Timestamp:
    """Who was in the shop at the first midnight came before it, in a night that no table has."""
    return shop.shop_days["date"].min() + HOUR


def of_known(shop) -> pd.DataFrame:
    """Events of everybody who logged in sooner or later, each with that person's customer_id."""
    who = shop.events.dropna(subset=["customer_id"]).drop_duplicates("visitor_id").set_index("visitor_id")["customer_id"]
    return shop.events.assign(customer_id=shop.events["visitor_id"].map(who)).dropna(subset=["customer_id"])


def was_there(shop, rows, at) -> pd.Series:
    """Whether each row's customer did something in the shop in the hour before it."""
    seen = of_known(shop).sort_values("at")[["customer_id", "at"]].rename(columns={"at": "seen_at"})
    left = rows[["customer_id", at]].sort_values(at)
    near = pd.merge_asof(left, seen, left_on=at, right_on="seen_at", by="customer_id", tolerance=HOUR)
    return near.set_axis(left.index)["seen_at"].notna().reindex(rows.index)


def began_with(shop) -> pd.DataFrame:
    """Each visit's day, source and first item page (none where it saw none on that day, before it ordered)."""
    e = shop.events.sort_values("at", kind="stable")
    visits = e.groupby("visit_id").agg(at=("at", "min"), source=("source", "first"))
    ordered = e[e["step"] == "order"].groupby("visit_id")["at"].min()
    looks = e[e["step"] == "detail"].drop_duplicates("visit_id").set_index("visit_id")[["at", "product_id"]]
    before = ~(looks["at"] > ordered.reindex(looks.index))
    visits["product_id"] = looks["product_id"].where(before)
    visits["same_day"] = looks["at"].dt.floor("D").reindex(visits.index) == visits["at"].dt.floor("D")
    return visits.assign(date=visits["at"].dt.floor("D")).dropna(subset=["product_id"])


# every table --------------------------------------------------------------------------------------------------------


def test_every_table_keeps_its_declaration(drawn):
    assert set(ALWAYS) <= set(drawn.tables) and not drawn.derived
    for name in drawn.tables:
        assert problems(name, drawn.table(name)).empty and len(drawn.table(name)), name


def test_the_demo_has_every_table_and_every_column(demo):
    assert demo.tables == tuple(TABLES)
    # no exceptions: whatever the schema declares, the course can show
    empty = {f"{name}.{c.name}" for name, table in TABLES.items() for c in table.columns
             if c.name not in demo.columns(name) or demo.table(name)[c.name].isna().all()}
    assert empty == set()


def test_nothing_lies_after_the_last_day(drawn):
    end = last_day(drawn) + pd.Timedelta(days=1)
    for name in drawn.tables:
        for c in TABLES[name].columns:
            # an item may be announced for a day that a short shop does not reach
            if c.kind in ("date", "time") and (name, c.name) != ("products", "launched_on"):
                assert (drawn.table(name)[c.name].dropna() < end).all(), f"{name}.{c.name}"


def test_nothing_but_people_is_older_than_the_shop(drawn):
    first = drawn.shop_days["date"].min()
    for name in drawn.tables:
        for c in TABLES[name].columns:
            if c.kind in ("date", "time") and (name, c.name) not in {("products", "launched_on"), ("customers", "first_seen_on")}:
                assert (drawn.table(name)[c.name].dropna() >= first).all(), f"{name}.{c.name}"


def test_ids_name_something(drawn):
    items, people = set(drawn.products["product_id"]), set(drawn.customers["customer_id"])
    for name in drawn.tables:
        frame = drawn.table(name)
        if "product_id" in frame:
            assert set(frame["product_id"].dropna()) <= items, name
        if "customer_id" in frame:
            assert set(frame["customer_id"].dropna()) <= people, name
    for name, key in (("products", "product_id"), ("customers", "customer_id"), ("chats", "chat_id"), ("coupons", "coupon_id")):
        assert drawn.table(name)[key].is_unique, name


def test_one_person_has_one_number_everywhere(drawn):
    known = drawn.events.dropna(subset=["customer_id"])
    for one, other in (("visitor_id", "customer_id"), ("customer_id", "visitor_id"), ("visit_id", "customer_id")):
        assert known.groupby(one)[other].nunique().eq(1).all()
    # the order's customer is whose visit it was
    visitor = drawn.events.drop_duplicates("visit_id").set_index("visit_id")["visitor_id"]
    customer = known.drop_duplicates("visitor_id").set_index("visitor_id")["customer_id"]
    orders = drawn.orders[["visit_id", "customer_id"]].drop_duplicates()
    assert (orders["visit_id"].map(visitor).map(customer) == orders["customer_id"]).all()
    # who chats or claims is in the shop
    for name, at in (("chats", "started_at"), ("coupons", "claimed_at")):
        rows = drawn.table(name)
        rows = rows[rows[at] >= first_hour(drawn)]
        assert was_there(drawn, rows, at).all(), name


def test_the_demo_has_enough_to_see_all_this(demo):
    o, heads = demo.orders, demo.orders.drop_duplicates("order_id")
    assert heads["coupon_id"].notna().sum() > 50 and heads["is_presale"].sum() > 20
    assert demo.coupons["used_order_id"].isna().sum() > 100 and demo.chats["led_to_order"].sum() > 100
    assert len(demo.reviews) > 0.2 * o["delivered_at"].notna().sum() and demo.reviews["replied_at"].notna().sum() > 20
    assert demo.ads["ad_orders"].sum() > 100 and len(demo.pushes) > 500


# coupons, pre-sale, stock -------------------------------------------------------------------------------------------


def test_a_coupon_takes_its_share_off_and_nothing_else_does(drawn):
    o = drawn.orders.assign(date=drawn.orders["ordered_at"].dt.floor("D"))
    o = o.merge(drawn.items[["date", "product_id", "price"]], on=["date", "product_id"], how="left", validate="many_to_one")
    o = o.merge(drawn.coupons[["coupon_id", "offer"]], on="coupon_id", how="left", validate="many_to_one")
    off = o["offer"].map(OFF).fillna(0)
    full = (o["price"] * 100).round() * o["quantity"].astype(int)
    # half a cent is rounding
    assert ((o["order_amount"] * 100 - full * (1 - off)).abs() <= 0.5 + 1e-6).all()
    assert (off > 0).equals(o["coupon_id"].notna()) and o["order_amount"].notna().all()


def test_a_used_coupon_is_in_one_order_of_who_claimed_it(drawn):
    heads = drawn.orders.drop_duplicates("order_id")
    assert drawn.orders.groupby("order_id")["coupon_id"].nunique(dropna=False).eq(1).all()
    used = drawn.coupons.dropna(subset=["used_order_id"])
    assert used["used_order_id"].is_unique
    taken = heads.dropna(subset=["coupon_id"])
    assert dict(zip(taken["order_id"], taken["coupon_id"], strict=True)) == dict(zip(used["used_order_id"], used["coupon_id"], strict=True))
    both = used.merge(heads, left_on="used_order_id", right_on="order_id", suffixes=("", "_of_order"))
    assert len(both) == len(used) and (both["customer_id"] == both["customer_id_of_order"]).all()
    assert (both["claimed_at"] <= both["ordered_at"]).all()


def test_every_coupon_of_an_order_is_in_the_table(drawn, midnight):
    for orders, coupons in ((drawn.orders, drawn.coupons), (midnight["orders"], midnight["coupons"])):
        assert set(orders["coupon_id"].dropna()) <= set(coupons["coupon_id"]) and orders["coupon_id"].notna().any()
    # there are orders of visits that began before the first midnight, and what has no coupon has its full price
    o, first = midnight["orders"], midnight["shop_days"]["date"].min()
    seen = midnight["events"].groupby("visit_id")["step"].first()
    assert o["visit_id"].map(seen).eq("order").any()
    o = o.assign(date=o["ordered_at"].dt.floor("D")).merge(midnight["items"][["date", "product_id", "price"]], on=["date", "product_id"])
    full = o["price"] * o["quantity"].astype(int)
    assert ((o["order_amount"] < full - 0.005) == o["coupon_id"].notna()).all() and (midnight["coupons"]["claimed_at"] >= first).all()


def test_a_pre_sale_is_paid_on_the_balance_evening_or_not(demo):
    presale = demo.orders[demo.orders["is_presale"]]
    heads = presale.drop_duplicates("order_id")
    assert heads["ordered_at"].between("2025-10-15", "2025-10-20 00:30").all() and len(heads) > 20
    paid = heads["paid_at"].dropna()
    assert paid.between("2025-10-20 20:00", "2025-10-20 23:59:59").all() and 0.6 < len(paid) / len(heads) < 1
    assert (heads.loc[heads["paid_at"].isna(), "status"] == "cancelled").all()
    # an order waits if one of its items is on pre-sale on the day of the visit
    begun = demo.events.groupby("visit_id")["at"].min().dt.floor("D")
    lines = demo.orders.assign(date=demo.orders["visit_id"].map(begun))
    lines = lines.merge(demo.items[["date", "product_id", "is_presale"]], on=["date", "product_id"], suffixes=("", "_item"), validate="many_to_one")
    assert len(lines) == len(demo.orders)
    of_order = lines.groupby("order_id")[["is_presale", "is_presale_item"]].any()
    assert (of_order["is_presale"] == of_order["is_presale_item"]).all()


def test_nobody_orders_from_an_empty_shelf(demo):
    begun = demo.events.groupby("visit_id")["at"].min().dt.floor("D")
    lines = demo.orders.assign(date=demo.orders["visit_id"].map(begun)).merge(demo.items[["date", "product_id", "stock"]], on=["date", "product_id"])
    assert (lines["stock"] > 0).all() and len(lines) == len(demo.orders)
    out = demo.items[demo.items["stock"] == 0]
    assert len(out) == 7 and out["product_id"].nunique() == 1 and (out["visitors"] > 0).any()


# service ------------------------------------------------------------------------------------------------------------


def test_a_review_follows_its_parcel(drawn):
    r = drawn.reviews.merge(drawn.orders, on=["order_id", "product_id"], how="left", validate="one_to_one")
    assert len(r) == len(drawn.reviews) and r["delivered_at"].notna().all()
    assert (r["at"] > r["delivered_at"]).all()
    for score in ("score_item", "score_service", "score_logistics"):
        assert drawn.reviews[score].isin([1, 2, 3, 4, 5]).all()
    replied = drawn.reviews["replied_at"].notna()
    assert (drawn.reviews.loc[replied, "replied_at"] > drawn.reviews.loc[replied, "at"]).all()


def test_a_chat_that_led_to_an_order_has_its_order(drawn, midnight):
    for chats, orders in ((drawn.chats, drawn.orders), (midnight["chats"], midnight["orders"])):
        placed = orders.drop_duplicates("order_id").sort_values("ordered_at")[["customer_id", "ordered_at"]]
        soon = pd.merge_asof(chats[chats["led_to_order"]].sort_values("started_at"), placed, left_on="started_at", right_on="ordered_at", by="customer_id",
                             direction="forward", tolerance=HOUR)
        assert soon["ordered_at"].notna().all()
        # one chat, one order
        assert not soon.duplicated(["customer_id", "ordered_at"]).any()
    assert midnight["chats"]["led_to_order"].any() and (drawn.chats["first_reply_s"] > 0).all() and drawn.chats["score"].dropna().isin([1, 2, 3, 4, 5]).all()


def test_a_message_is_sent_to_nobody_who_pays_later():
    shop = draw_shop(seed=1, scale=3, days=120, scenario="lesson_07")
    first = shop.orders.groupby("customer_id")["paid_at"].min()
    ordered = shop.orders.groupby("customer_id")["ordered_at"].min()
    day = shop.pushes["at"].min().floor("D")
    # some had ordered by then and paid after it
    assert ((ordered < day) & (first > day)).any()
    older = shop.customers.set_index("customer_id")["first_seen_on"] < shop.shop_days["date"].min()
    sent = shop.pushes["customer_id"]
    assert ((sent.map(first) < day) | sent.map(older)).all() and len(sent) > 3000


def test_a_message_goes_to_who_has_paid_before_and_to_no_other(whole):
    sent = whole.pushes.merge(whole.customers[["customer_id", "first_seen_on"]], on="customer_id", validate="many_to_one")
    assert len(sent) == len(whole.pushes) and not sent.duplicated("customer_id").any()
    first = whole.orders.groupby("customer_id")["paid_at"].min()
    # who was a visitor before the shop's first day may have bought then
    older = sent["first_seen_on"] < whole.shop_days["date"].min()
    midnight = sent["at"].min().floor("D")
    assert ((sent["customer_id"].map(first) < midnight) | older).all() and not older.all()
    assert set(first[first < midnight].index) <= set(sent["customer_id"])
    held = sent["channel"].isin(HELD_OUT)
    (push,) = PLANS[0].pushes
    assert abs(held.mean() - push.holdout) < 4 * np.sqrt(push.holdout * (1 - push.holdout) / len(sent)) and sent["channel"].nunique() == 2
    assert (sent.loc[held, "cost"] == 0).all() and (sent.loc[~held, "cost"] > 0).all()
    assert not sent.loc[held, ["opened", "opted_out"]].any().any() and 0.05 < sent.loc[~held, "opened"].mean() < 0.5
    # a few opt out: within four standard deviations of as many as should, and in the demo there are some to look at
    n, due = int(sent.loc[~held, "opted_out"].sum()), push.opts_out * (~held).sum()
    assert abs(n - due) < 4 * np.sqrt(due) and (n > 0 or whole.currency == "USD")


# ads ----------------------------------------------------------------------------------------------------------------


def test_ads_cost_what_their_sources_cost(drawn):
    ads, traffic = drawn.ads, drawn.traffic.set_index(["date", "source"])["cost"]
    spent = ads.groupby(["date", "channel"])["cost"].sum().reindex(traffic.index, fill_value=0)
    assert np.allclose(spent, traffic, rtol=0, atol=1e-6) and traffic.sum() > 0
    assert not ads.duplicated(["date", "channel", "campaign", "creative"]).any()
    assert (ads["clicks"] <= ads["impressions"]).all() and ((ads["clicks"] == 0) == (ads["cost"] == 0)).all()


def test_no_plan_costs_more_than_its_budget_of_the_day(drawn):
    plans = drawn.ads.groupby(["date", "channel", "campaign"]).agg(cost=("cost", "sum"), budget=("budget", "first"), budgets=("budget", "nunique"))
    assert (plans["cost"] <= plans["budget"] + 1e-9).all() and (plans["budgets"] == 1).all() and (plans["budget"] % 10 == 0).all()
    # and budgets go with what is spent: where one is more than the least that is set, it is neither idle nor always short
    more = plans[plans["budget"] > 20]
    assert len(more) < 100 or 0.3 < more["cost"].sum() / more["budget"].sum() < 0.7


def test_an_item_is_shown_at_least_as_often_as_its_ads(drawn):
    ads = drawn.ads.groupby(["date", "product_id"])["impressions"].sum()
    items = drawn.items.set_index(["date", "product_id"])["impressions"]
    assert (items.reindex(ads.index) >= ads).all()
    # a shop with nothing but ads: where all clicks come of ads, an item is shown as often as they are, or a few times more
    plan = plan_of("demo", seed=3, scale=0.3, days=20)
    ours = {p.source for p in plan.promotions}
    tables = draw(replace(plan, sources=tuple(replace(s, share=s.share * (s.name in ours), back=float(s.name == "search_ads")) for s in plan.sources)))[0]
    shown, advertised = (tables[name].groupby(["date", "product_id"])["impressions"].sum() for name in ("items", "ads"))
    assert (shown.reindex(advertised.index) >= advertised).all()
    same = shown.reindex(advertised.index) == advertised
    assert same.mean() > 0.6


def test_ads_are_clicked_at_least_as_often_as_their_visits_began(drawn):
    visits = began_with(drawn)
    keys = ["date", "source", "product_id"]
    began = visits[visits["same_day"]].groupby(keys).size()
    clicks = drawn.ads.rename(columns={"channel": "source"}).groupby(keys)["clicks"].sum()
    began = began.reindex(clicks.index, fill_value=0)
    assert (clicks >= began).all() and began.sum() > 0.85 * clicks.sum()


def test_ads_sell_what_their_visits_ordered(drawn):
    visits = began_with(drawn)
    paid = drawn.orders[drawn.orders["paid_at"].notna()]
    orders = paid.groupby("order_id").agg(visit_id=("visit_id", "first"), at=("ordered_at", "first"), amount=("paid_amount", "sum"))
    orders = orders.join(visits[["source", "product_id"]], on="visit_id").assign(date=orders["at"].dt.floor("D"))
    keys = ["date", "source", "product_id"]
    sold = drawn.ads.rename(columns={"channel": "source"}).groupby(keys)[["ad_orders", "ad_sales"]].sum()
    # of a visit from before the first midnight the beginning is not in the table
    sold = sold[sold.index.get_level_values("date") > drawn.shop_days["date"].min()]
    theirs = orders.groupby(keys).agg(ad_orders=("amount", "size"), ad_sales=("amount", "sum")).reindex(sold.index, fill_value=0)
    assert (sold["ad_orders"] == theirs["ad_orders"]).all()
    assert np.allclose(sold["ad_sales"], theirs["ad_sales"], rtol=0, atol=1e-6)


def test_a_test_of_pictures_is_a_fair_one(whole):
    seen = whole.ad_exposures
    assert seen["visitor_id"].is_unique and seen["visitor_id"].between(0, 2**53 - 1).all()
    assert not set(seen["visitor_id"]) & set(whole.events["visitor_id"])
    assert (seen["clicks"] <= seen["impressions"]).all() and (seen["impressions"] >= 1).all()
    n = seen["creative"].value_counts()
    # four standard deviations of a coin
    assert len(n) == 2 and abs(n.iloc[0] - n.iloc[1]) < 4 * np.sqrt(n.sum())
    assert seen["first_at"].dt.floor("D").nunique() == 14


# around the shop ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "keys", "n"), [("competitors", ["rival"], 10), ("market", ["category", "segment"], 17)])
def test_every_day_has_every_rival_and_niche_once(drawn, name, keys, n):
    frame = drawn.table(name)
    assert not frame.duplicated(["date", *keys]).any()
    assert frame.groupby("date").size().reindex(drawn.shop_days["date"]).eq(n).all() and len(frame) == n * len(drawn.shop_days)
    assert len(frame[keys].drop_duplicates()) == n
    assert (frame["paid_amount"] >= 0).all()


def test_a_rival_sells_to_its_visitors(drawn):
    c = drawn.competitors
    buyers = (c["pay_conversion"] * c["visitors"]).fillna(0).astype(float)
    assert c["pay_conversion"].dropna().between(0, 1).all() and (c["pay_conversion"].isna() == (c["visitors"] == 0)).all()
    # conversion is rounded to four digits
    assert (c["units"] >= buyers - 1e-4 * c["visitors"]).all() and (buyers <= c["visitors"]).all()
    assert c.groupby("rival")[["category", "same_tier"]].nunique().eq(1).all().all()
    known = c.drop_duplicates("rival").set_index("rival")["category"]
    reviews = drawn.market_reviews
    assert (reviews["rival"].map(known) == reviews["category"]).all() and reviews["score"].isin([1, 2, 3, 4, 5]).all()
    assert set(drawn.market["category"]) | set(known) <= set(drawn.products["category"])


def test_changes_are_of_this_shop_or_a_rival(whole):
    changes = whole.changes
    assert changes["at"].is_monotonic_increasing and set(changes["who"]) <= {whole.name, *whole.competitors["rival"]}
    rivals = changes["who"] != whole.name
    assert rivals.any() and changes.loc[rivals, "product_id"].isna().all() and changes["product_id"].notna().any()
