# %% [markdown] lang="en" needs="traffic.visitors, traffic.buyers, traffic.paid_amount"
# # 04 Traffic sources: which visitors are worth their price?
#
# **About 75 minutes.** The boss gives you 100 a day more for traffic. Or takes 100 away. Which source gets it, which one loses it?
#
# After this lesson you can
# - say what each source does, and what its visitors leave after their own cost;
# - tell a change of the mix of sources from a change of the sources;
# - judge a budget by its last yuan instead of its average;
# - read a ROAS without being fooled by it.

# %% [markdown] lang="zh" needs="traffic.visitors, traffic.buyers, traffic.paid_amount"
# # 04 流量来源：哪些访客值这个价？
#
# **约 75 分钟。** 老板说，每天多给你 100 块买流量；或者反过来，每天砍掉 100 块。加给谁？砍掉谁？
#
# 学完这一课，你能够
# - 说清每个来源是干什么的，它的访客扣掉自己的成本还剩多少；
# - 分清是来源结构变了，还是来源本身变了；
# - 看最后一块钱值不值，而不是看平均值；
# - 读投入产出比，不被它骗。

# %% tags=["parameters"]
SHOP = "lesson_04"

# %%
import matplotlib.pyplot as plt
import pandas as pd

from shopkit import UserError, exercises, mix_and_rate, open_shop, open_truth, sentences, set_language, show, use_style
from shopkit.lessons import lesson_04 as lesson
from shopkit.lessons.words_04 import truth_table
from shopkit.metrics.attribution import RULES, attribution, journeys
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.halo import halo
from shopkit.metrics.traffic import rate_before_ads, source_table
from shopkit.plots import plot_attribution, plot_mix_and_rate, plot_response, plot_sources

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("04", shop), exercises("04", shop)
say("rows", shop.traffic)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Guess first
#
# Which source would you cut? Write its name between the quotation marks, for example `"Content and live"`, `"Search ads"`, `"Audience ads"`, `"Platform events"`. Then run the cell: click it and press **Shift + Enter**, as with every cell from here on. And a second one for your notebook: *is a ROAS of 2.5 good?* (ROAS: what adverts sold ÷ what they cost.)

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 先猜一猜
#
# 换作是你，先砍哪个来源？把名字写在引号里，比如 `"内容与直播"`、`"搜索广告"`、`"人群广告"`、`"平台活动"`。然后运行这一格：点一下它，按 **Shift + Enter**，后面每一格都这样运行。再猜一个，写在本子上：*投入产出比 2.5，算好吗？*（投入产出比：广告带来的成交 ÷ 花费。）

# %% tags=["lesson-only"]
my_guess = ""

# %% [markdown] lang="en" tags=["lesson-only"] ideas="T1"
# ## Eight ways in
#
# Learn what each way *does*: what the visitor was doing a second before, and what you pay with. Names change every year or two; the last columns have today's and yesterday's for Taobao and Tmall, with the date, and an honest word on where they come from.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="T1"
# ## 八条进店的路
#
# 先记住每条路是*干什么的*：访客进来前一秒在做什么，你拿什么去换。名字隔一两年就改，最后几列是淘宝天猫现在和以前的叫法，写明了日期和出处；没核对过官方帮助页的，也照实写着。

# %% tags=["lesson-only"]
show(lesson.names_table())

# %% [markdown] lang="en" ideas="T11"
# ## What may be added
#
# How many visitors did the shop have? Try the obvious: add up the column. Then add the days of the whole shop, then count people. Three answers.

# %% [markdown] lang="zh" ideas="T11"
# ## 什么能加，什么不能加
#
# 店里来了多少访客？先用最顺手的办法：整列加起来。再把全店各天加起来，再按人去重。三个答案。

# %%
ways = lesson.ways_of_adding(shop)
show(ways)

# %%
say("adding", ways)

# %% [markdown] lang="en" ideas="T11"
# So `shopkit` refuses to add visitors over sources, and says why. Within one source, days may be added; the sum is then called **visitor-days**.

