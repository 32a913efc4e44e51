# %% [markdown] lang="en" needs="shop_days.visitors, shop_days.paid_amount"
# # 01 Opening-store positioning: should this shop open, and as what?
#
# **About 75 minutes.** You have some savings, an idea and an evening. Tomorrow the landlord of a small warehouse wants your answer. On the table lie the books of a shop like the one you would open, some months of them. Do you sign?
#
# After this lesson you can
# - say what you sell, to whom and why they would buy from you, with a number behind each;
# - find the part of a market where few serve many, and your place among the rivals;
# - name the type of store that fits, and the rule that says so;
# - work out from how many visitors a day on a shop pays its rent, or that it never will.

# %% [markdown] lang="zh" needs="shop_days.visitors, shop_days.paid_amount"
# # 01 开店定位：这家店该不该开，开成哪一种？
#
# **约 75 分钟。** 你有一点积蓄、一个想法和一个晚上。小仓库的房东明天就要你答复。桌上放着一家同类店铺几个月的账。这份租约，签不签？
#
# 学完这一课，你能够
# - 说清卖什么、卖给谁、凭什么买你的，每一条背后都有数；
# - 找到“需求多、卖家少”的那一块市场，以及自己在对手中间的位置；
# - 说出该开哪种店，是哪条规则决定的；
# - 算出每天要多少访客才付得起房租；或者算出永远付不起。

# %% tags=["parameters"]
SHOP = "demo"

# %%
import matplotlib.pyplot as plt

