# %% [markdown] lang="en" needs="shop_days.paid_amount, shop_days.paid_orders"
# # 00 The job, and the five numbers
#
# **About 75 minutes.** It is the first of the month. The owner asks: “How was last month, and what do you do first this morning?” You have the shop's tables, and five sentences to answer in.
#
# After this lesson you can
# - say what an operator is responsible for, and which table shows it;
# - take a shop's sales apart into the numbers that make them;
# - tell gross, contribution and net margin apart;
# - ask of any number the five questions that keep you from being fooled.

# %% [markdown] lang="zh" needs="shop_days.paid_amount, shop_days.paid_orders"
# # 00 运营这份工作，和五个数
#
# **约 75 分钟。** 今天是一号。老板问：“上个月怎么样？今天早上你先做什么？”你手里有店铺的几张表，只给你五句话的时间。
#
# 学完这一课，你能够
# - 说清运营对什么负责，以及从哪张表看得出来；
# - 把一家店的销售额拆成决定它的几个数；
# - 分清毛利、贡献利润和净利润；
# - 对任何一个数先问五个问题，不被它骗。

# %% tags=["parameters"]
SHOP = "demo"

# %%
import matplotlib.pyplot as plt

from shopkit import exercises, open_shop, sentences, set_language, show, use_style
from shopkit.lessons import lesson_00 as lesson
from shopkit.plots import plot_days, plot_margins

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("00", shop), exercises("00", shop)
say("shop", shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## How a lesson works
#
# A lesson is made of cells. The grey ones hold code. You need not understand it: click a grey cell, press **Shift + Enter**, and look at what appears below. Do that from top to bottom. Nothing you do here can break the shop; if you are lost, *Kernel → Restart Kernel and Run All Cells* brings everything back. If you have not run the cells above yet, do it now.
#
# Sometimes you are asked to guess **before** you look. Do it. It takes ten seconds and is the reason why you will remember the answer.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 怎么上课
#
# 一课由许多格子组成，灰色的格子里是代码。看不懂没关系：点一下灰格子，按 **Shift + Enter**，看下面出来什么。从上到下一格一格来。你在这里做什么都弄不坏店铺；弄乱了，点“内核 → 重启内核并运行所有单元格”就能恢复。上面几格还没运行的话，现在先运行。
#
# 有时会请你在看答案**之前**先猜一猜。真的猜一下，只要十秒钟，答案就记得住了。

# %% [markdown] lang="en" tags=["lesson-only"] ideas="J1 J2 J3"
# ## What does an operator do?
#
# An operator is the shop owner's strategist. The job has no fixed border: in a team of three it includes packing parcels, in a team of thirty it reaches deciding what the shop should stand for. What stays the same is the responsibility: **the result of the whole shop.**
#
# It is wider than promotion. Promotion brings people, records what came of it and keeps items selling; operation decides, on top of that, what to sell, to whom, at which price, and when to stop. Six fields belong to it. Each leaves its trace in a table:

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="J1 J2 J3"
# ## 运营到底做什么？
#
# 运营是老板的参谋。这份工作没有固定边界：三个人的团队里，运营也打包发货；三十个人的团队里，运营要想清楚这家店凭什么立足。不变的是责任：**对整家店的结果负责。**
#
# 它比推广更宽。推广把人带来，记录效果，让商品卖得动；运营在这之上做决定：卖什么、卖给谁、卖多少钱、什么时候该停。它包括六块工作，每一块都会在某张表里留下痕迹：

# %% tags=["lesson-only"]
show(lesson.field_table())

# %% [markdown] lang="en" tags=["lesson-only"]
# **Guess:** three numbers make a shop's sales: how many **visitors** come, what share of them buys (**conversion**), and what a buyer pays (**spend**). Between the last two full months, which moved most, in percent? Write `"visitors"`, `"conversion"` or `"spend"` between the quotation marks and run the cell.

# %% [markdown] lang="zh" tags=["lesson-only"]
# **猜一猜**：决定销售额的有三个数：来了多少**访客**，其中多大比例买了（**转化率**），一个买家付多少钱（**客单价**）。最近两个完整的月之间，哪个变动的百分比最大？在引号里写 `"访客数"`、`"转化率"` 或 `"客单价"`，然后运行。

# %% tags=["lesson-only"]
my_guess = ""

# %% [markdown] lang="en"
# ## How was it? Sales day by day
#
# First look, then count. Dots are days; the line is the mean of seven, so that a weekend does not look like an event.

# %% [markdown] lang="zh"
# ## 生意怎么样？先看每天的销售
#
# 先看图，再算数。点是每一天，线是七天平均，免得把周末的起伏当成大事。

# %%
plot_days(shop.shop_days, "paid_amount")
plt.show()

# %% [markdown] lang="en" needs="shop_days.paid_orders"
# ## Sales are orders × spend per order
#
# Every sales figure is a product. The shortest takes two numbers, and any list of orders gives both. **Spend per order** is what one order brings; **spend per buyer**, further down, is what one person brings, who may order twice.

# %% [markdown] lang="zh" needs="shop_days.paid_orders"
# ## 销售额 = 订单数 × 笔单价
#
# 任何销售额都是乘出来的。最短的一种只要两个数，有订单列表就能算。**笔单价**是一单多少钱；后面的**客单价**是一个人多少钱，同一个人可能下两单。

# %%
from shopkit.metrics.summary import SPEND_PER_ORDER

per_order = SPEND_PER_ORDER.of(lesson.months(shop), by="month")
show(per_order)

# %%
say("orders", per_order, shop.currency)

# %% [markdown] lang="en" needs="shop_days.visitors, shop_days.buyers" ideas="J5 J6"
# ## The five numbers
#
# Orders do not fall from the sky. Before an order stands a visitor who became a buyer. So the product that runs a shop is
#
# **paid amount = visitors × pay conversion × spend per buyer**
#
# **Pay conversion** is the share of visitors who buy. These are three of the five numbers; the paid amount is the fourth, and what is left of it at the very end, the net profit, the fifth. Below, the month in plain pandas: add up three columns, then divide.

# %% [markdown] lang="zh" needs="shop_days.visitors, shop_days.buyers" ideas="J5 J6"
# ## 五个数
#
# 订单不会从天上掉下来。每一单前面，都有一个变成买家的访客。所以真正推动一家店的乘法是
#
# **支付金额 = 访客数 × 支付转化率 × 客单价**
#
# **支付转化率**就是访客里买了的比例。这是五个数里的三个；支付金额是第四个；最后能剩下的净利润，是第五个。下面用最朴素的 pandas 算一个月：三列各自相加，再相除。

# %%
month = lesson.last_month(shop)
days = lesson.of_month(shop.shop_days, month)
visitors, buyers, paid = days["visitors"].sum(), days["buyers"].sum(), days["paid_amount"].sum()
conversion, spend = buyers / visitors, paid / buyers
print(f"{visitors} × {conversion:.4f} × {spend:.2f} = {visitors * conversion * spend:.2f}")

# %% [markdown] lang="en"
# The same for every full month, in one call. “Visitor-days” says that a person who came on two days counts twice; more on that below.

# %% [markdown] lang="zh"
# 每个完整月都算一遍，一个函数就够。“访客日”的意思是：同一个人来两天算两次，后面会细说。

# %%
table = lesson.by_month(shop)
show(table)

# %%
say("product", table, shop.currency)

# %%
say("moved", table)

# %%
say("campaigns", table, lesson.months(shop))

# %% tags=["lesson-only"]
say("guess", my_guess, table)

# %% [markdown] lang="en" needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="J5"
# ## The fifth number: net profit, and the way to it
#
# Three margins, and they must never be mixed:
# - **gross** is left after refunds and goods;
# - **contribution** is left after *everything that grows with one more order*: also platform fees, shipping, gifts, advertising. It decides whether one more order is good;
# - **net** is left after fixed cost too: rent, labour. It decides whether the shop is.

# %% [markdown] lang="zh" needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost" ideas="J5"
# ## 第五个数：净利润，和一路扣下来的账
#
# 三个利润，千万别混：
# - **毛利**：扣掉退款和商品成本之后剩的；
# - **贡献利润**：扣掉*每多一单就多一份的所有费用*之后剩的，平台扣费、运费、赠品、推广都算。多接一单值不值，看它；
# - **净利润**：连房租、人工这些固定费用也扣掉之后剩的。这家店值不值得开，看它。

# %%
month = lesson.last_month(shop)
lines = lesson.margins_of(shop, month)
show(lines)

# %%
plot_margins(lines, title=say("margins_title", lines, shop.currency))
plt.show()

# %%
say("margins", lines, month, shop.currency)

# %% [markdown] lang="en"
# And here they are, the five numbers of the month side by side:

# %% [markdown] lang="zh"
# 五个数，这个月的，放在一起看：

# %%
show(lesson.five_numbers(shop, month))

# %% [markdown] lang="en" tags=["lesson-only"] needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, shop_days.visitors, shop_days.buyers"
# ## Try it: which number would you push?
#
# Behind the five numbers stand six levers. The bars show what a tenth more (or, of a cost, a tenth less) is worth in net profit a day. Start with your guess, then move the sliders: make the visitors expensive, make the margin thin. Does the order of the bars change?

# %% [markdown] lang="zh" tags=["lesson-only"] needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, shop_days.visitors, shop_days.buyers"
# ## 动手试试：你会先推哪个数？
#
# 五个数背后是六根杆。每根条表示把它提高一成（费用则是省一成），每天净利润变多少。先猜，再动滑杆：让访客变贵，让利润变薄，几根条的先后会变吗？

# %% tags=["lesson-only"]
lesson.panel(shop)

# %% [markdown] lang="en" ideas="J9"
# ## Ask five things of every number
#
# Everything that is wrong with a shop shows in its data. But a number is only true in its own scene. Before you believe one, ask: **who** is counted · **over whom** (divided by what) · in **which period** · **dated** by what (order day, pay day, refund day) · are **refunds** in or out?

# %% [markdown] lang="zh" ideas="J9"
# ## 对每个数先问五件事
#
# 店里出了什么问题，数据里都看得见。可是一个数只在自己的场景里成立。相信它之前先问：统计的是**哪些人** · **除以什么** · 哪段**时间** · 按哪个**日期**（下单日、支付日、退款日） · **退款**算没算进去？

# %% [markdown] lang="en" needs="events, traffic.visitors, shop_days.visitors, orders.customer_id"
# ### Who? Visitors do not add up

# %% [markdown] lang="zh" needs="events, traffic.visitors, shop_days.visitors, orders.customer_id"
# ### 谁？访客数不能相加

# %%
three = lesson.visitors_three_ways(shop, lesson.last_month(shop))
show(three)

# %%
say("visitors", three)

# %%
say("buyers", lesson.by_month(shop), lesson.buyers_of(shop, lesson.last_month(shop)))

# %% [markdown] lang="en" needs="shop_days.visitors, shop_days.buyers" ideas="J9"
# ### Over whom? Add first, then divide

# %% [markdown] lang="zh" needs="shop_days.visitors, shop_days.buyers" ideas="J9"
# ### 除以谁？先加后除

# %%
say("add_first", lesson.of_month(shop.shop_days, lesson.last_month(shop)))

# %% [markdown] lang="en" needs="orders.refunded_at, orders.refund_amount, orders.order_amount"
# ### Which period, dated by what, refunds in or out?

# %% [markdown] lang="zh" needs="orders.refunded_at, orders.refund_amount, orders.order_amount"
# ### 哪段时间、按哪个日期、退款算不算？

# %%
show(lesson.dated_differently(shop, lesson.last_month(shop)))

# %% [markdown] lang="en"
# Four honest answers to “what did we sell?”. Say which one you mean. And the last line of a fresh month always flatters: its refunds have not all come yet.

# %% [markdown] lang="zh"
# “这个月卖了多少？”四个答案都没说谎，要讲清说的是哪一个。刚过完的月份，最后一行总是偏好看：它的退款还没退完。

# %% [markdown] lang="en" needs="shop_days.visitors, shop_days.buyers" ideas="J8"
# ## A change of nothing also works, half of the time
#
# Tricks and fashions come every week, each with somebody for whom “it worked”. Here is what that is worth. For every day of this shop we compare the conversion of the week after with the week before, as somebody would who had changed a title that day. We take every day alike and do not ask what was done on it.

# %% [markdown] lang="zh" needs="shop_days.visitors, shop_days.buyers" ideas="J8"
# ## 什么都没改，也有一半时候“有效”
#
# 每周都有新招数、新风向，每一招都有人说“我用了有效”。这句话值多少？我们对这家店的每一天，都拿后一周的转化率和前一周比，就像有人当天改了标题那样。每一天都算，不挑日子，也不问那天店里做过什么。

# %%
nothing = lesson.nothing_changed(shop)
lesson.plot_nothing(nothing, shop.shop_days, title=say("nothing_title", nothing))
plt.show()

# %%
say("nothing", nothing)

# %% [markdown] lang="en"
# The deepest swings stand around the campaign: also no merit of a title. So judge a trick only by a difference too wide for chance, against people who did not get it (lesson 06 shows how), and ask whether it serves what the shop is for. There is no short cut in either.

# %% [markdown] lang="zh"
# 起伏最大的地方就在活动前后，那也不是改标题的功劳。所以评判一个招数，差距要大到不像碰巧，还要跟没用这一招的人比（第 06 课教你怎么测）；再问一句它合不合这家店的定位。这两件事都没有捷径。

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Eight exercises; a ninth belongs to the further part. Type a number or choose a letter, then press **Check**. If you took a usual wrong turn you are told which one.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 八道练习；第九道属于延伸部分。填一个数或选一个字母，点**检查**。走了常见的弯路，会告诉你是哪一种。

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

# %% [markdown] lang="en" tags=["lesson-only"] needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, shop_days.visitors, shop_days.buyers"
# ## Your answer to the owner

# %% [markdown] lang="zh" tags=["lesson-only"] needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, shop_days.visitors, shop_days.buyers"
# ## 这样回答老板

# %% tags=["lesson-only"]
say("answer", table, lines, shop.currency)

# %% [markdown] lang="en" ideas="J10"
# ## Your check sheet
#
# Print it and hang it beside the screen. Each line names the table to open, if you have it, and the lesson that teaches it.

# %% [markdown] lang="zh" ideas="J10"
# ## 你的检查表
#
# 打印出来贴在屏幕旁边。每一行都写着该打开哪张表（有的话）、哪一课会教。

# %%
show(lesson.check_sheet())

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - You answer for the whole shop's result, not for one button of it.
# - Paid amount = visitors × pay conversion × spend per buyer. When sales move, ask which of the three did.
# - Contribution decides about the next order, net profit about the shop. Never mix the margins.
# - Visitors do not add up. Add first, then divide.
# - Better after than before proves nothing yet.
#
# **This morning:** look up the five numbers of your last full month and write beside each whom it counts.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 你对整家店的结果负责，不是对某一个按钮负责。
# - 支付金额 = 访客数 × 支付转化率 × 客单价。销售额一动，先问三个里动了哪个。
# - 多接一单看贡献利润，店开不开看净利润。三个利润别混。
# - 访客数不能相加。先加后除。
# - 后来比以前好，还什么都证明不了。
#
# **今天早上**：查出你最近一个完整月的五个数，在每个数旁边写清它数的是谁。

# %% [markdown] lang="en" tags=["lesson-only"] ideas="J4"
# ## Further: who sells to whom, and who earns from it
#
# | | sells to | example | looks first at |
# |---|---|---|---|
# | B2B | firms | a wholesale market online | repeat orders, credit |
# | B2C | people, as a firm | a flagship shop; a Taobao company shop | conversion, margin, returns |
# | C2C | people, as a person | a personal Taobao shop, a second-hand platform | trust, response |
# | C2B | people who ask first | pooled buying, made to order | how many join in time |
#
# And a business earns by selling goods itself, by listing others for a fee, by coupons and leads, by commission, by taking orders ahead of production, or by running the market place. Many do several at once. Whose money is whose? This shop's own month tells:

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="J4"
# ## 延伸：谁卖给谁，谁从中赚钱
#
# | | 卖给谁 | 例子 | 先看什么 |
# |---|---|---|---|
# | B2B | 企业 | 线上批发市场 | 回头订单、多久结账 |
# | B2C | 个人，以企业身份卖 | 品牌旗舰店、淘宝企业店 | 转化率、利润、退货 |
# | C2C | 个人，以个人身份卖 | 淘宝个人店、二手平台 | 信任、回复速度 |
# | C2B | 先提出需要的人 | 拼团、按需定制 | 限时内有多少人参加 |
#
# 赚钱的方式也不止一种：自己卖货、收费上架、发券引流、抽佣金、先收单再生产、办市场收租。很多企业同时做几种。钱到底归谁？看这家店自己的一个月：

# %% tags=["lesson-only"]
say("earns", lines, shop.currency)

# %% tags=["lesson-only"]
check.ask(9)

# %% [markdown] lang="en" needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, orders.customer_id" ideas="J7"
# ## Further: why price cuts alone stopped working
#
# As long as new shoppers poured in, a cut could bring so many of them that it paid. Compute what it takes on your own margin:

# %% [markdown] lang="zh" needs="orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost, orders.customer_id" ideas="J7"
# ## 延伸：为什么光靠降价行不通了
#
# 新用户源源不断的时候，降价能带来足够多的人，把钱赚回来。用你自己的利润率算算，现在要多卖多少：

# %%
rate = lines.set_index("line")["share"]["contribution"]
cuts = lesson.price_cuts(rate)
show(cuts)

# %%
say("cuts", cuts, rate)

# %% [markdown] lang="en"
# Where would so many more buyers come from? It is said that fewer and fewer people are new to shopping online; this shop's tables cannot show that. They do show how much comes from those who bought before:

# %% [markdown] lang="zh"
# 多出来的买家从哪儿来？都说网购的新用户越来越少，这一点光看这家店的数据看不出来；能看出来的，是老买家贡献了多少：

# %%
old = lesson.new_and_old(shop)
show(old)

# %%
say("new", old)

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min, JupyterLab running on every table beforehand): the job 10 · day by day and orders 5 · five numbers 10 · margins and panel 15 · five questions 10 · change of nothing 5 · activity 8 · exercises 12. Short of time: leave out “dated by what” and exercises 5, 6 and 8. The two further parts are for home. Answers on this shop: the solution cell above.
#
# **Ask the room:** “Sales rose by a fifth. Who is glad? Which number do you want to see first?” · “A colleague says the shop had more visitors last month than the town has people. Can that be?” · “Who has a trick that worked? How do you know?”
#
# **Usual mistakes:** gross margin taken for what is left; visitors added over days; page views for visitors; orders for buyers.
#
# **Away from the screen: coin-flip improvements (8 min).** Everybody “improves” an imaginary shop and flips a coin: heads is a better week. Whoever got heads stays standing and improves again. After four rounds one or two still stand: interview the “experts” about their method. Then show the chart of changes of nothing.

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟，每桌事先打开 JupyterLab）：工作 10 · 每日与订单 5 · 五个数 10 · 利润与滑杆 15 · 五问 10 · “什么都没改” 5 · 活动 8 · 练习 12。时间不够就略去“按哪个日期”和练习 5、6、8。两段延伸留作课后。这家店上的答案见上面的题解格。
#
# **问全场**：“销售额涨了两成，谁高兴？你最先想看哪个数？”·“同事说上个月访客比全县人口还多，可能吗？”·“谁有‘用了有效’的招？你怎么知道有效？”
#
# **常见错误**：把毛利当成剩下的钱；把访客按天相加；把浏览量当访客数；把订单数当买家数。
#
# **离开屏幕：抛硬币“改进”（8 分钟）。** 每人给一家想象中的店做一次“改进”，然后抛硬币，正面就是这周更好。正面的站着继续改进。四轮之后还剩一两位：采访这些“高手”用了什么方法。然后放“什么都没改”那张图。
