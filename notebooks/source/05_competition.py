# %% [markdown] lang="en" needs="shop_days.visitors, shop_days.buyers, shop_days.paid_amount"
# # 05 Competition: who can pay for the next visitor?
#
# **About 75 minutes.** This morning three rivals cut their earphones by a fifth. Your partner wants to follow before noon. Do you?
#
# After this lesson you can
# - read click rate and conversion as multiples of shops like yours, and notice when “shops like yours” are others than last month;
# - work out up to what price of a visitor each shop survives, yours among them;
# - tell a share of sales from a share of profit, and find the niches where few serve many;
# - reckon a price war through before you join it;
# - handle a suspicion of faked orders: with a base rate, and without accusing anybody.

# %% [markdown] lang="zh" needs="shop_days.visitors, shop_days.buyers, shop_days.paid_amount"
# # 05 竞争：下一个访客，谁付得起？
#
# **约 75 分钟。** 今天早上，三家对手的耳机一起降了两成。合伙人催你中午之前跟上。跟不跟？
#
# 学完这一课，你能够
# - 把点击率、转化率看成“同类店铺的几倍”，并且发现“同类店铺”什么时候换了一批；
# - 算出访客涨到多少钱，哪家店就撑不住了，包括你自己；
# - 分清销售份额和利润份额，找到人多、卖家少的细分市场；
# - 跟价格战之前，先把账算完；
# - 怀疑别人刷单时，知道怎么用基础概率，也知道不能指名道姓。

# %% tags=["parameters"]
SHOP = "lesson_05"

# %%
import matplotlib.pyplot as plt