# %% [markdown] lang="zh" ideas="T11"
# 所以 `shopkit` 不肯把访客跨来源相加，还会说为什么。同一个来源里，各天可以加，加出来的叫**访客日**。

# %%
try:
    PAY_CONVERSION.of(shop.traffic)
except UserError as refused:
    print(refused)

# %% [markdown] lang="en" needs="traffic.cost, orders.source, orders.unit_cost, orders.fee_amount, orders.shipping_cost, orders.refund_amount" ideas="T8"
# ## What does a visitor leave? By hand
#
# Two tables know half of it each: `traffic` knows visitors and cost, `orders` knows what was left of each sale. One **merge** joins them, row to row, by the column that both have. Read it line by line: group, sum, merge, divide.

# %% [markdown] lang="zh" needs="traffic.cost, orders.source, orders.unit_cost, orders.fee_amount, orders.shipping_cost, orders.refund_amount" ideas="T8"
# ## 一个访客剩下多少钱？先手算
#
# 两张表各知道一半：`traffic` 知道访客和花费，`orders` 知道每笔卖出后剩多少。一次 **merge（合并）** 就能按共有的那一列把两张表一行一行接起来。一行一行读：分组、求和、合并、相除。

# %%
people = shop.traffic.groupby("source")[["visitors", "paid_amount", "cost"]].sum().reset_index()
paid = shop.orders[shop.orders["paid_amount"] > 0]
left = paid["paid_amount"] - paid["refund_amount"] - paid["unit_cost"] * paid["quantity"] - paid["fee_amount"] - paid["shipping_cost"]
sold = paid.assign(left=left).groupby("source")["left"].sum().reset_index()

both = people.merge(sold, on="source")
both["worth"] = both["paid_amount"] / both["visitors"]
both["left_each"] = both["left"] / both["visitors"]
both["cost_each"] = both["cost"] / both["visitors"]
both[["source", "visitors", "worth", "left_each", "cost_each"]].round(2)

# %% [markdown] lang="en" needs="traffic.cost" ideas="T8 T1"
# ## The source table
#
# One call does the same exactly (gifts, packing and commission included) and adds what you need to decide:
#
# **left per visitor = value per visitor × contribution rate before advertising, after refunds** · **gap = left − cost per visitor**
#
# The gap feeds the shop. First the rate:

# %% [markdown] lang="zh" needs="traffic.cost" ideas="T8 T1"
# ## 来源表
#
# 一个函数就能算准（赠品、包材、佣金也算进去），还把做决定要看的都列出来：
#
# **每访客贡献 = UV价值 × 推广前贡献率（已扣退款）** · **每访客净贡献 = 每访客贡献 − 访客成本**
#
# 养店的是净贡献。先看贡献率：

# %%
rates = lesson.rates(shop)
say("rate", rates)

# %%
table = source_table(shop.traffic, rates)
show(table[[c for c in ("source", "visitor_days", "visitors", "pay_conversion", "value_per_visitor", "left_per_visitor", "cost_per_visitor", "gap_per_visitor", "source_profit") if c in table]])

# %%
plot_sources(table, title=say("sources_title", table))
plt.show()

# %%
say("gap", table)

# %% [markdown] lang="en"
# Right means many, high means ready. Neither says *worth it*: that is the colour. The thin lines are intervals: a source of few buyers may lie anywhere on its line. A grey source is not dear and not bad: it costs no advertising. Never cut it for a low conversion; ask what would be missing.

# %% [markdown] lang="zh"
# 靠右是人多，靠上是肯买。*值不值*，看颜色。细线是区间：买家少的来源，真值可能在线上任何一处。灰色的来源不花广告费，别因为转化低就砍它，先问一句：没了它，会少什么？

# %% tags=["lesson-only"]
say("guess", my_guess, table)

# %% [markdown] lang="en" needs="traffic.cost" ideas="T2"
# ## First conversion, then visitors
#
# Suppose that you may double one of the two on your dearest source: its visitors, or its conversion. The number of buyers comes out the same. The till does not.