from shopkit import (
    break_even_visitors,
    buying_reasons,
    exercises,
    niches,
    open_shop,
    open_truth,
    price_quality,
    sentences,
    set_language,
    show,
    store_type,
    use_style,
)
from shopkit.lessons import lesson_01 as lesson
from shopkit.metrics.store_type import store_rules
from shopkit.metrics.story import usual_swing
from shopkit.plots import plot_break_even, plot_niches, plot_price_quality, plot_reasons

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("01", shop), exercises("01", shop)
say("shop", shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Guess first
#
# This shop rents a corner of a warehouse and pays one person. How many visitors a day must come before that is paid? Put a number between the quotation marks and run the cell (click it, **Shift + Enter**, as every cell from here on). You will meet your guess again.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 先猜一猜
#
# 这家店租了仓库一角，请了一个人。每天要来多少访客，这些钱才付得起？在引号里写个数，运行这一格（点一下，按 **Shift + Enter**，后面每一格都这样）。你的猜测后面会再见到。

# %% tags=["lesson-only"]
my_guess = ""

# %% [markdown] lang="en" needs="items.paid_amount, products.category" ideas="P1"
# ## Three questions before you open
#
# **What do you sell? To whom? What is your advantage?** Whoever cannot answer all three in one breath pays later, in advertising, for what they did not think about before. The first two a shop's tables can answer. The third they can't: it stood there before the first order.

# %% [markdown] lang="zh" needs="items.paid_amount, products.category" ideas="P1"
# ## 开店前的三个问题
#
# **卖什么？卖给谁？你的优势是什么？** 三个问题不能一口气答完的人，没想清楚的地方，以后都要拿推广费来补。前两个，店铺的表里有答案；第三个没有：它在第一笔订单之前就定了。

# %%
show(lesson.three_questions(shop))

# %% [markdown] lang="en" needs="market_reviews.text, market_reviews.score" ideas="P6"
# ## What do you sell? Be your own first customer
#
# Imagine that you do not own the shop. Why would you buy there? Write down your reasons **before** you read on. If your shop would not win you, it will win nobody else. There are eight to choose from: `price`, `quality`, `looks`, `speed` (it comes quickly), `service`, `gift`, `safety`, `noise` (it is quiet). Keep three, the ones you would bet on.

# %% [markdown] lang="zh" needs="market_reviews.text, market_reviews.score" ideas="P6"
# ## 卖什么？先做自己的第一个顾客
#
# 假设这家店不是你的，你为什么会在那里买？**先**写下你的理由，再往下看。连你自己都打动不了的店，打动不了别人。有八个可选：`price` 价格、`quality` 质量、`looks` 外观、`speed` 到货快、`service` 服务、`gift` 适合送礼、`safety` 安全、`noise` 安静。留三个，你敢押的三个。

# %%
my_reasons = ["price", "looks", "gift"]

# %% [markdown] lang="en"
# Now ask those who did buy. Here is what buyers of rival shops wrote. Two first steps in pandas, and you will use them all your life: **filter** (keep the rows you want) and **sort**. Pleased buyers, the latest first:

# %% [markdown] lang="zh"
# 现在去问真买过的人：下面是竞店的买家写的评价。用两个 pandas 动作，以后天天要用：**筛选**（留下想要的行）和**排序**。满意的买家，最近的在前：

# %%
pleased = shop.market_reviews[shop.market_reviews["score"] >= 4]
show(pleased.sort_values("date", ascending=False).head(5)[["category", "text", "score"]])

# %% [markdown] lang="en"
# Nobody reads hundreds of them. So we sort them by words: a review that says “cheap” or “discount” speaks of the price. It is a rough tool, good for the order of things and not for the single review.

# %% [markdown] lang="zh"
# 几百条不可能条条细读，所以按关键词归类：写了“便宜”“优惠”的，说的是价格。这个办法很粗，看大致的先后可以，不能拿来评判单条评价。

# %%
reasons = buying_reasons(shop.market_reviews, yours=my_reasons)
plot_reasons(reasons, title=say("reasons_title", reasons))
plt.show()

# %%
say("reasons", reasons)

# %% [markdown] lang="en" needs="reviews.text, reviews.score_item, market_reviews.text"
# ### Would this shop win you?
#
# The same words, on the reviews of this shop's own buyers:

# %% [markdown] lang="zh" needs="reviews.text, reviews.score_item, market_reviews.text"
# ### 这家店打动得了你吗？
#
# 用同样的关键词，再看看这家店自己的买家写了什么：

# %%
own_reasons = lesson.own_reasons(shop)
show(lesson.reasons_side_by_side(reasons, own_reasons))

# %%
say("own_reasons", reasons, own_reasons)

# %% [markdown] lang="en" needs="market_reviews.text, market_reviews.score" ideas="P5"
# ## Begin where you know your way
#
# Everybody believes they know their trade. So count it: what you **bought** yourself in the last year, how many **suppliers** you can call today, and how many of the buyers' **reasons** you named before you saw them. Here are the answers of somebody we made up, category by category; put yours in their place. How well you know a category is the mean of the three: purchases ÷ 5, suppliers ÷ 3 (each at most 1), and the share of reasons. (That five and three are enough is our assumption.)

# %% [markdown] lang="zh" needs="market_reviews.text, market_reviews.score" ideas="P5"
# ## 从你熟的地方做起
#
# 人人都觉得自己懂行。那就数一数：过去一年自己**买过**几次，今天打得通电话的**供应商**有几家，看答案之前说中了多少买家的**理由**。下面是一个虚构的人按类目给的回答，换成你自己的。熟悉程度是三项的平均：次数 ÷ 5、供应商数 ÷ 3（最多各算 1），以及说中的理由占比。（五次、三家就算够，是我们的假设。）

# %%
print(lesson.categories(shop))
n = len(lesson.categories(shop))
own_purchases = [4, 1, 6, 0, 2, 1, 0, 0][:n]
supplier_contacts = [2, 1, 0, 0, 0, 1, 0, 0][:n]

# %%
known = lesson.know_table(shop, my_reasons, own_purchases, supplier_contacts)
show(known)

# %%
say("know", known)

# %% [markdown] lang="en" needs="market.searches, market.sellers, market.segment, market.paid_amount, items.paid_amount, products.category" ideas="P8"
# ## To whom? Not to everyone
#
# A shop for everyone fights against everyone. Cut the market into segments, cut again, and look where **few sellers serve many searches**. One segment by hand: keep its rows, add the searches, add the sellers, divide.

# %% [markdown] lang="zh" needs="market.searches, market.sellers, market.segment, market.paid_amount, items.paid_amount, products.category" ideas="P8"
# ## 卖给谁？别卖给所有人
#
# 卖给所有人的店，就要跟所有人抢。把市场切开，再切细，找**搜的人多、卖的人少**的那一块。先手算一块：留下它的行，搜索次数相加，卖家数相加，再除。

# %%
category, segment = lesson.main_category(shop), lesson.main_segment(shop)
rows = shop.market[shop.market["category"] == category]
rows = rows[rows["segment"] == segment]
say("one_niche", rows["searches"].sum(), rows["sellers"].sum(), category, segment)

# %% [markdown] lang="en"
# All of them in one call, the roomiest first. An arrow marks where the demand per seller surely grows. The table below keeps the rows of one category; the chart has them all.

# %% [markdown] lang="zh"
# 一个函数把每一块都算出来，最宽松的在前。箭头表示按每个卖家算，需求确实在增长。下表只留一个类目的几行，图上是全部。

# %%
parts = niches(shop.market)
show(parts[parts["category"] == category])

# %%
plot_niches(parts, title=say("niches_title", parts), highlight=(category, segment))
plt.show()

# %%
say("niches", parts)

# %% [markdown] lang="en" needs="market.segment, customers.segment, orders.customer_id, items.paid_amount, products.category"
# ### Where does this shop stand?

# %% [markdown] lang="zh" needs="market.segment, customers.segment, orders.customer_id, items.paid_amount, products.category"
# ### 这家店站在哪里？

# %%
say("crowded", lesson.niches_of(shop), lesson.sold_by_segment(shop), shop.market["date"].nunique())

# %% [markdown] lang="en"
# Room is not yet a shop. Do you know these people? Start with the group that you know **and** that has room; widen in steps, the neighbouring segment next, when the first one runs by itself. And the search figures come from the platform's market tool, which often shows an index instead of numbers: the order holds, the sizes are estimates.

# %% [markdown] lang="zh"
# 有空间，还不等于能开店。这群人你了解吗？从“你熟悉**而且**有空间”的一群做起；第一群跑顺了，再往相邻的人群一步一步扩。另外，搜索数据来自平台的市场工具，那里常常只给指数、不给实数：先后可信，大小只是估计。

# %% [markdown] lang="en" needs="competitors.price_index, competitors.dsr_item, competitors.units, competitors.paid_amount, competitors.same_tier, items.paid_amount, items.units, products.category, reviews.score_item" ideas="P3"
# ## Where would you stand among the rivals?
#
# Buyers compare. Two things they see at once: price and rating. Bottom right is the place to avoid: dearer than others and not as good. The bar through the star says how sure the rating is: few reviews, long bar. A rival whose dot stands within the bar is neither better nor worse. Rivals of your **tier** are those that sell about as much as you: platforms sort the shops of a category by what was paid to them in the last 30 days. (Platforms show rivals' prices as an index; this shop's own is worked out from what a unit sold for. Read the map in steps of five points.)

# %% [markdown] lang="zh" needs="competitors.price_index, competitors.dsr_item, competitors.units, competitors.paid_amount, competitors.same_tier, items.paid_amount, items.units, products.category, reviews.score_item" ideas="P3"
# ## 放到对手中间，你站在哪里？
#
# 买家会比较，一眼能看到的是两样：价格和评分。右下角最糟：比别人贵，还没别人好。星号上的竖线表示评分有多准：评价少，线就长。对手的点落在这条线的范围里，就谈不上谁好谁坏。**同层**竞店，是卖得和你差不多的店：平台按最近 30 天的支付金额给同类目的店铺分层。（平台只给对手的价格指数；本店的指数是用每件卖出的钱推算的，差五个点以上才算数。）

# %%
here = price_quality(shop.competitors, shop.items, shop.products, shop.reviews)
category = lesson.main_category(shop)
plot_price_quality(here[here["category"] == category], title=say("map_title", here, category))
plt.show()

# %%
say("map", here, category)

# %% [markdown] lang="en" needs="competitors.price_index, competitors.dsr_item, competitors.units, competitors.paid_amount, competitors.same_tier, items.paid_amount, items.units, products.category, reviews.score_item"
# ### Four edges, measured
#
# Without a great advantage an ordinary shop can still live by an **edge**: relatively better goods, a relatively lower price, relatively unusual service, frequent contact with its customers. “Relatively” means: compared with somebody. Two of the four can be compared from outside:

# %% [markdown] lang="zh" needs="competitors.price_index, competitors.dsr_item, competitors.units, competitors.paid_amount, competitors.same_tier, items.paid_amount, items.units, products.category, reviews.score_item"
# ### 四个相对优势，量一量
#
# 没有大优势的普通店，靠一个**相对优势**也能活：商品相对更好、价格相对更低、服务相对特别、和顾客联系频繁。“相对”的意思是：要有个比的对象。四个里有两个，从外面就能比：

# %%
show(lesson.edges(shop))

# %% [markdown] lang="en" ideas="P2 P3"
# ## Five great advantages
#
# Five things bring a shop to success sooner. Each of them moves a number that you will meet in a moment:

# %% [markdown] lang="zh" ideas="P2 P3"
# ## 五个大优势
#
# 有五样东西能让一家店更快做起来。每一样都会改变一个数，这个数马上就会见到：

# %%
show(lesson.advantages())

# %% [markdown] lang="en"
# **None of the five and none of the four: do not open.** Not as a moral, but because of the price: somebody without any of them must buy every visitor and sell at everybody's price. What that comes to is worked out below.

# %% [markdown] lang="zh"
# **五个一个没有，四个也一个没有：别开。** 这不是劝人上进，是账算不过来：什么都没有的人，访客个个要花钱买，价格只能跟着别人走。结果怎样，下面就算给你看。

# %% [markdown] lang="en" ideas="P4"
# ## Which type of store?
#
# On Taobao and Tmall the type follows from the advantage: whose brand, who authorised it, is there a company. The rules are a table. It is read from the top, and **the first row that fires is the verdict**. (What platforms ask for changes, and these rows were not checked with their own help pages: look there before you apply.)

# %% [markdown] lang="zh" ideas="P4"
# ## 开哪种店？
#
# 在淘宝和天猫，开哪种店由优势决定：品牌是谁的，谁给了授权，有没有公司。规则是一张表，从上往下读，**第一条符合的就是结论**。（平台的要求会变，这几行没有对照平台官方帮助页核实：申请前请以官方为准。）

# %%
show(store_rules().drop(columns=["rule_source"]))

# %% [markdown] lang="en"
# Six answers are enough. These are the answers of somebody like this shop: a company, a brand of its own that hardly anybody knows. Change them to yours (`True` is yes, `False` is no):

# %% [markdown] lang="zh"
# 回答六个问题就够。下面是一个和这家店差不多的人的回答：有公司，有自己的品牌，但没什么人知道。改成你自己的（`True` 是“是”，`False` 是“否”）：

# %%
my_answers = {
    "advantages": ["cheap_supply"],
    "edges": ["unusual_service"],
    "company": True,
    "own_brand": True,
    "known_brand": False,
    "authorised_brands": 0,
}
verdict = store_type(my_answers)
say("type", verdict)

# %% [markdown] lang="en"
# Argue with the row, not with the verdict: which answer would have to change, and what would that cost you? Try `"known_brand": True`, or `"authorised_brands": 2` without a brand of your own.

# %% [markdown] lang="zh"
# 要争就跟那一行争，别跟结论争：哪个回答变了，结论才会变？那要花多少代价？试试 `"known_brand": True`，或者没有自己的品牌、但 `"authorised_brands": 2`。

# %% [markdown] lang="en" needs="shop_days.visitors, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="P9"
# ## Does it pay? Break-even is a division
#
# Whether to open is not a matter of courage. A visitor brings some money; of that a share is left after goods, fees and shipping; and the visitor has cost something. What remains pays rent and wages:
#
# **visitors a day = fixed cost a day ÷ (value per visitor × rate left − cost per visitor)**
#
# The last full month of this shop, by hand:

# %% [markdown] lang="zh" needs="shop_days.visitors, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="P9"
# ## 划不划算？保本只是一道除法
#
# 开不开店，不看胆量。一个访客带来一点钱；扣掉商品、平台扣费、运费，剩下一部分；访客本身还有成本。最后剩下的，用来付房租和工资：
#
# **每天保本访客数 = 每天固定费用 ÷（UV价值 × 剩下的比例 − 访客成本）**
#
# 用这家店最近一个完整月，手算一遍：

# %%
show(lesson.in_words(lesson.pay_table(shop).tail(1)))

# %%
row = lesson.pay_row(shop)
fixed, value = row["fixed_per_day"], row["value_per_visitor"]
rate, cost = row["rate_before_ads"], row["cost_per_visitor"]
left = value * rate - cost
print(f"{value:.2f} × {rate:.4f} − {cost:.2f} = {left:.2f}")
if left > 0:
    print(f"{fixed:.2f} ÷ {left:.4f} = {fixed / left:.1f}")

# %% [markdown] lang="en"
# The one call that does the same, and knows when the answer is “never”:

# %% [markdown] lang="zh"
# 一个函数做同样的事，还知道什么时候答案是“永远不会”：

# %%
round(break_even_visitors(fixed, value, rate, cost), 1)

# %%
say("pay", row, shop.currency)

# %% tags=["lesson-only"]
say("guess", my_guess, row)

# %%
plot_break_even(fixed, row["gap_per_visitor"], row["daily_visitors"], shop.currency, title=say("pay_title", row))
plt.show()

# %% [markdown] lang="en" needs="shop_days.visitors, traffic.paid_amount, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="P2 P9"
# ### The average visitor is not your first visitor
#
# That was an average of two kinds of visitors: some came free, by search or because they knew the shop; some were bought with ads.

# %% [markdown] lang="zh" needs="shop_days.visitors, traffic.paid_amount, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="P2 P9"
# ### 平均的访客，不是你的第一批访客
#
# 刚才那个数，是两种访客的平均：有些是免费来的，靠搜索，或者本来就认得这家店；有些是花钱买的。

# %%
kinds = lesson.bought_and_free(shop)
show(lesson.in_words(kinds))

# %%
say("bought", kinds, shop.currency)

# %% [markdown] lang="en"
# (Somebody whom an ad brought may come back later by another way and buy then; that sale stands under “free” here. Lesson 04 follows them.)
#
# And this is what the five advantages are for. Each changes one number of the division. If that number were **a tenth better** (each line is the best case; how much an advantage really moves is for you to find out):

# %% [markdown] lang="zh"
# （被广告带来的人，也可能过几天从别处再来、再买；那笔销售这里算在“免费”头上。第 04 课会追着他们看。）
#
# 五个优势的用处就在这里：每一个都改变除法里的一个数。假如那个数**好一成**（每一行都是最好的情况；优势到底能改变多少，要你自己去量）：

# %%
worth = lesson.advantage_worth(shop)
show(lesson.in_words(worth))

# %%
say("worth", worth)

# %% [markdown] lang="en" tags=["lesson-only"] needs="shop_days.visitors, shop_days.buyers, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, competitors.price_index, reviews.score_item, items.paid_amount, products.category"
# ## Try it: your shop before it opens
#
# Answer the six questions, then set the five numbers (mouse, or click a slider and use the arrow keys). Look for the point at which the break-even turns into “never”: it comes sooner than people think. One thing the sliders do not know: how many buyers a higher price drives away. Move the conversion yourself; lesson 02 measures it.

# %% [markdown] lang="zh" tags=["lesson-only"] needs="shop_days.visitors, shop_days.buyers, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, competitors.price_index, reviews.score_item, items.paid_amount, products.category"
# ## 动手试试：开张之前的你的店
#
# 先答六个问题，再调五个数（用鼠标，或点中滑杆按方向键）。找一找保本访客数从哪里开始变成“永远不会”：比大家想的来得早。有一件事滑杆不知道：涨价会赶走多少买家。转化率要你自己动；第 02 课教你怎么量。

# %% tags=["lesson-only"]
lesson.panel(shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Eight exercises; a ninth belongs to the further part. Type a number or choose a letter, then press **Check**. Only the fourth takes a line of code; the others take thought, or the tables above and a calculator. If you took a usual wrong turn you are told which one.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 八道练习；第九道属于延伸部分。填一个数或选一个字母，点**检查**。只有第四题要写一行代码；其余的想一想，或者看着上面的表按按计算器就行。走了常见的弯路，会告诉你是哪一种。

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

# %% tags=["solution"]
{number: check.solution(number) for number in check.exercises}

# %% [markdown] lang="en" needs="shop_days.visitors, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="P9"
# ## Messy data: one month is not the shop
#
# The break-even above came from one month. Take each full month by itself:

# %% [markdown] lang="zh" needs="shop_days.visitors, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="P9"
# ## 真实数据的坑：一个月不等于一家店
#
# 上面的保本访客数只用了一个月。每个完整月都单独算一遍：

# %%
by_month = lesson.pay_table(shop)
show(lesson.in_words(by_month))

# %%
say("months", by_month, shop.currency)

# %% [markdown] lang="en" tags=["lesson-only"] needs="market_reviews.text, market_reviews.score"
# ## Messy data: what our words did not catch
#
# A large part of the reviews used none of our words. They did not vanish because a table cannot read them. Read these few yourself: which reason do they give? If most of them speak of one thing, then that reason is larger than the chart says, and the order of the first two may be the other way round.

# %% [markdown] lang="zh" tags=["lesson-only"] needs="market_reviews.text, market_reviews.score"
# ## 真实数据的坑：关键词没抓到的那些
#
# 相当一部分评价没用到我们的任何关键词。表格读不懂，不等于它们不存在。自己读读这几条：说的是哪个理由？如果大多在说同一件事，那个理由就比图上的更大，头两名的先后也可能倒过来。

# %% tags=["lesson-only"]
show(lesson.unnamed(shop))

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What was really so
#
# This shop was drawn by a computer, so for once somebody knows the truth. Here it is, beside what you found:

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 真相揭晓
#
# 这家店是电脑生成的，所以难得有人知道真相。和你查到的对照一下：

# %% tags=["lesson-only"]
say("truth", open_truth(SHOP), kinds, by_month, shop.currency)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - What, to whom, by which advantage: three answers before the first rent.
# - Your reasons to buy are a guess. Buyers have written theirs down; compare.
# - Look for few sellers and many searches, among people whom you know. Widen later.
# - “Better” and “cheaper” mean: than somebody. Put yourself on the map, with the interval.
# - Fixed cost of a **day** ÷ what a visitor **leaves**. If a visitor leaves nothing, the answer is never.
#
# **Tomorrow:** do the division for your own plan, once with the average visitor and once with bought visitors only. Sign the lease if you can live with the second.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 卖什么、卖给谁、凭什么：付第一笔房租之前，三个都要有答案。
# - 你列的购买理由是猜的；买家把他们的写下来了，去对一对。
# - 找卖的人少、搜的人多、而且你了解的那群人。先做透，再扩大。
# - “更好”“更便宜”，都要有个比的对象。把自己放到图上，带着区间看。
# - **一天**的固定费用 ÷ 一个访客**剩下**的钱。访客不剩钱，答案就是永远不会。
#
# **明天**：给自己的计划做一遍这道除法，一遍用平均的访客，一遍只用花钱买来的访客。第二个结果你也受得了，再去签租约。

# %% [markdown] lang="en" needs="shop_days.followers, shop_days.favourites, shop_days.returning_visitors, shop_days.visitors" ideas="P7"
# ## Further: does your story work?
#
# Two shops with the same lamp at the same price: a **true** story can set one apart. Who makes it, why, for whom. An invented one is fraud, and buyers find out. Whether a story works shows in people who want to hear more: they follow, they save an item, they come back. But these numbers swing from week to week with no story at all. So know the usual swing before you begin:

# %% [markdown] lang="zh" needs="shop_days.followers, shop_days.favourites, shop_days.returning_visitors, shop_days.visitors" ideas="P7"
# ## 延伸：你的故事有用吗？
#
# 两家店，同样的灯，同样的价：一个**真实**的故事能让其中一家被记住。谁做的，为什么做，为谁做。编的故事是欺骗，买家迟早会知道。故事有没有用，看想继续听的人：关注了，收藏了，又来了。可就算什么都不讲，这些数每周也会起伏。所以动手之前，先弄清平时的起伏有多大：

# %%
swing = usual_swing(shop.shop_days)
show(swing)

# %%
say("story", swing)

# %% tags=["lesson-only"]
check.ask(9)

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min): guess and three questions 7 · reasons 10 · know 5 · niches 10 · map and edges 8 · advantages and store type 10 · break-even 12 · panel 5 · exercises during and after 8. Short of time: leave out the reviews of this shop and the second messy part. The activity takes 10 minutes in place of the panel. Answers on this shop: the solution cell above.
#
# **Ask the room:** “Who here would buy in their own shop? Say why in five words.” · “Name a shop that serves one group only. Would you dare to turn the others away?” · “A visitor leaves you 40 cents and the ad costs 50. How many do you need?” (Wait. Somebody always says a number.)
#
# **Usual mistakes:** a month's rent divided by a day's visitors; the value of a visitor taken without the margin; a negative denominator taken for a large number; an advantage that everybody has (“good quality”) ticked as one; the mean of the segments' ratios.
#
# **Away from the screen: the lease (10 min).** Tables of four found a shop each: what, to whom, which advantage. They write a fixed cost a day on a card and hand it to the neighbours, who roll two dice: the sum ÷ 10 is what a visitor leaves (2 or 3: a minus sign before it). Each table divides. Whoever gets more than a thousand visitors, or a minus, may change **one** thing, and says which advantage that would take. Who signs?

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟）：猜测与三个问题 7 · 购买理由 10 · 熟悉程度 5 · 细分市场 10 · 价格评分图与相对优势 8 · 五个优势与店铺类型 10 · 保本 12 · 滑杆 5 · 练习穿插和收尾 8。时间不够就略去“本店评价”和第二个坑。活动 10 分钟，可替代滑杆。这家店上的答案见上面的题解格。
#
# **问全场**：“你会在自己店里买吗？用五个字说理由。”·“说一家只做一群人的店。别的客人你敢不接吗？”·“一个访客剩 4 毛，广告花 5 毛，你要多少访客？”（等一等，总有人报出一个数。）
#
# **常见错误**：用一个月的房租除以一天的访客；UV价值没乘利润率；分母是负的，却当成一个很大的数；把人人都有的“质量好”也打了勾；把各人群的比值拿来平均。
#
# **离开屏幕：签租约（10 分钟）。** 四人一桌，各开一家店：卖什么、卖给谁、凭什么。每桌在卡片上写下每天的固定费用，交给邻桌；邻桌掷两颗骰子，点数之和 ÷ 10 就是一个访客剩下的钱（掷出 2 或 3，前面加个负号）。各桌自己做除法。结果超过一千个访客、或者是负数的，可以改**一样**东西，并说出那需要哪个优势。谁签？
