# %% [markdown] lang="en" needs="orders.list_amount, orders.refund_amount, orders.unit_cost, orders.fee_amount, orders.shipping_cost, costs.kind, traffic.cost"
# # 02 Profit-rate factors: what is left of a sale?
#
# **About 75 minutes.** The platform's manager writes: “Join the campaign, 20% off, sales will double.” Your supplier writes: “From next month on we are dearer.” You must answer both today. How low may a price go before selling is giving money away?
#
# After this lesson you can
# - follow a sale from the price tag down to net profit, and name the cost that nobody counted;
# - tell margin from mark-up, and gross, contribution and net margin apart;
# - say which of four factors an item's margin leans on: value, attraction, cost, competition;
# - answer whether 20% off raises profit with a test instead of a feeling.

# %% [markdown] lang="zh" needs="orders.list_amount, orders.refund_amount, orders.unit_cost, orders.fee_amount, orders.shipping_cost, costs.kind, traffic.cost"
# # 02 利润率的因素：一笔销售最后剩多少？
#
# **约 75 分钟。** 平台小二发来消息：“报名活动，打八折，销量翻倍。”供应商也发来消息：“下个月起涨价。”两边今天都要答复。价格低到什么地步，就是在倒贴钱？
#
# 学完这一课，你能够
# - 从标价一路算到净利润，说出哪一项费用没人算过；
# - 分清毛利率和加价率，分清毛利、贡献利润和净利润；
# - 说出一个商品的毛利靠的是四个因素里的哪一个：价值、吸引力、成本、竞争；
# - 用实验而不是感觉，回答“打八折能不能多赚”。

# %% tags=["parameters"]
SHOP = "lesson_02"

# %%
import matplotlib.pyplot as plt