# %% [markdown] lang="zh" needs="traffic.cost" ideas="T2"
# ## 先转化，后引流
#
# 假设在最花钱的来源上，你可以让一样东西翻倍：访客，或者转化率。买家数一样多，口袋里的钱可不一样。

# %%
page = lesson.page_or_visitors(shop)
show(page)

# %%
say("page", page)

# %% [markdown] lang="en" ideas="T3"
# ## Why did the shop's conversion change?
#
# A shop's conversion can move although no source converts better or worse: it is enough that other sources bring other shares of the visitors. `mix_and_rate` splits the change exactly in two. **Mix:** shares moved. **Rate:** the sources themselves moved. Here for two kinds of days:

# %% [markdown] lang="zh" ideas="T3"
# ## 全店转化率为什么变了？
#
# 就算没有一个来源转化变好或变差，全店转化率也会动：只要各来源的占比变了就够了。`mix_and_rate` 把变化准确拆成两半。**结构**：占比变了。**效率**：来源自身变了。这里比的是两类日子：

# %%
before, after, kind_before, kind_after = lesson.two_times(shop)
moved = mix_and_rate(before, after, "source", PAY_CONVERSION)
plot_mix_and_rate(moved, "source", title=say("mix_title", moved))
plt.show()
say("mix", moved, kind_before, kind_after)

# %% [markdown] lang="en" ideas="T3"
# The rate part is not all page either: when a source is cut, who still comes by it are those who knew you already.
#
# <details><summary>How the split is made</summary>
#
# For each source: mix = change of its share × (its mean conversion − the shop's mean conversion); rate = its mean share × change of its conversion. "Mean" is of the two periods. So it does not matter which period comes first, and nothing is left over (Shapley value of two players).
# </details>

# %% [markdown] lang="zh" ideas="T3"
# 效率部分也不全是页面的功劳：一个来源被关小了，还从那里来的，多半是本来就认识你的人。
#
# <details><summary>怎么拆的</summary>
#
# 对每个来源：结构 = 占比的变化 ×（它的平均转化率 − 全店平均转化率）；效率 = 平均占比 × 转化率的变化。“平均”指两段时间的平均。所以先算哪一段都一样，也没有余数（两个参与者的夏普利值）。
# </details>

# %% [markdown] lang="en" needs="ads.clicks, ads.cost, ads.channel, traffic.cost" ideas="T4"
# ## The last yuan, not the average one
#
# The first clicks of a day are cheap; the more you buy, the dearer the next. So a budget has a curve that flattens. A dot is a week: what was spent on a day, and what it left before advertising. Circle: today. Star: where one more unit of money brings back just itself. A curve is an effect only where budgets were set by lot; a budget that followed the season gives a curve that is too straight.

# %% [markdown] lang="zh" needs="ads.clicks, ads.cost, ads.channel, traffic.cost" ideas="T4"
# ## 看最后一块钱，不看平均
#
# 一天里最先买到的点击便宜，买得越多，下一个越贵，所以预算曲线越来越平。一个点是一周：日均花了多少，推广前剩下多少。圆圈是现在，星号是“再花一元刚好带回一元”的地方。只有随机定的预算，曲线才是效果；跟着旺淡季走的预算，曲线会偏直。

# %%
curves, tables = lesson.curves(shop), lesson.now_and_best(shop)
tried = {source: lesson.weeks_of(shop, source) for source in curves}
plot_response(tables, curves, lesson.budgets(shop)["worth"], title=say("curve_title", tables), tried=tried, currency=shop.currency)
plt.show()

# %%
show(lesson.now_and_best(shop)["now"])

# %%
say("curve", lesson.curves(shop), lesson.now_and_best(shop))

# %%
say("best", lesson.now_and_best(shop))

# %% [markdown] lang="en" tags=["lesson-only"] ideas="T4"
# **Can these curves be trusted?** The search budget of this shop was drawn by lot every Monday; so its curve is an effect. The audience budget was not: it followed the season. Here that hardly matters: its *average* is below 1 already, and the next yuan is never better than the average.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="T4"
# **这些曲线能信吗？** 这家店的搜索预算每周一随机抽定，所以这条曲线是真效果。人群广告的预算没抽过签，跟着旺淡季走。好在这里不要紧：它的*平均*回报已经不到 1，下一块钱只会更差。