from shopkit import (
    base_rates,
    beside_rivals,
    change_effects,
    concentration,
    exercises,
    fall_out,
    market_shares,
    multiples,
    niches,
    open_shop,
    open_truth,
    sentences,
    set_language,
    show,
    suspicions,
    use_style,
    usual_days,
)
from shopkit.lessons import lesson_05 as lesson
from shopkit.lessons.lesson_00 import paid_orders
from shopkit.metrics.competition import visitor_value
from shopkit.metrics.event_study import change_lines
from shopkit.metrics.price_war import own_in_a_war, price_cuts_seen, who_cuts
from shopkit.metrics.survivors import picture_prices
from shopkit.metrics.traffic import rate_before_ads
from shopkit.plots import (
    plot_change,
    plot_cuts,
    plot_multiples,
    plot_niches,
    plot_picture_prices,
    plot_shares,
    plot_survivors,
)

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("05", shop), exercises("05", shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Guess first
#
# Visitors get dearer, for everybody alike. Which shop gives up first: the `"cheapest"`, the `"smallest"` or the one with the lowest `"conversion"`? Put one of the three between the quotation marks and run the cell (**Shift + Enter**). You will meet your guess again.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 先猜一猜
#
# 访客越来越贵，大家一样贵。哪家店最先撑不住：`"价格最低"`的、`"访客最少"`的，还是`"转化率最低"`的？在引号里写上其中一个，运行这一格（**Shift + Enter**）。你的猜测后面会再见到。

# %% tags=["lesson-only"]
my_guess = ""

# %% [markdown] lang="en" tags=["lesson-only"] ideas="C1"
# ## What you can see of a rival
#
# To open a shop is to compete: the visitor who reads your page has four others open. Three rates decide who is still there next year: how often you are clicked, how often you sell, and what is left of it. The first two you can compare. The third nobody shows you:

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="C1"
# ## 对手身上，你看得到什么
#
# 开店就是竞争：正在看你页面的人，还开着另外四家。明年谁还在，看三个率：多少人点你、多少人买、卖完剩多少。前两个能比，第三个谁也不会给你看：

# %% tags=["lesson-only"]
show(lesson.what_is_seen())

# %% [markdown] lang="en" tags=["lesson-only"]
# (That platforms give rivals' figures as indices is general knowledge of November 2026; it was not checked against the platforms' own help pages.) In this course's table of rivals the indices are already turned back into figures. Read everything in it, and above all the profit rate, as **an estimate by somebody outside**.

# %% [markdown] lang="zh" tags=["lesson-only"]
# （平台只给竞店指数，这是 2026 年 11 月的通行说法，没有逐一核对平台的帮助页面。）本课的竞店表里，指数已经换算回数值。表里的每个数，尤其是净利润率，都当成**外人的估计**来读。

# %% tags=["lesson-only"]
say("rivals", shop.competitors)

# %% [markdown] lang="en" needs="shop_days.peer_average_conversion" ideas="C1"
# ## How many times the average?
#
# The platform sorts the shops of a category into **tiers** by what was paid to them in the last 30 days, and shows you, for each day, the average conversion of your tier. How do you compare a whole period with it? Ask what an average shop would have made of **your** visitors, day by day, add that up, and divide your buyers by it. One product for each day, one sum, one division:

# %% [markdown] lang="zh" needs="shop_days.peer_average_conversion" ideas="C1"
# ## 是平均的几倍？
#
# 平台按最近 30 天的支付金额把同类目的店铺分成几**层**，每天给你一个本层的平均转化率，也就是“同行同层平均”。一整段时间怎么和它比？先问：**你的**这些访客，换一家平均水平的店，每天能成交多少？加起来，再拿你的买家数除以它。每天一次乘法，一次求和，一次除法：

# %%
days = shop.shop_days
buyers_of_an_average_shop = (days["visitors"] * days["peer_average_conversion"]).sum()
say("multiple", days["buyers"].sum() / days["visitors"].sum(), buyers_of_an_average_shop, days["buyers"].sum())

# %% [markdown] lang="en" ideas="C1"
# The call does the same for click rate and conversion, month by month, with an interval: on a few hundred buyers a multiple of 1.05 may be luck.

# %% [markdown] lang="zh" ideas="C1"
# 下面这个函数对点击率和转化率都这样算，按月分开，还带区间：买家只有几百个的时候，1.05 倍可能只是运气。

# %%
by_month = multiples(shop.shop_days, by="month")
show(by_month)

# %%
plot_multiples(by_month, title=say("multiples_title", by_month))
plt.show()

# %% [markdown] lang="en" ideas="C1"
# Before you blame your page for a fall, look at the last column. The average is that of *other shops* from one month to the next when your own sales have carried you into another tier.

# %% [markdown] lang="zh" ideas="C1"
# 倍数一掉，先别怪页面，看看最后一列：销售额把你带进另一层之后，平均就是*另一批店*的平均了。

# %%
say("tier", by_month)

# %% [markdown] lang="en" needs="competitors.pay_conversion, competitors.visitors, competitors.paid_amount" ideas="C1 C3"
# ## What is a visitor worth, to you and to them?
#
# **Value per visitor = conversion × spend per buyer.** So a shop that converts less may still earn more on each visitor. Below, everything stands as a multiple of the same-tier average, and in each row the last figure is the product of the two before it.

# %% [markdown] lang="zh" needs="competitors.pay_conversion, competitors.visitors, competitors.paid_amount" ideas="C1 C3"
# ## 一个访客，对你和对他们各值多少？
#
# **UV价值 = 转化率 × 客单价。** 所以转化率低一点的店，每个访客身上未必赚得少。下面全部写成同层平均的倍数，每一行的最后一个数，都是前两个数的乘积。

# %%
beside = beside_rivals(shop.competitors, own=shop.shop_days)
show(lesson.named(beside)[["rival", "value_per_visitor", "click_multiple", "conversion_multiple", "spend_multiple", "value_multiple"]])

# %%
say("beside", beside)

# %% [markdown] lang="en" needs="orders.customer_id, orders.quantity, orders.unit_cost, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs" ideas="C3"
# ## Which lever of yours?
#
# Inside your own shop the value of a visitor has four factors, and the usual levers pull one each:

# %% [markdown] lang="zh" needs="orders.customer_id, orders.quantity, orders.unit_cost, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs" ideas="C3"
# ## 你自己从哪里下手？
#
# 拆开你自己的店，UV价值有四个因子，常用的办法各管一个：

# %%
show(lesson.levers_of_value())

# %%
left_rate = rate_before_ads(paid_orders(shop), shop.costs)
factors = visitor_value(shop.shop_days, shop.orders, left_rate)
show(factors)

# %%
say("factors", factors)

# %% [markdown] lang="en" needs="competitors.profit_rate, competitors.price_index" ideas="C2"
# ## Who falls out, and when?
#
# Now the question of this lesson. What pays for the next visitor is not what a visitor spends but what is **left** of it, after goods, fees, postage: **conversion × spend per buyer × what is left of each amount paid.** That is the highest price a shop can pay for a visitor. Take one rival by hand:

# %% [markdown] lang="zh" needs="competitors.profit_rate, competitors.price_index" ideas="C2"
# ## 谁先出局，什么时候？
#
# 这一课真正的问题来了。下一个访客的钱，不是从访客花的钱里出，而是从花完**剩下**的钱里出，要先扣货款、平台扣费、运费：**转化率 × 客单价 × 每笔支付剩下的比例**。这就是一家店最多付得起的访客价格。先手算一家：

# %%
table = fall_out(usual_days(shop.competitors), own=lesson.own_row(shop))
one = table.iloc[0]
say("one", one, shop.currency)

# %%
show(lesson.named(table)[["rival", "pay_conversion", "spend_per_buyer", "margin_rate", "falls_out_at", "visitor_cost", "headroom"]])

# %% [markdown] lang="en"
# <details><summary>How can one know what is left to a rival?</summary>
#
# One can't. The profit rate in the table is an estimate, and it holds two unknowns: what goods and fees take, and what visitors cost. On a day with few buyers per visitor the second weighs more. So, over many days, the two can be told apart by a regression: profit rate = what is left − cost of a visitor × visitors ÷ paid amount. Days with a price off the usual one are left out before. If the estimate is wrong, so is this. With no estimate at all, put in your own guess: `fall_out(…, margin_rate=0.35)`. Your own row comes from your books, after refunds and every cost that grows with orders.
# </details>

# %% [markdown] lang="zh"
# <details><summary>对手剩多少，怎么可能知道？</summary>
#
# 没法知道。表里的净利润率是估算，里面混着两个未知数：货款和扣费占多少，访客成本是多少。哪天来的人多、买的人少，后一个就占得重。日子一多，用回归就能把两者分开：净利润率 = 剩下的比例 − 访客成本 × 访客数 ÷ 支付金额。价格不正常的日子事先剔除。估算要是错的，这里也跟着错。完全没有估算时，自己猜一个填进去：`fall_out(…, margin_rate=0.35)`。你自己那一行来自你的账本，扣了退款和所有随订单增加的费用。
# </details>

# %%
plot_survivors(table, title=say("survivors_title", table))
plt.show()

# %%
say("standing", table)

# %% tags=["lesson-only"]
say("guess", my_guess, table, shop.competitors)

# %% [markdown] lang="en" needs="competitors.profit_rate, competitors.price_index, orders.unit_cost, orders.quantity, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs" ideas="C2"
# ## Try it: visitors get dearer
#
# Pull the first slider to the right and watch the rivals fall one by one. Then stop just past the point where you fall yourself, and ask what saves you: a half point of conversion, or three points more left of each sale?

# %% [markdown] lang="zh" needs="competitors.profit_rate, competitors.price_index, orders.unit_cost, orders.quantity, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs" ideas="C2"
# ## 动手试试：访客越来越贵
#
# 把第一根滑杆往右拉，看对手一个个倒下。停在你自己刚出局的地方，再想想什么能救你：转化率提高半个点，还是每笔多剩三个点？

# %%
lesson.traffic_panel(shop)

# %% [markdown] lang="en" needs="competitors.profit_rate, competitors.price_index" ideas="C2"
# ## Does a visitor cost everybody the same?
#
# The slider assumed it. It is often said, so test it. First between shops, by the estimates:

# %% [markdown] lang="zh" needs="competitors.profit_rate, competitors.price_index" ideas="C2"
# ## 访客对大家真的一样贵吗？
#
# 滑杆是这样假设的，很多人也这么说，那就检验一下。先看店与店之间（按估算）：

# %%
say("equal", fall_out(usual_days(shop.competitors)))

# %% [markdown] lang="en" needs="ads.campaign, ads.creative, ads.impressions, ads.clicks, ads.cost" ideas="C2"
# ## Does a higher click rate buy cheaper visitors?
#
# That is said too: the platform rewards what is clicked. Within one ad plan two pictures share item, bid and days, so they are a fair pair. Each dot is a picture beside its plan; if the claim held in full, the dots would lie on the dashed line.

# %% [markdown] lang="zh" needs="ads.campaign, ads.creative, ads.impressions, ads.clicks, ads.cost" ideas="C2"
# ## 点击率高，访客就便宜吗？
#
# 也有人这么说：平台奖励点得多的。同一个计划里的两张图，商品、出价、日子都一样，正好拿来比。每个点是一张图，和它所在的计划相比；说法要是完全成立，点就该落在虚线上。

# %%
pictures = picture_prices(shop.ads)
plot_picture_prices(pictures, title=say("pictures_title", pictures))
plt.show()

# %%
say("pictures", pictures)

# %% [markdown] lang="en" needs="competitors.paid_amount, competitors.visitors" ideas="C4"
# ## Does the first take it all?
#
# “Most of an industry's profit belongs to its first.” What we can see is sales. Two gauges: the **share** of each shop, and the **HHI**, the sum of all squared shares. One shop alone gives 1; ten equal shops give 0.1; turn it round (1 ÷ HHI) and you have the number of equal shops that it amounts to.

# %% [markdown] lang="zh" needs="competitors.paid_amount, competitors.visitors" ideas="C4"
# ## 第一名真的通吃吗？
#
# “行业的大部分利润归第一名。”我们看得到的只有销售额。两个指标：每家的**份额**，和 **HHI**，也就是所有份额的平方和。独此一家是 1，十家一样大是 0.1；倒过来（1 ÷ HHI），就是“相当于几家一样大的店”。

# %%
shares = market_shares(shop.competitors, by="month")
hhi = concentration(shares, by="month")
show(hhi[["month", "sellers_seen", "hhi", "top_share", "equal_sellers"]])

# %%
whole = market_shares(shop.competitors)
plot_shares(shares, hhi, title=say("shares_title", whole, hhi))
plt.show()

# %%
say("shares", shares, hhi, whole)

# %% [markdown] lang="en" ideas="C4"
# Sales, so far. Now put the estimated profits beside them, month by month, and see whether the order stays.

# %% [markdown] lang="zh" ideas="C4"
# 到这里都是销售额。现在把估算的利润放在旁边，按月看，名次还一样吗？

# %%
last_months = shares[shares["month"].isin(sorted(shares["month"].unique())[-2:])]
show(last_months[[c for c in ("month", "rival", "paid_amount", "market_share", "estimated_profit", "profit_share") if c in last_months]])

# %%
say("profits", whole)

# %% [markdown] lang="en" needs="market.searches, market.sellers, market.segment" ideas="C5"
# ## Become first where nobody stands
#
# There are two ways to be first. One overturns an industry; it takes years and a deep knowledge of what people lack. The other takes a corner: many who search, few who sell. So divide searches by sellers, corner by corner, and look whether the figure grows.

# %% [markdown] lang="zh" needs="market.searches, market.sellers, market.segment" ideas="C5"
# ## 在没人站的地方当第一
#
# 当第一有两条路。一条是颠覆一个行业，要好多年，要懂透别人缺什么。另一条是占住一块细分市场：搜的人多、卖的人少。所以一块一块地用搜索次数除以卖家数，再看它在不在涨。

# %%
corners = niches(shop.market)
plot_niches(corners, title=say("niches_title", corners))
plt.show()

# %%
say("niches", corners)

# %% [markdown] lang="en" needs="competitors.price_index, competitors.paid_amount, competitors.visitors, competitors.pay_conversion" ideas="C7"
# ## The price war, as it was
#
# Back to this morning. Prices of rivals tell when such a war was fought, and the estimates what it did to those who fought it: compare the days at the cut price with the days at the usual one.

# %% [markdown] lang="zh" needs="competitors.price_index, competitors.paid_amount, competitors.visitors, competitors.pay_conversion" ideas="C7"
# ## 那场价格战，后来怎样了
#
# 回到今天早上。从竞店的价格能看出价格战是哪几天打的，从估算能看出打的人自己怎么样了：拿降价的日子和平时的日子比。

# %%
cuts = price_cuts_seen(shop.competitors)
show(cuts[["rival", "cut_first", "cut_last", "price_ratio", "conversion_ratio", "value_ratio", "daily_profit_usual", "daily_profit_cut"]])

# %%
if len(cuts):
    plot_cuts(cuts, title=say("cuts_title", cuts))
    plt.show()

# %%
say("cuts", cuts)

# %%
say("odd", cuts)

# %% [markdown] lang="en" needs="competitors.price_index, competitors.profit_rate, competitors.units, items.units, items.paid_amount, products.category, orders.unit_cost, orders.quantity, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs" ideas="C7"
# ## Do you follow?
#
# Before you touch a price: how many more items must you sell to be left with the same? What you keep of a price today ÷ what you keep after the cut. And how many will you sell? That depends on how strongly buyers follow the price (lesson 02 measures it; 1.3 here is an assumption).

# %% [markdown] lang="zh" needs="competitors.price_index, competitors.profit_rate, competitors.units, items.units, items.paid_amount, products.category, orders.unit_cost, orders.quantity, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs" ideas="C7"
# ## 你跟不跟？
#
# 动价格之前先算：要多卖多少件，剩的钱才一样多？现在每件留下的 ÷ 降价后每件留下的。那你能多卖多少？要看买家对价格有多敏感（第 02 课教你测，这里的 1.3 是假设）。

# %%
category, rival, you, they = lesson.war_sides(shop)
kept, cut, elasticity = 1 - you.unit_cost / you.price, 0.22, 1.3
say("needed", kept, cut, elasticity)

# %%
ways = who_cuts(you, they, cut, elasticity)
ways.attrs["currency"] = shop.currency
show(ways)

# %%
say("who_cuts", ways, rival, shop.currency)

# %% [markdown] lang="en" ideas="C7"
# Now play it through. What would demand have to be like for a cut to pay? Who runs out of money first? (How much each side can lose is a guess; put in your own.)

# %% [markdown] lang="zh" ideas="C7"
# 现在自己推演一遍。需求要敏感到什么程度，降价才划算？谁的钱先烧完？（双方亏得起多少是猜的，换成你自己的数。）

# %%
lesson.war_panel(shop)

# %% [markdown] lang="en" needs="competitors.price_index, competitors.category, items.visitors, items.buyers, products.category" ideas="C7"
# ## And what did the war do to you?
#
# You did not cut. Did buyers go? Your conversion in that category, during the war against before, divided by the same of your other categories: so the season and the campaigns drop out.

# %% [markdown] lang="zh" needs="competitors.price_index, competitors.category, items.visitors, items.buyers, products.category" ideas="C7"
# ## 这场仗对你自己呢？
#
# 你没降价，买家走了吗？用这个类目的转化率（战时 ÷ 战前），除以其他类目的同一个比：这样季节和大促就抵消了。

# %%
fought = price_cuts_seen(shop.competitors)
if len(fought):
    own_war = own_in_a_war(shop.items, shop.products, fought["category"].iloc[0], fought["cut_first"].min(), fought["cut_last"].max())
    told = say("own_war", own_war)
else:
    told = say("cuts", fought)
told

# %% [markdown] lang="en" needs="competitors.pay_conversion, competitors.new_reviews, competitors.visitors" ideas="C8"
# ## Sales that look too good
#
# Faked orders (刷单) are orders that nobody wanted: they are there to make a shop look liked. They deceive buyers, and they are unlawful: in China by article 9 of the Anti-Unfair Competition Law (revised text in force since 15 October 2025: no organising of fake transactions or fake reviews) and by the E-Commerce Law (in force since 1 January 2019). On 24 November 2026 the first was checked in news and lawyers' notes of 2025; of the second only the ban and its start date, in a single web answer. Neither was checked in the official text; read that before you rely on it. This lesson shows how to *notice* them, because they spoil your comparisons.
#
# What does not fit together? **Sales without visitors:** far more buyers among as many visitors as ever. **A burst of reviews:** far more reviews per buyer. Each week of each rival is set against its own past and against the other rivals, and what a lower price explains is taken out.

# %% [markdown] lang="zh" needs="competitors.pay_conversion, competitors.new_reviews, competitors.visitors" ideas="C8"
# ## 好得不像真的销量
#
# 刷单，就是没有人真想买的订单，只为让店显得抢手。它骗的是买家，而且违法：在中国，《反不正当竞争法》第九条（修订后的条文 2025 年 10 月 15 日起施行，禁止组织虚假交易、虚假评价）、《电子商务法》（2019 年 1 月 1 日起施行）都管它。2026 年 11 月 24 日核对过：前一部看的是 2025 年的新闻和律师解读；后一部只在一条网上问答里查到“禁止”和施行日期。两部都没有核对官方文本，要引用请先看原文。这一课只教怎么*发现*，因为它会毁掉你的对比。
#
# 哪里对不上？**有销量没访客**：访客没变，买家却多得多。**评价扎堆**：每个买家的评价数突然多得多。每家竞店的每一周，都和它自己的过去比、和其他竞店比，还要扣掉降价能解释的部分。

# %%
weeks = suspicions(shop.competitors)
lit = weeks[weeks["signs"] > 0].sort_values(["signs", "unexplained_jump"], ascending=False)
show(lit.head(10)[["rival", "week_from", "conversion_jump", "price_jump", "unexplained_jump", "reviews_jump", "signs"]])

# %%
suspects = lesson.suspects(weeks)
say("signs", weeks, suspects)

# %% [markdown] lang="en" ideas="C8"
# Is that a proof? Ask first how often the same signs light up where nobody suspects anything:

# %% [markdown] lang="zh" ideas="C8"
# 这算证据吗？先问一句：在没人怀疑的店里，同样的迹象多久亮一次？

# %%
rates = base_rates(weeks, without=suspects)
show(rates)

# %%
say("base", rates)

# %% [markdown] lang="en" needs="market_reviews.text, competitors.new_reviews" ideas="C8"
# ## Read what they write
#
# Figures point; reading tells more. These reviews stand word for word more than once in the suspicious weeks. What do they tell you about the thing bought?

# %% [markdown] lang="zh" needs="market_reviews.text, competitors.new_reviews" ideas="C8"
# ## 读读评价写了什么
#
# 数字只能指个方向，读一读知道得更多。可疑的几周里，这些评价一字不差地出现了不止一次。关于买到的东西，它们说了什么？

# %%
show(lesson.repeated_reviews(shop).head(8))

# %% [markdown] lang="en" ideas="C8"
# It remains a suspicion. What you do with it: look for an honest reason first (a live stream, a gift campaign, an error in the estimate). Then report it to the platform, or to the market regulator (in China by telephone or on the site of 12315), with dates and figures. Accuse nobody in public: if you are wrong, the harm is yours to answer for. And leave those weeks out of your own comparisons.

# %% [markdown] lang="zh" ideas="C8"
# 它仍然只是怀疑。该怎么做：先找正当的原因（一场直播、一次赠品活动、估算出错）。再把日期和数据交给平台举报，或者向市场监管部门反映（电话或网站 12315）。不要公开指名道姓：万一错了，损害要你负责。还有，自己做对比时剔除这几周。

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Thirteen exercises; number 6 belongs to the messy data and number 12 to the further part. Half of them need no code at all. Type a number or choose a letter, then press **Check**. If you prefer code: `check(1, your_answer)`.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 十三道练习，第 6 题在“真实数据的坑”，第 12 题在延伸部分。一半完全不用写代码。填一个数或选一个字母，点**检查**。想写代码也行：`check(1, 你的答案)`。

# %% tags=["lesson-only"]
check.ask(1)

# %% tags=["lesson-only"]
check.ask(2)

# %% tags=["lesson-only"]
check.ask(3)

# %% tags=["lesson-only"]
check.ask(4)

# %% tags=["lesson-only"]
check.ask(5)

# %% tags=["lesson-only"]
check.ask(7)

# %% tags=["lesson-only"]
check.ask(8)

# %% tags=["lesson-only"]
check.ask(9)

# %% tags=["lesson-only"]
check.ask(10)

# %% tags=["lesson-only"]
check.ask(11)

# %% tags=["lesson-only"]
check.ask(13)

# %% tags=["solution"]
{number: check.solution(number) for number in check.exercises}

# %% [markdown] lang="en" needs="competitors.profit_rate, competitors.price_index, competitors.new_reviews" ideas="C8"
# ## Messy data: faked sales in your baseline
#
# The table of survivors took each rival's “usual” days. But some of them lie in the weeks under suspicion. Leave these out and look again:

# %% [markdown] lang="zh" needs="competitors.profit_rate, competitors.price_index, competitors.new_reviews" ideas="C8"
# ## 真实数据的坑：基准里混进了刷的单
#
# 前面那张“谁先出局”的表，用的是每家竞店“正常”的日子。可其中有几天就在可疑的周里。剔除之后再看：

# %%
clean = lesson.standing(shop, lesson.without_suspects(shop))
say("baseline", lesson.standing(shop), clean, lesson.suspects(suspicions(shop.competitors)))

# %% [markdown] lang="en" needs="competitors.paid_amount" ideas="C4"
# ## Messy data: the same index, ten thousand times as large
#
# A report says “HHI 2,600”, another “HHI 0.26”. Neither is wrong:

# %% [markdown] lang="zh" needs="competitors.paid_amount" ideas="C4"
# ## 真实数据的坑：同一个指数，差一万倍
#
# 一份报告写“HHI 2600”，另一份写“HHI 0.26”，都没错：

# %%
say("percent", concentration(market_shares(shop.competitors, by="month"), by="month"))

# %% tags=["lesson-only"]
check.ask(6)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - Compare rates as multiples of shops like yours, added first. When a multiple jumps overnight, look whether the shops were exchanged.
# - What decides is what a visitor **leaves**: conversion × spend × what is left. Value per visitor without the margin flatters whoever sells cheap.
# - “Visitors cost everybody the same” and “a better click rate gets cheaper clicks” are claims. You have tested both; test them again on your own ads before you build on them.
# - The largest share of sales need not be the largest share of profit. A small corner with few sellers may be worth more than a place in the middle.
# - A price cut must sell *kept ÷ (kept − cut)* times as many items. Work that out first.
# - A sign is not a proof. Ask for its base rate, report it, accuse nobody.
#
# **Tomorrow in your shop:** write down what three rivals show today: picture, price, page. In four weeks you will have a table that no export gives you.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 比率要看成同类店铺的几倍，先加后除。倍数一夜跳变，先看是不是换了一批店。
# - 定胜负的是一个访客**剩下**多少：转化率 × 客单价 × 剩下的比例。只看 UV价值、不看剩下多少，会高看卖得便宜的店。
# - “访客对大家一样贵”“点击率高点击就便宜”都只是说法。两条你都检验过了；真要照着做，先用自己的广告数据再检验一遍。
# - 销售份额最大，不等于利润份额最大。卖家少的小块市场，可能比大市场里排中间更值钱。
# - 降价以后，件数要卖到 *留下的 ÷（留下的 − 降的）* 倍。先算这一笔。
# - 迹象不是证据。先问基础概率，再去举报，不要指名道姓。
#
# **明天回到店里**：记下三家对手今天的主图、价格、详情页。四周以后，你就有一张哪个导出都给不了的表。

# %% [markdown] lang="en" needs="changes.who, competitors.visitors" ideas="C6"
# ## Further: which change brought them customers?
#
# Rivals change things all the time. Which change was worth copying? Visitors after ÷ before is not enough: those weeks moved everybody. So divide by the same of rivals that changed nothing then (and whose prices stayed where they were).

# %% [markdown] lang="zh" needs="changes.who, competitors.visitors" ideas="C6"
# ## 延伸：哪次改动给他们带来了顾客？
#
# 对手总在改。哪次改动值得学？光看访客“后 ÷ 前”不够：那几周所有店都在动。所以要再除以同一时间没有改动（价格也没动）的店的“后 ÷ 前”。

# %%
changed = change_effects(shop.competitors, shop.changes)
show(changed[["rival", "changed_on", "kind", "controls", "ratio_alone", "ratio_others", "ratio_effect", "ratio_low", "ratio_high", "beyond_chance"]])

# %%
say("changes", changed)

# %%
sure = changed[changed["beyond_chance"].astype(bool)]
if len(sure):
    first = sure.iloc[0]
    lines = change_lines(shop.competitors, first["rival"], first["changed_on"])
    plot_change(lines, title=say("change_title", first))
    plt.show()

# %% [markdown] lang="en"
# <details><summary>How this is reckoned, and what it cannot show</summary>
#
# For each of the 21 days before and after, take the logarithm of the rival's visitors less the mean logarithm of the others'. The mean of these gaps after, less that before, is the logarithm of the ratio in the table (difference-in-differences). The interval comes from a regression with errors that allow for restless days. It cannot show what else the rival did in these weeks: if it also doubled its ads that day, the picture gets the credit. And of twenty changes that do nothing, one will seem to do something.
# </details>

# %% [markdown] lang="zh"
# <details><summary>这是怎么算的，又看不出什么</summary>
#
# 改动前后各取 21 天，每天用这家店访客数的对数，减去其他店访客数对数的平均。后面的平均差减去前面的平均差，就是表里那个倍数的对数（双重差分）。区间来自一个允许每天波动不同的回归。它看不出这家店同时还做了什么：如果那天它的广告也翻了倍，功劳就都记在主图头上。还有，二十次毫无作用的改动里，会有一次看上去有用。
# </details>

# %% tags=["lesson-only"]
check.ask(12)

# %% [markdown] lang="en" tags=["lesson-only"] ideas="C2 C6 C7 C8"
# ## What was really so
#
# This shop and its market were drawn from a plan, so here, and only here, the truth can be looked up.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="C2 C6 C7 C8"
# ## 真相是什么
#
# 这家店和它的市场是按一份计划生成的，所以在这里，也只有在这里，可以翻看真相。

# %% tags=["lesson-only"]
truth = open_truth(SHOP)
found = lesson.found_and_true(shop, truth)
show(found)

# %% tags=["lesson-only"]
say("truth_fall", found)

# %% tags=["lesson-only"]
say("truth_war", own_war, truth.ratio("rival_price_war"))

# %% tags=["lesson-only"]
say("truth_faked", suspects, lesson.true_name(shop, truth, "faked_orders"), truth.ratio("faked_orders"), len(truth.causes["faked_orders"]["days"]))

# %% tags=["lesson-only"]
say("truth_change", changed, lesson.true_name(shop, truth, "rival_change"), truth.ratio("rival_change"))

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min): guess and what is seen 6 · multiples 9 · visitor value and levers 10 · who falls out, with the panel 14 · two claims tested 6 · shares 6 · niches 4 · price war with its panel 10 · faked orders 8 · the last word 2. The exercises go along with the sections; short of time: leave out niches (lesson 01 has them) and the second messy part. The event study is for home.
#
# **Ask the room:** “A rival sells ten times as much as you. What do you know about its profit?” · “Your multiple fell on the 1st. What is the first thing you look at?” · “You are sure that a rival fakes. How sure, in percent, and from what?”
#
# **Usual mistakes:** value per visitor taken as what can be bid; share of sales taken as share of profit; following a cut because “we sell more”; 90 % of the fakes light up, so 90 % of the lit are fakes (exercise 10). Should somebody ask how orders are faked: that is not taught here; steer back to what it does to the buyers.
#
# **Away from the screen: the price-war auction (10 min).** Four teams get a card each: conversion, spend, what is left (the figures of four rivals, without names). Visitors are auctioned one by one with play money; the price starts at 0.20 and rises by 0.20 each round, whoever bids pays and gets conversion × spend × what is left into the bank. Teams see only their own card. Who bids too long? Afterwards all four lay their cards open and compute where each had to stop. In a second round every team may raise one of its three figures by a tenth before it starts: which do they choose, and who could not have won with any?

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟）：猜测与看得到什么 6 · 倍数 9 · UV价值与杠杆 10 · 谁先出局（含滑杆）14 · 检验两个说法 6 · 份额 6 · 细分市场 4 · 价格战（含滑杆）10 · 刷单 8 · 收尾 2。练习穿插在各节里做；时间不够，略去细分市场（第 01 课有）和第二个坑。事件研究留作课后。
#
# **问全场**：“一家对手的销售额是你的十倍，你对它的利润知道多少？”·“1 号那天倍数掉了，你第一眼看哪里？”·“你很确定对手在刷单。有多确定，百分之几，凭什么？”
#
# **常见错误**：把 UV价值当成出得起的价；把销售份额当利润份额；因为“卖得更多”就跟着降价；刷单的周 90% 会亮灯，就以为亮灯的 90% 是刷单（练习 10）。有人问怎么刷，不教；把话题带回到它怎么害了买家。
#
# **离开屏幕：价格战拍卖（10 分钟）。** 四组各拿一张卡：转化率、客单价、剩下的比例（用四家竞店的数字，不写店名）。用游戏币一个一个拍卖访客：起价 0.20，每轮涨 0.20，谁出价谁付钱，再从银行领“转化率 × 客单价 × 剩下的比例”。各组只看得到自己的卡。谁拍过了头？拍完四组亮牌，一起算各自该在哪里停。第二局，每组开局前可以把一个数提高一成：他们选哪个？谁选哪个都赢不了？