from shopkit import exercises, open_shop, open_truth, sensitivity, sentences, set_language, show, use_style
from shopkit.lessons import lesson_02 as lesson
from shopkit.lessons import panels_02 as panels
from shopkit.metrics.waterfall import TOTALS
from shopkit.plots import plot_factors, plot_items, plot_price, plot_sensitivity, plot_waterfall

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("02", shop), exercises("02", shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Guess first
#
# If this shop takes 20% off its folding lamp, does the lamp's **profit** go `"up"` or `"down"`? Put your guess between the quotation marks and run the cell (click it, press **Shift + Enter**). You will meet it again.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 先猜一猜
#
# 这家店的折叠台灯打八折，它的**利润**会`"涨"`还是会`"跌"`？把你的猜测写在引号里，运行这一格（点一下，按 **Shift + Enter**）。后面会再见到它。

# %% tags=["lesson-only"]
my_guess = ""

# %% [markdown] lang="en" ideas="M1"
# ## One sale, taken apart
#
# Begin with the orders. Each row is one item in one paid order. We add columns of our own: `orders["new"] = …` computes a value for every row at once. First the goods, then what is left of the price, seen in two ways: divided by the price it is the **margin**, divided by the cost the **mark-up**.

# %% [markdown] lang="zh" ideas="M1"
# ## 拆开一笔销售
#
# 先看订单。每一行是一个已付款订单里的一个商品。我们自己加列：`orders["新列"] = …`，一次给每一行都算出一个值。先算商品成本，再看售价里剩下的钱，它有两种看法：除以售价叫**毛利率**，除以成本叫**加价率**。

# %%
orders = lesson.lines_of(shop)
orders["goods"] = orders["unit_cost"] * orders["quantity"]
orders["gross_margin"] = (orders["paid_amount"] - orders["goods"]) / orders["paid_amount"]
orders["markup"] = (orders["paid_amount"] - orders["goods"]) / orders["goods"]
show(orders[["title", "quantity", "paid_amount", "goods", "gross_margin", "markup"]].head(5))

# %% [markdown] lang="en"
# Many stop here. But an order brings more with it. One more column:

# %% [markdown] lang="zh"
# 很多人算到这里就停了。可一笔订单带来的不止这些。再加一列：

# %%
orders["left_over"] = (orders["paid_amount"] - orders["refund_amount"] - orders["goods"]
                       - orders["fee_amount"] - orders["shipping_cost"] - orders["gift_cost"])
show(orders[["title", "paid_amount", "refund_amount", "goods", "fee_amount", "shipping_cost", "gift_cost", "left_over"]].head(5))

# %%
say("one", orders, shop.currency)

# %% [markdown] lang="en"
# ## The whole way down
#
# And still costs are missing that stand on no order: adverts, commission, packing, the way back of returned parcels, tax, wages, rent, goods that nobody bought. `waterfall()` puts every cost of the tables in its place. Blue bars are what is left, grey ones what went.

# %% [markdown] lang="zh"
# ## 从标价一路往下
#
# 还有些费用不写在任何一张订单上：推广、佣金、包材、退货的回程、税、工资、房租、没卖掉的货。`waterfall()` 把表里的每一项费用放到它的位置上。蓝色是剩下的，灰色是拿走的。

# %% ideas="M1"
table = lesson.waterfall_of(shop)  # = waterfall(orders, costs, traffic, items=items)
plot_waterfall(table, title=say("waterfall_title", table))
plt.show()

# %%
show(table[table["line"].isin(TOTALS)])

# %%
say("waterfall", table, shop.currency)

# %%
say("forgotten", table, shop.currency)

# %% [markdown] lang="en" ideas="M1"
# The three margins answer three questions. **Gross margin:** is this item bought well? **Contribution rate:** is one more order worth having? **Profit rate:** is this shop worth keeping? A campaign is decided by the second one, never by the first. And so is an advert:

# %% [markdown] lang="zh" ideas="M1"
# 三个利润率回答三个问题。**毛利率**：货进得好不好？**贡献利润率**：再多一单，值不值得？**净利润率**：这家店值不值得开下去？上不上活动看第二个，绝不能看第一个。投广告也一样：

# %%
say("break_even", table, shop.currency)

# %% [markdown] lang="en" needs="items.price, orders.product_id, products.list_price, products.unit_cost" ideas="M1"
# ## Offers on offers
#
# A campaign, a shop coupon, a platform coupon: each is small, and buyers use all three. Rates do not add up; each takes its part of what is left by then. Here is the most sold item. First its price tag and bill (you will need them in the exercises), then three offers one upon the other. How much of a platform coupon is yours to bear is agreed campaign by campaign; half is our example, not a rule we checked with the platform.

# %% [markdown] lang="zh" needs="items.price, orders.product_id, products.list_price, products.unit_cost" ideas="M1"
# ## 优惠叠优惠
#
# 活动价、店铺券、平台券：单个都不大，买家会一起用。折扣不能相加，每一个都打在剩下的价钱上。下面是卖得最多的商品：先看它的价签和进货单（练习里要用），再把三个优惠叠上去。平台券由你承担多少，每次活动各有约定；这里取一半，只是举例，没有向平台核实。

# %%
show(lesson.tag_table(shop), title=lesson.TAG)

# %%
offers = lesson.offers_table(shop)
show(offers)

# %%
say("offers", offers)

# %% [markdown] lang="en" needs="orders.product_id" ideas="M1"
# ## Which items carry the shop?
#
# The same way down, item by item. Costs without an item are shared out: the parcel by what was paid within the order; packing, return freight and wages by orders; rent, software, dead stock, commission and tax by money; adverts by what their source brought. Together the items give the shop, to the cent. The five best and the five worst:

# %% [markdown] lang="zh" needs="orders.product_id" ideas="M1"
# ## 哪些商品在养店？
#
# 同样一路往下，一个商品一个商品地算。不属于某个商品的费用要分摊：运费按订单内的支付金额；包材、退货运费、人工按订单；房租、软件、滞销、佣金、税按金额；推广按各来源带来的销售。所有商品加起来，分毫不差就是全店。最好的五个和最差的五个：

# %%
profits = lesson.item_profits(shop)
columns = ["title", "units", "net_paid", "gross", "contribution", "contribution_rate", "net"]
show(profits[columns].head(5))

# %%
show(profits[columns].tail(5))

# %%
say("items", profits, shop.currency)

# %% [markdown] lang="en" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M2"
# ## Does a high margin sell badly?
#
# “If I earn more on it, it will not sell.” Look before you believe it. Each dot is an item: its margin at the usual price, and how many were sold.

# %% [markdown] lang="zh" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M2"
# ## 毛利高就卖不动吗？
#
# “赚得多的，肯定不好卖。”先看再信。每个点是一个商品：日常价下的毛利率，和卖了多少件。

# %%
items = lesson.items_of(shop)
dear = lesson.dear_items(items)
plot_items(items, "units", title=say("dear_title", dear), group="category", log=True)
plt.show()

# %%
say("dear", dear)

# %%
say("survivors", dear)

# %% [markdown] lang="en" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M3"
# ## Factor 1: value, not cost
#
# Two phones may cost nearly the same to make, and one leaves several times the profit. Do you have such a pair? Here are two items of this shop with nearly equal unit cost:

# %% [markdown] lang="zh" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M3"
# ## 因素一：价值，不是成本
#
# 两台手机，造价差不多，一台赚的是另一台的好几倍。你店里有没有这样的一对？这家店就有两个成本几乎一样的商品：

# %%
pair = lesson.alike_in_cost(items)
show(pair)

# %%
say("pair", pair, shop.currency)

# %% [markdown] lang="en"
# Value is what the buyer believes to get: quality, experience, standing. You cannot see it in your tables. The nearest thing that you can see is the rating, and it is a weak gauge:

# %% [markdown] lang="zh"
# 价值，是买家觉得自己得到的东西：品质、体验、面子。它不在你的表里。你看得到的、离它最近的是评分，而且这把尺子不太准：

# %%
say("value", lesson.by_half(items, "rating_shown"))

# %% [markdown] lang="en" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M4"
# ## Factor 2: attraction
#
# More attractive items are said to carry a higher price. Attraction shows in the list: of those who see the picture, how many click? (Items that are advertised are shown to people who look for nothing, so each is compared with what is usual for items that get as many of their orders from adverts; 1 is as usual.)

# %% [markdown] lang="zh" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M4"
# ## 因素二：吸引力
#
# 都说更吸引人的商品，价格可以更高。吸引力在列表里就看得出来：看到图的人，有多少点进来？（投广告的商品会展示给本来没想买的人，所以每个商品都和“广告订单占比相同时该有的点击率”比，1 就是正好符合预期。）

# %%
halves = lesson.by_half(items, "click_lift")
show(halves)

# %%
say("attraction", halves)

# %% [markdown] lang="en" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M5"
# ## Factor 3: cost
#
# The same kind of goods, bought from different suppliers. The nearer to the factory, the fewer hands that each keep a part of the price:

# %% [markdown] lang="zh" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M5"
# ## 因素三：成本
#
# 同类的货，从不同的供应商那里进。离工厂越近，中间抽成的人越少：

# %%
suppliers = lesson.by_group(items, "supplier")
show(suppliers[["supplier", "items_counted", "unit_margin"]])

# %%
say("suppliers", suppliers)

# %% [markdown] lang="en" ideas="M5"
# ### A tenth of everything
#
# Cost is more than goods: part-time work instead of a full wage, cheaper premises, a smaller box. Where is a tenth worth most? Each bar changes one line by a tenth and leaves all others alone. (Orange: price and units, for comparison. A higher price at the same units is arithmetic, no promise.)

# %% [markdown] lang="zh" ideas="M5"
# ### 每样动一成
#
# 成本不只是进货：请兼职代替全职、换便宜的场地、用小一号的箱子。哪里省一成最值钱？每根柱子只动一项，动一成，其他不变。（橙色是售价和销量，拿来对照。涨价而销量不变，只是算术，不是承诺。）

# %%
tenth = sensitivity(table, 0.10)
plot_sensitivity(tenth, title=say("sensitivity_title", tenth))
plt.show()

# %%
say("sensitivity", tenth)

# %% [markdown] lang="en" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M6"
# ## Factor 4: competition
#
# Where many sell the same, somebody always needs the money today and cuts the price; then all must. How crowded is each of this shop's categories?

# %% [markdown] lang="zh" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M6"
# ## 因素四：竞争
#
# 卖同样东西的人一多，总有人今天急着用钱先降价，别人就只好跟。这家店的几个类目，各有多挤？

# %%
crowd = lesson.by_group(items, "category")
plot_items(items, "sellers_per_search", title=say("crowd_title", crowd), group="category")
plt.show()

# %%
say("crowd", crowd)

# %% [markdown] lang="en" tags=["lesson-only"] ideas="M3 M6"
# ## Does 20% off raise profit?
#
# The manager says: “On campaign days with a discount you sell far more.” True. But those are the days on which people come to buy. To see what the *price* does, this shop did something unusual: for months it drew the folding lamp's price **by lot**, a new one each week. No campaign decides it, so the price alone can be to blame.
#
# We count carts per visitor, because the price of the day decides them, and because carts are more than sales. (Sales are fewer, and some lamps are only added to another order.) The **elasticity** is the change in percent for 1% on the price.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="M3 M6"
# ## 打八折能多赚吗？
#
# 小二说：“活动日打折，卖得多得多。”没错。可那几天人们本来就是来买东西的。要看清*价格*本身的作用，这家店做了件少见的事：几个月里，折叠台灯的价格每周**抽签**决定。价格不跟着活动走，差别就只能算在价格头上。
#
# 我们数每位访客的加购，因为加不加购看的就是当天的价，而且加购比成交多、数得准。（成交少，而且有些台灯只是顺手凑进别的单里。）**价格弹性**就是价格变 1%，它变百分之几。

# %% tags=["lesson-only"]
elasticities = lesson.elasticities(shop)
show(elasticities)

# %% tags=["lesson-only"]
say("elasticity", elasticities, lesson.tested(shop))

# %% [markdown] lang="en" tags=["lesson-only"]
# Now the campaign: 20% off, by the elasticity found, by both ends of its interval, and by what ordinary discounts say.

# %% [markdown] lang="zh" tags=["lesson-only"]
# 现在来算那个活动：打八折。分别按算出的弹性、区间的两端，以及平时折扣得出的弹性。

# %% tags=["lesson-only"]
cuts = lesson.cuts_table(shop)
show(cuts, title=lesson.CUT_TITLE)

# %% tags=["lesson-only"]
say("cut", cuts)

# %% tags=["lesson-only"]
say("guess", my_guess, cuts)

# %% [markdown] lang="en" tags=["lesson-only"]
# And which price would leave most? The curve is only as good as the prices that were tried: outside of the shaded part it is a formula's opinion.

# %% [markdown] lang="zh" tags=["lesson-only"]
# 那什么价格剩得最多？曲线只在试过的价格里可信：阴影以外，只是公式的看法。

# %% tags=["lesson-only"]
best = lesson.best_by_ordinary(shop)
plot_price(lesson.price_curve(shop), title=say("price_title", best, shop.currency), currency=shop.currency)
plt.show()

# %% tags=["lesson-only"]
say("best", best, shop.currency)

# %% [markdown] lang="en"
# ## Try it: turn every screw
#
# Move one slider at a time (mouse, or click it and use the arrow keys). Can you bring this shop into profit without selling one piece more? Units stay the same here; how they answer to a price is the second panel.

# %% [markdown] lang="zh"
# ## 动手试试：每个旋钮都拧一拧
#
# 一次只动一根滑杆（用鼠标，或点中后按方向键）。不多卖一件，你能让这家店赚钱吗？这里销量不变；价格变了销量怎么变，看第二个面板。

# %%
panels.panel(shop)

# %% tags=["lesson-only"]
panels.price_panel(shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Twelve exercises here (the last one after the messy data, two more in the further part). Type a number or choose a letter, then press **Check**. Most answers stand above; exercises 3 and 4 ask for a line of code. If you took a usual wrong turn you will be told which one, and what it would have made you do. If you prefer code: `check(1, your_answer)`.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 这里有十二道练习（最后一道在“真实数据的坑”之后，另有两道在延伸部分）。填一个数或选一个字母，点**检查**。多数答案上面都找得到；第 3、4 题要写一行代码。如果走了常见的弯路，会告诉你是哪一种、它会让你做错什么。想写代码也行：`check(1, 你的答案)`。

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
check.ask(6)

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

# %% tags=["solution"]
{number: check.solution(number) for number in check.exercises}

# %% [markdown] lang="en" needs="products.supplier, products.unit_cost, orders.product_id" ideas="M1 M5"
# ## Messy data: which cost is the cost?
#
# The list of products has one cost per item. The orders have the cost at which each piece was really bought. They part as soon as a supplier raises its prices and nobody corrects the list:

# %% [markdown] lang="zh" needs="products.supplier, products.unit_cost, orders.product_id" ideas="M1 M5"
# ## 真实数据的坑：哪个才是成本？
#
# 商品表里每个商品只有一个成本，订单里记的是每件真正的进价。供应商一涨价，没人去改商品表，两个数就分家了：

# %%
stale = lesson.costs_then_and_now(shop)
show(stale)

# %%
say("stale", stale)

# %% tags=["lesson-only"]
check.ask(12)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - Three margins, three questions. A campaign and an advert are decided by the contribution rate.
# - Small costs on every order add up to more than the rent. Count them before you set a price.
# - Margin is divided by the price, mark-up by the cost. Offers come one after the other, off what is left.
# - A margin leans on value, attraction, cost and competition. Ask which one is off before you touch the price.
# - Campaign days cannot tell what a discount does. A price drawn by lot can, and its interval says how surely.
#
# **Tomorrow in your shop:** take your best seller. Write its way down from the price tag to what is left of one sale, and from it the lowest price you will ever agree to.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 三个利润率回答三个问题。上活动、投广告，看贡献利润率。
# - 每单上的小费用，加起来比房租还多。定价之前先数一遍。
# - 毛利率除以售价，加价率除以成本。优惠一个接一个，打在剩下的价钱上。
# - 毛利靠价值、吸引力、成本、竞争。先问哪一个出了问题，再去动价格。
# - 活动日看不出折扣本身的作用。随机定价看得出，区间还告诉你有多大把握。
#
# **明天回到店里**：拿你的爆款，从价签一路写到一件剩多少，再由此定下你绝不松口的最低价。

# %% [markdown] lang="en" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M7"
# ## Further: how much does each factor go with?
#
# Four factors, one spread of margins: which of them goes with how much of it? Each factor is seen by something that can be observed, its **proxy**: value by the rating, attraction by clicks, cost by the supplier, competition by sellers per search. Price and cost themselves are not in the list. Margin = 1 − cost ÷ price is *made* of them, so they would “explain” all of it and teach nothing. The item whose price was drawn by lot is left out: its margin was ours to move.
#
# <details><summary>How is it computed?</summary>
#
# A regression of the items' margins on the four (statsmodels OLS), with the share of advertised orders held still. What two factors explain together would go to the one that enters first; so all orders of entry are taken and averaged (the Shapley value of R², known as LMG). The intervals come from drawing the items again with replacement, 500 times, and computing everything anew. Competition has one value per category only, so its interval is narrower than it should be. It all says what goes together, not what causes what.
#
# </details>

# %% [markdown] lang="zh" needs="items.rating_shown, items.impressions, items.clicks, items.units, items.price, products.supplier, products.category, products.unit_cost, orders.source, market.sellers, market.searches" ideas="M7"
# ## 延伸：每个因素各占多少？
#
# 四个因素，同一批毛利率的差异：各自跟其中多少有关？每个因素用一样看得见的东西来代表，也就是它的**指标**：价值看评分，吸引力看点击，成本看供应商，竞争看每次搜索的卖家数。售价和成本本身不在里面：毛利率 = 1 − 成本 ÷ 售价，就是由它们*算出来*的，放进去当然能“解释”全部，却什么也没告诉你。随机定价的那个商品不算在内：它的毛利率是我们自己摆弄的。
#
# <details><summary>怎么算的？</summary>
#
# 用四个因素对商品毛利率做回归（statsmodels OLS），广告订单占比保持不变。两个因素共同解释的那部分，谁先放进去就会算给谁；所以把所有先后顺序都算一遍，取平均（R² 的 Shapley 值，也叫 LMG）。区间的来历：把商品有放回地重抽 500 次，每次全部重算。竞争这一项每个类目只有一个值，所以它的区间比实际应有的窄。这些都只说明“一起变”，不说明“谁造成谁”。
#
# </details>

# %%
shares = lesson.shares(shop)
plot_factors(shares, title=say("shares_title", shares))
plt.show()

# %%
say("shares", shares)

# %% [markdown] lang="en"
# One warning. A factor that is measured badly looks small, however large it is. Take the rating of each item's *last* day in place of its first, and look at value:

# %% [markdown] lang="zh"
# 提醒一句：量得不准的因素，再大也显得小。把每个商品*第一天*的评分换成*最后一天*的，再看“价值”：

# %%
say("measured", shares, lesson.shares_of_last_rating(shop))

# %% tags=["lesson-only"]
check.ask(13)

# %% [markdown] lang="en" needs="orders.product_id, shop_days.paid_amount" ideas="M8"
# ## Further: why did the profit rate move?
#
# The shop's profit rate is not what it was. Did customers buy *other items* (mix), or did the *items themselves* leave less? Both happened at once, and the split must not depend on which you look at first.
#
# <details><summary>How is it computed?</summary>
#
# `mix_and_rate()` takes each item's share of the net paid amount and its contribution rate, in both periods. Mix: the change of the share × the mean rate (against the shop's mean). Rate: the change of the rate × the mean share. With means, both orders count alike; the parts add up to the change exactly. The rest of the profit rate is fixed cost ÷ net paid amount.
#
# </details>

# %% [markdown] lang="zh" needs="orders.product_id, shop_days.paid_amount" ideas="M8"
# ## 延伸：利润率为什么变了？
#
# 店里的净利润率和以前不一样了。是顾客买的*商品不一样了*（结构），还是*商品自己*剩得少了？两件事同时发生，拆分的结果不应取决于先看哪一个。
#
# <details><summary>怎么算的？</summary>
#
# `mix_and_rate()` 取每个商品在两段时间里占净支付金额的比例和它的贡献利润率。结构部分：占比的变化 × 平均贡献率（相对全店平均）；效率部分：贡献率的变化 × 平均占比。都用平均数，先后两种顺序就一视同仁，各部分加起来正好等于总变化。净利润率剩下的那部分，是固定费用 ÷ 净支付金额。
#
# </details>

# %%
moves = lesson.margin_moves(shop)
show(moves[["title", "share_before", "share_after", "rate_before", "rate_after", "mix_part", "rate_part", "change_part"]].head(6))

# %%
say("moved", moves)

# %% tags=["lesson-only"]
check.ask(14)

# %% [markdown] lang="en" tags=["lesson-only"] ideas="M7"
# ## What was really so
#
# This shop was drawn from a plan, so here, and only here, the truth can be looked up. Each item was given four factors and a margin made of them; carts were given an elasticity. Compare with what you found. A **weight** is the margin that goes with one unit of the proxy (one point of rating, one time the usual clicks); a supplier is a name, so cost has none.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="M7"
# ## 真相是什么
#
# 这家店是按计划生成的，所以在这里、也只有在这里，真相可以查到。每个商品都被赋予了四个因素，毛利率由它们合成；加购也有一个设定的弹性。和你算出来的比一比。**权重**是指标变一个单位（评分变 1 分、点击率变一倍）对应的毛利率变化；供应商只是名字，所以成本没有权重。

# %% tags=["lesson-only"]
truth = open_truth(SHOP)
so = lesson.planted_shares(shop, truth)
plot_factors(shares, title=say("shares_title", so), truth=so)
plt.show()

# %% tags=["lesson-only"]
show(lesson.beside(shares, so))

# %% tags=["lesson-only"]
say("so_factors", shares, so)

# %% tags=["lesson-only"]
say("so_price", elasticities, truth, lesson.tested(shop))

# %% tags=["lesson-only"]
say("so_supplier", truth)

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min): guess and one sale 10 · the way down 10 · offers 5 · items and margins 8 · four factors 15 · 20% off 10 · panels 5 · activity 7 · exercises 5 and the rest at home. Short of time: leave out offers and the messy part. The further parts are for home. Answers on this shop: the solution cell above.
#
# **Ask the room:** “Your item costs 40 and sells for 60. Margin?” (half will say 50%) · “Which bill hurts you most each month? Is it the largest?” · “Name a brand that is dear and famous. Now name one that was dear and went under.”
#
# **Usual mistakes:** mark-up for margin; margin on the list price; adding discounts; refunds forgotten or taken off twice; a ROAS above 1 called profit; a wide interval called useless although both ends say the same.
#
# **What the truth hides:** attraction comes out a little low, because click rates of small items are noisy even after they were steadied; carts show an elasticity a little below the planted one, because some people who have just paid put the next thing into the cart without looking at its price. The rating of the first day is a good gauge here; in a real shop it would be noisier.
#
# **Away from the screen: the waterfall with 100 coins (7 min).** One person is the customer and pays 100 coins. Others are refund, supplier, platform, influencer, carrier, advert, landlord, worker; each takes their share from the table above, one after the other, aloud. Let the room guess before each. Then play it again with 20% off: only 80 coins come in, and everybody but three takes what they took before. Who is left with nothing?

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟）：猜测与拆一笔销售 10 · 一路往下 10 · 优惠叠加 5 · 商品与毛利 8 · 四个因素 15 · 打八折 10 · 滑杆 5 · 活动 7 · 练习 5，其余留作课后。时间不够就略去优惠叠加和“坑”。延伸部分留作课后。这家店上的答案见上面的题解格。
#
# **问全场**：“进价 40，卖 60，毛利率多少？”（一半人会答 50%）·“每个月哪张账单最让你心疼？它是最大的那张吗？”·“说一个又贵又有名的牌子。再说一个同样贵、后来倒掉的。”
#
# **常见错误**：把加价率当毛利率；按标价算毛利率；把折扣相加；忘了退款，或扣了两次；投产比大于 1 就说赚钱；区间一宽就说没用，其实两端说的是同一件事。
#
# **真相里的细节**：吸引力算出来偏低，因为小商品的点击率即使收缩过，噪声还是大；加购的弹性比埋下的略弱，因为有些人刚付完款，不看价格就把下一件放进了购物车。第一天的评分在这里是把好尺子，真实店铺里会更嘈杂。
#
# **离开屏幕：100 枚硬币的瀑布（7 分钟）。** 一个人当顾客，付 100 枚硬币。其他人分别当退款、供应商、平台、达人、快递、广告、房东、员工，按上面表里的比例，一个接一个、大声地拿走自己那份。每拿一次之前，让全场先猜。再玩一遍打八折：只进来 80 枚，除了三个人，其他人照旧拿那么多。谁手里空了？