# %% [markdown] lang="en" needs="ads.clicks, ads.cost, ads.channel, traffic.cost"
# ## Try it: budgets
#
# Move one budget at a time (mouse, or click it and use the arrow keys). When both sources bring the same for one more unit of money, no move between them pays. Then ask whether it brings back more than itself. The last slider: what if each new buyer comes back later, without any advert?

# %% [markdown] lang="zh" needs="ads.clicks, ads.cost, ads.channel, traffic.cost"
# ## 动手试试：分预算
#
# 一次只动一根滑杆（用鼠标，或点中后按方向键）。当两边“再花一元”带回一样多，互相挪就没意义了；接着再问，它带回的比一元多吗？最后一根滑杆：如果新客以后不靠广告自己回来买呢？

# %%
lesson.panel(shop)

# %% [markdown] lang="en" needs="traffic.cost" ideas="T13"
# ## ROAS: three ways to be fooled
#
# **ROAS** (the platforms' 投入产出比) is sales ÷ spend. **ROI** is profit ÷ cost. They are not the same number with two names. Break-even is at 1 ÷ contribution rate before advertising, after refunds: with a margin of 40% and 20% refunds that is 1 ÷ (0.40 × 0.80) = 3.1.

# %% [markdown] lang="zh" needs="traffic.cost" ideas="T13"
# ## 投入产出比：三个坑
#
# **投入产出比**（ROAS）是成交额 ÷ 花费，**投资回报率**（ROI）是利润 ÷ 成本，不是同一个数的两个名字。保本线 = 1 ÷ 推广前贡献率（已扣退款）：毛利率 40%、退款 20% 时，是 1 ÷（0.40 × 0.80）= 3.1。

# %%
show(table.loc[table["cost"] > 0, ["source", "cost", "paid_amount", "roas", "break_even_roas", "source_profit", "roi"]])

# %%
say("roas", table)

# %% [markdown] lang="en"
# That was the first way: a ROAS above 1 is sales, not profit. (An ad report may show another ROAS: it counts only its own items, or orders of many days. Ask which.) The other two come as messy data below.

# %% [markdown] lang="zh"
# 这是第一个坑：投入产出比大于 1 说的是成交，不是利润。（广告报表里的投入产出比可能不一样：它也许只算推广的那几个商品，也许算了好多天的订单。先问口径。）另外两个坑，在下面“真实数据”里。

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Type a number or choose a letter, then press **Check**. None of these needs code: every answer stands in a table above, or takes a few sums on paper. If you took a usual wrong turn you will be told which one. Three hints stand ready. If you prefer code: `check(1, your_answer)`. More follow after the messy data and in the further part.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 填一个数或选一个字母，点**检查**。都不用写代码：答案在上面的表里，或者在纸上算几步。走了常见的弯路，会告诉你是哪一种。每题有三级提示。想写代码也行：`check(1, 你的答案)`。“真实数据的坑”和延伸部分后面还有题。

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

# %% tags=["solution"]
{number: check.solution(number) for number in check.exercises}

# %% [markdown] lang="en" needs="events.source, orders.visit_id, orders.paid_amount, traffic.cost" ideas="T13"
# ## Messy data: the window that is still open
#
# Many who click today buy next week. The report credits them to the day of the click, when they buy. How many days after the click an order still counts is the **attribution window**. So yesterday always looks poor. Here one and the same adverts are read after more and more days; each order goes to the person's latest visit by search ads. (Only visits whose 15 days are over by the end of the table, so the spend is less than above.)

# %% [markdown] lang="zh" needs="events.source, orders.visit_id, orders.paid_amount, traffic.cost" ideas="T13"
# ## 真实数据的坑：窗口还没走完
#
# 很多人今天点，下周才买；报表会在他们买的时候，把成交记回点击那天。点击之后多少天内的订单还算数，叫**归因窗口**。所以昨天永远显得差。下面是同一批广告，越等越多；每单记给这个人最近一次从搜索广告来的访问。（只取到表末已满 15 天的访问，所以花费比上面少。）

# %%
waits = lesson.waiting(shop)
show(waits)

# %%
say("waiting", waits)

# %% [markdown] lang="en" needs="events.source, orders.visit_id, orders.paid_amount, traffic.cost" ideas="T13"
# ## Messy data: reports that claim the same order
#
# Each advertising plan reports the orders of everybody it touched in the last 15 days. Who was touched by two stands in two reports.

# %% [markdown] lang="zh" needs="events.source, orders.visit_id, orders.paid_amount, traffic.cost" ideas="T13"
# ## 真实数据的坑：同一单被认领两次
#
# 每份推广报表都会认领最近 15 天碰过的人的订单。两边都碰过的人，两份报表里都有他。

# %%
show(lesson.claims_table(shop))

# %%
say("claims", lesson.claimed(shop))

# %% tags=["lesson-only"]
check.ask(10)

# %% tags=["lesson-only"]
check.ask(11)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - Value per visitor × what is left of it − cost per visitor: the gap. Value minus cost is no profit.
# - First the page, then the visitors: bought visitors get dearer, a better page does not.
# - A free source is not cut for low conversion; a shop's average conversion pays no bill.
# - Before you explain a change of conversion, take the mix out.
# - Judge a budget by its last yuan. Vary budgets by lot, or the curve is only the season.
# - Of a ROAS ask three things: where is its break-even, is its window closed, who else claims the same orders?
#
# **Tomorrow in your shop:** write the break-even ROAS beside each plan. Cut one budget by a fifth for two weeks, chosen by lot, and see what is missing.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - UV价值 × 贡献率 − 访客成本，才是净贡献。价值减成本不是利润。
# - 先把页面做好，再买访客：访客越买越贵，好页面不会。
# - 免费来源不因转化低就砍；全店平均转化率付不了账。
# - 解释转化变化之前，先把结构拿掉。
# - 预算看最后一块钱。要随机变预算，不然曲线画的只是旺淡季。
# - 看投入产出比先问三句：保本线是多少？窗口走完没有？还有谁在认领同一单？
#
# **明天回到店里**：给每个计划写上保本投产比。抽签选一个预算，减五分之一，投两周，看看少了什么。

# %% [markdown] lang="en" tags=["lesson-only"] needs="traffic.cost, shop_days.campaign" ideas="T5"
# ## Further: do adverts bring free search with them?
#
# “Paid traffic brings about as much free traffic again”, the saying goes. Whoever looks at campaign days finds it confirmed: both rise together. But a campaign brings people to both. It may even be the other way round: people click the advert instead of the free place above it. This shop threw a coin every morning, from 4 August to 28 December: heads, the search ads run; tails, they rest. The coin knows nothing of campaigns.

# %% [markdown] lang="zh" tags=["lesson-only"] needs="traffic.cost, shop_days.campaign" ideas="T5"
# ## 延伸：广告能带来免费搜索吗？
#
# 都说“付费会带来差不多同样多的免费流量”。看活动日，确实一起涨。可活动给两边都带来人。甚至可能相反：人点了广告，就不点旁边的免费位了。这家店从 8 月 4 日到 12 月 28 日，每天早上抛一枚硬币：正面，开搜索广告；反面，关。硬币可不知道哪天有活动。

# %% tags=["lesson-only"]
found = halo(shop.traffic, shop.shop_days, first=lesson.FIRST, last=lesson.LAST)
show(found)

# %% tags=["lesson-only"]
say("halo", found)

# %% tags=["lesson-only"]
check.ask(12)

# %% [markdown] lang="en" needs="events.source, orders.visit_id, orders.paid_amount" ideas="T10"
# ## Further: which source deserves the order?
#
# A journey is a person's visits until they buy (or for 30 days do not come). Five rules share the same money out. Look at the result first.

# %% [markdown] lang="zh" needs="events.source, orders.visit_id, orders.paid_amount" ideas="T10"
# ## 延伸：这一单该记给谁？
#
# 一段路径是一个人下单之前的各次到访（30 天没再来就算断了）。同样的钱，五种分法。先看结果。

# %%
credit = attribution(journeys(shop.source("events"), lesson.WINDOW_DAYS, shop.orders), of="paid_amount")
credit.attrs["currency"] = shop.currency
source = lesson.asked_source(shop)
plot_attribution(credit, title=say("credit_title", credit, source))
plt.show()

# %%
show(credit.round(0))

# %%
say("credit", credit, source, shop.traffic)

# %%
for words in RULES.values():
    print("·", words)

# %% [markdown] lang="en" needs="events.source, orders.visit_id, orders.paid_amount" ideas="T10"
# So whether an advert “pays” can hang on the rule that somebody chose. That is why adverts are tested by lot, and not by rules.
#
# <details><summary>How Markov and Shapley are computed</summary>
#
# Markov: count how often each source follows each other one, and how often a purchase or the end follows it. Linear equations give the chance that such a chain ends in a purchase (an absorbing chain; nothing is simulated). Take one source out, let every journey end there, and solve again: what is lost is its removal effect. Shapley: of all orders in which sources could be added to a team, the mean of what each adds. Where a team is worth the purchases of all journeys that it can serve alone, that mean is simple: every purchase in equal parts to its different sources.
# </details>

# %% [markdown] lang="zh" needs="events.source, orders.visit_id, orders.paid_amount" ideas="T10"
# 广告“划不划算”，可能全看有人选了哪种规则。所以广告要靠随机测试来判断，不靠规则。
#
# <details><summary>马尔可夫和夏普利怎么算</summary>
#
# 马尔可夫：数一数每个来源之后接着是哪个来源、是成交还是离开；解一组线性方程，就得到这条链最后成交的概率（吸收链，不用模拟）。去掉一个来源，让路径到那里就断，再解一次：少掉的就是它的移除效应。夏普利：把来源一个个加进团队，对所有加入顺序，取每个来源带来的增量的平均。团队的价值如果定义为“只靠它就能走完的路径的成交”，这个平均就很简单：每笔成交平均分给它路径上的不同来源。
# </details>

# %% tags=["lesson-only"]
check.ask(13)

# %% [markdown] lang="en" needs="shop_days.campaign, reviews.score_item, orders.source, orders.refund_amount" ideas="T6"
# ## Further: what do platform events leave behind?
#
# Good events are said to bring free traffic afterwards, poor ones bad reviews. Look at who came, and at free search two weeks before and one week after.

# %% [markdown] lang="zh" needs="shop_days.campaign, reviews.score_item, orders.source, orders.refund_amount" ideas="T6"
# ## 延伸：平台活动留下了什么？
#
# 都说好活动之后免费流量会涨，差活动带来差评。看看来的是什么人，再看免费搜索在活动前两周和活动后一周各是多少。

# %%
show(lesson.event_visitors(shop))

# %%
show(lesson.around_campaigns(shop).round(1))

# %%
say("events", lesson.event_visitors(shop), lesson.around_campaigns(shop))

# %% tags=["lesson-only"]
check.ask(14)

# %% [markdown] lang="en" needs="items.search_rank, items.units, items.rating_shown, items.price" ideas="T7"
# ## Further: what goes with a good place in search?
#
# The platform's ranking is personal and its formula is not published. What you can see is what goes together.

# %% [markdown] lang="zh" needs="items.search_rank, items.units, items.rating_shown, items.price" ideas="T7"
# ## 延伸：什么和好排名同进同退？
#
# 平台的排序千人千面，公式也不公开。你能看到的，只是哪些东西一起变。

# %%
rank = lesson.goes_with_rank(shop)
show(rank)

# %%
say("rank", rank)

# %% tags=["lesson-only"]
check.ask(15)

# %% [markdown] lang="en" needs="orders.order_id, orders.paid_amount, products.category, traffic.cost" ideas="T9"
# ## Further: when visitors get dearer
#
# You cannot make visitors cheap again. You can make each worth more: a second category in the basket, a set, a gift from an amount on, a reason to come back.

# %% [markdown] lang="zh" needs="orders.order_id, orders.paid_amount, products.category, traffic.cost" ideas="T9"
# ## 延伸：访客越来越贵怎么办
#
# 你没法让访客变便宜，但可以让每个访客更值钱：多买一个类目、买套装、满额赠、给他一个再来的理由。

# %%
baskets = lesson.by_basket(shop)
show(baskets)

# %%
say("basket", baskets, lesson.row_of(table, lesson.asked_source(shop)))

# %% tags=["lesson-only"]
check.ask(16)

# %% [markdown] lang="en" needs="customers.segment, events.customer_id, orders.customer_id, orders.source" ideas="T12"
# ## Further: one source, several audiences
#
# Precision lies within a source. Here are the visitors of search ads whom the shop knows (they saved, filled a cart or bought), by customer segment: `orders` merged with `customers`, as before by the column that both have. Who only looked is not in it, so these shares are no conversions.

# %% [markdown] lang="zh" needs="customers.segment, events.customer_id, orders.customer_id, orders.source" ideas="T12"
# ## 延伸：同一个来源，不同的人群
#
# 精准就在来源内部。下面是搜索广告里店铺认得出的访客（收藏、加购或买过），按人群分：把 `orders` 和 `customers` 按共有的列合并，和前面一样。只看没动手的人不在里面，所以这些比例不是转化率。

# %%
segments = lesson.by_segment(shop)
show(segments)

# %%
say("segment", segments, shop.currency)

# %% tags=["lesson-only"]
check.ask(17)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What was really so
#
# This shop was made up, so its truth can be looked up. Nobody can do that in a real one.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 真相是什么
#
# 这家店是造出来的，所以真相可以查。真实的店没人查得到。

# %% tags=["lesson-only"]
truth = open_truth(SHOP)
show(truth_table(truth, table))

# %% tags=["lesson-only"]
say("truth", truth, table, found, curves)

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min): guess and eight ways 8 · what may be added 7 · by hand and source table 15 · page or visitors 5 · mix and rate 8 · curve and panel 12 · ROAS 5 · exercises 8 · activity 7. Messy data is worth the time if you have it; the further parts are for home. Short of time: leave out “by hand”.
#
# **Ask the room:** “A source converts at 1%. Cut it?” (What does it cost?) · “Average 1.5 back for each 1: do you raise the budget?” · “Conversion rose on the day the adverts were off. Were the adverts bad?”
#
# **Usual mistakes:** visitors added over sources; value minus cost taken for profit; ROAS above 1 taken for profit; average for marginal; last touch for truth.
#
# **Away from the screen: the budget with coins (7 min).** Two bowls, “search” and “audience”. On the board: the first coin in “search” brings back 3, then 2, 1.5, 1.2, 1, 0.8, …; in “audience” 1.4, 1.2, 1.1, 1, 0.9, … Give the room 8 coins, one at a time, into the bowl that they shout. They will find equal marginals by themselves. Then ask at which coin they should have stopped, and what the *average* was there.

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟）：猜测与八条路 8 · 什么能加 7 · 手算与来源表 15 · 页面还是访客 5 · 结构与效率 8 · 曲线与滑杆 12 · 投入产出比 5 · 练习 8 · 活动 7。有时间就讲“真实数据的坑”，延伸部分留作课后。时间不够，略去“手算”。
#
# **问全场**：“一个来源转化只有 1%，砍吗？”（先问：它花多少钱？）·“平均 1 块钱回来 1.5，加预算吗？”·“关广告那天转化率反而高了，是广告不好吗？”
#
# **常见错误**：访客跨来源相加；价值减成本当利润；投入产出比大于 1 当赚钱；平均当边际；末次触点当真相。
#
# **离开屏幕：硬币分预算（7 分钟）。** 两个碗，“搜索”和“人群”。板书：“搜索”碗里第一枚硬币带回 3，往后是 2、1.5、1.2、1、0.8……；“人群”碗里是 1.4、1.2、1.1、1、0.9……给全场 8 枚硬币，一枚一枚喊着投。大家会自己发现两边边际相等。再问：该停在第几枚？停在那里时，*平均*是多少？
