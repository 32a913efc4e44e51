# %% [markdown] lang="en" needs="events"
# # 03 Conversion funnels: where do your visitors stop?
#
# **About 75 minutes.** You have one week and one pair of hands. Do you work on the item pages, on the carts that were left, or on the orders that were never paid?
#
# After this lesson you can
# - say what each stage of a purchase is for, and what helps there;
# - tell a funnel from counts that look like one;
# - find the leak that others do not have, say what it is worth and what to do there first.

# %% [markdown] lang="zh" needs="events"
# # 03 转化漏斗：访客停在了哪一步？
#
# **约 75 分钟。** 你只有一周时间、一双手。先改商品页，先追回加了购没买的，还是先催没付款的订单？
#
# 学完这一课，你能够
# - 说出买东西的每个阶段在解决什么、该怎么帮访客一把；
# - 分清漏斗和“看着像漏斗”的数法；
# - 找出别人没有、只有你有的漏点，说出它值多少钱、第一步做什么。

# %% tags=["parameters"]
SHOP = "demo"

# %%
import matplotlib.pyplot as plt

from shopkit import exercises, funnel, gaps, leaks, open_shop, sentences, set_language, show, use_style
from shopkit.lessons import lesson_03 as lesson
from shopkit.plots import plot_funnel, plot_funnel_by, plot_leaks

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("03", shop), exercises("03", shop)
steps = lesson.steps_of(shop)
say("log", shop.events)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Guess first
#
# At which step would you **start**? Put your guess between the quotation marks: `"cart"` (they look and do not add to the cart), `"order"` (they fill the cart and do not order) or `"pay"` (they order and do not pay). Then run the cell: click it and press **Shift + Enter**, as with every cell from here on. You will meet your guess again.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 先猜一猜
#
# 换作是你，会从哪一步**下手**？把你的猜测写在引号里：`"加购"`（看了不加购）、`"下单"`（加了购不下单）、`"支付"`（下了单不付款）。然后运行这一格：点一下它，按 **Shift + Enter**，后面每一格都这样运行。你的猜测后面会再见到。

# %% tags=["lesson-only"]
my_guess = ""

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Six stages, six doubts
#
# Customers are not pushed through a shop. A person asks one question after another, and leaves at the first one without an answer. Each stage has its own question, so each has its own remedy: a voucher does not help somebody who has not yet understood what the thing is for.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 六个阶段，六个疑问
#
# 顾客不是被你推着买的。访客心里一个问题接一个问题，哪个没得到回答，就在哪里走掉。每个阶段问的不一样，办法也就不一样：还没看懂这东西有什么用的人，给他优惠券也没用。

# %% tags=["lesson-only"]
show(lesson.stage_table())

# %% [markdown] lang="en" tags=["lesson-only"]
# Every step of a visit is written down as one line, an **event**; all of them together are the **log**. Here is one person of this shop, event by event. Read it as a story. People do not walk in a straight line: they come back, skip stages, and sometimes take days.

# %% [markdown] lang="zh" tags=["lesson-only"]
# 访问的每一步记一行，叫一个**事件**；所有事件合起来就是**日志**。下面是这家店一位访客的全部事件，当故事读。人不会走直线：会回头，会跳步，有时一拖好几天。

# %% tags=["lesson-only"]
show(lesson.one_visitor(shop))

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Counts that look like a funnel
#
# The quick way is to count, for each step, how many different people did it. Two lines of pandas: group by step, count people.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 几种“看着像漏斗”的数法
#
# 最省事的办法：每一步有多少个不同的人做过。pandas 两行：按步骤分组，数人。

# %% tags=["lesson-only"]
people_per_step = shop.events.groupby("step")["visitor_id"].nunique()
people_per_step = people_per_step[steps]
show(people_per_step.rename("visitors").reset_index())

# %% tags=["lesson-only"]
say("careless", people_per_step)

# %% [markdown] lang="en" tags=["lesson-only"]
# A funnel asks three things more. **Who:** the same person at every step. **In which order:** first look, then cart, then order, then pay. **In what time:** here within 7 days of looking. Leave one of them out and you get another number. All five below come from the same log:

# %% [markdown] lang="zh" tags=["lesson-only"]
# 漏斗还要多问三件事。**谁：**每一步都是同一个人。**先后：**先看，再加购，再下单，再付款。**多久：**这里是看过之后 7 天内。少问一件，数字就变。下面五个数，全来自同一份日志：

# %% tags=["lesson-only"]
ways = lesson.ways_of_counting(shop)
show(ways)

# %% tags=["lesson-only"]
say("ways", ways)

# %% [markdown] lang="en"
# ## The funnel of this shop
#
# One call does it exactly. It follows each person through the steps in order, lets the 7 days start at *any* look at an item, and counts the person once, at the deepest step they reach.

# %% [markdown] lang="zh"
# ## 这家店的漏斗
#
# 一个函数就能准确算出来。它按顺序跟着每个人走，*任意一次*浏览商品都可以作为 7 天的起点，每个人只算一次，算在走到的最深一步。

# %%
table = funnel(shop.events, steps, window="7d")
show(table)

# %%
plot_funnel(table, title=say("funnel_title", table))
plt.show()

# %%
say("funnel", table)

# %% [markdown] lang="en" tags=["lesson-only"]
# **And the platform's “pay conversion”?** The figure in the back office divides the buyers of a period by its visitors. It asks nobody whether they looked first, or when. Compare:

# %% [markdown] lang="zh" tags=["lesson-only"]
# **那平台的“支付转化率”呢？** 后台那个数，是一段时期的支付买家数除以访客数。它不问先看没看，也不问什么时候看的。对比一下：

# %% tags=["lesson-only"]
say("two_rates", table, shop)

# %% [markdown] lang="en" needs="orders.paid_amount, orders.customer_id"
# ## What is a leak worth?
#
# Somebody who leaves an item page was perhaps only passing by; somebody who leaves a full cart was nearly yours. So multiply three things: **people lost × their chance of paying had they gone on × what a buyer spends**. Suppose, to begin with, that you won back one in ten of those lost, at every step alike:

# %% [markdown] lang="zh" needs="orders.paid_amount, orders.customer_id"
# ## 一个漏点值多少钱？
#
# 离开商品页的人，也许只是路过；丢下满满购物车的人，差一点就成交了。所以要乘三样：**流失人数 × 走下去会付款的可能性 × 客单价**。先假设每一步流失的人里，都能挽回十分之一：

# %%
spend_per_buyer = lesson.spend(shop)
lost = leaks(table, spend_per_buyer, win_back=0.1)
show(lost)

# %%
plot_leaks(lost, title=say("leaks_title", lost))
plt.show()

# %%
say("leaks", lost)

# %% [markdown] lang="en"
# Do not act on that chart yet. If you take the same share everywhere, the step that fewest pass always comes out on top: arithmetic, no discovery; most people only look, in every shop. And whoever has to be won back hesitated more than those who went on by themselves, so these sums are an upper limit. The real question is: **where do you lose people whom others keep?**

# %% [markdown] lang="zh"
# 先别照着这张图动手。只要每一步都取同样的比例，通过的人最少的那一步总是排第一：这是算术，不是发现，到哪家店都是看的人多。再说，需要你去挽回的人，本来就比自己走下去的人更犹豫，所以这些金额是上限。真正该问的是：**哪里丢的人，是别人留得住的？**

# %% [markdown] lang="en" needs="orders.paid_amount, orders.customer_id"
# ## Try it: what if one step held better?
#
# Move one slider at a time (mouse, or click it and use the arrow keys). Which one moves the money most for the same effort? “Left of each amount paid” is what remains after goods, fees, shipping and advertising; put your own there.

# %% [markdown] lang="zh" needs="orders.paid_amount, orders.customer_id"
# ## 动手试试：如果某一步守得更好
#
# 一次只动一根滑杆（用鼠标，或点中后按方向键）。同样的力气，哪一根最能带来钱？“每笔支付剩下的比例”是扣掉商品、平台扣费、运费、推广之后剩的，换成你自己的数。

# %%
lesson.panel(shop)

# %% [markdown] lang="en" needs="events.device, orders.customer_id"
# ## On which device?
#
# What others reach at the same step may be reachable for you too. So split the funnel and compare step by step: dots far apart in a row mean that the groups differ *there*.

# %% [markdown] lang="zh" needs="events.device, orders.customer_id"
# ## 出在哪种设备上？
#
# 别人在同一步做得到的，你多半也做得到。所以把漏斗拆开，一步一步比：同一行里的点离得远，说明各组就差在*这一步*。

# %%
by_device = funnel(shop.events, steps, window="7d", by="device")
plot_funnel_by(by_device, "device", title=say("device_title", by_device))
plt.show()

# %% [markdown] lang="en"
# Dots never lie exactly on top of each other, not even if nothing is the matter. So the table says which group does **worse than chance explains**: luck alone would hardly ever put it so far behind the others. Only those are worth a morning of yours. The last column is what the gap costs.

# %% [markdown] lang="zh"
# 就算一切正常，点也不会严丝合缝地重合。所以表里标出了哪一组**差得不像碰巧**：光凭运气，几乎不会落后这么多。只有这样的差距，才值得你花一个上午。最后一列是它让你少赚的钱。

# %%
device_gaps = gaps(by_device, "device", lesson.spend(shop))
show(device_gaps[["device", "from_step", "step", "step_conversion", "others_conversion", "worse_than_chance", "extra_paid_amount"]])

# %%
say("gap", device_gaps, "device", shop.currency)

# %% [markdown] lang="en" needs="events.product_id"
# ## On which item?
#
# Who went on stands under the item looked at last before the cart; who did not, under the first one they looked at. The share is of those who went on from item page to cart. Only the most visited items are shown, from 30 visitors on: on a handful of visitors any rate is luck. Items differ in price and need, so a gap is a place to look, not yet a fault.

# %% [markdown] lang="zh" needs="events.product_id"
# ## 出在哪个商品上？
#
# 走下去的人，记在加购前最后看的商品上；没走下去的，记在第一个看的商品上。比例是从商品页走到加购的占比。只列访客最多、至少有 30 人的商品：几个访客算出来的比例，全凭运气。商品的价格和用途各不相同，所以差距只是“该去看看”，还不算“有毛病”。

# %%
item_gaps = lesson.item_gaps(shop, None if shop.missing("orders.customer_id") else lesson.spend(shop))
show(item_gaps[[c for c in ("product_id", "title", "previous_visitors", "step_conversion", "others_conversion", "worse_than_chance") if c in item_gaps]])

# %%
say("gap", item_gaps, "title" if "title" in item_gaps else "product_id", shop.currency)

# %% [markdown] lang="en" needs="events.device, events.product_id, orders.customer_id"
# ## Your list for this week
#
# Everything that is worse than chance explains, dearest first. (These sums are larger than the tenth above: here the group catches up with the others.)

# %% [markdown] lang="zh" needs="events.device, events.product_id, orders.customer_id"
# ## 这一周的工作清单
#
# 把“差得不像碰巧”的都列出来，损失最大的排最前。（这里的金额比上面的“十分之一”大：算的是这一组追平别人。）

# %%
to_do = lesson.work_list({"device": device_gaps, "product_id": item_gaps})
show(to_do)

# %%
say("start", to_do)

# %% tags=["lesson-only"]
say("guess", my_guess, to_do)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Eight exercises; the last two come after the messy data. Type a number or choose a letter, then press **Check**. Every answer can be found above without writing code. If you took a usual wrong turn you will be told which one, and what it would have made you do. Three hints stand ready. If you prefer code: `check(1, your_answer)`.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 八道练习，最后两道在“真实数据的坑”之后。填一个数或选一个字母，点**检查**。不写代码，也能在上面找到答案。如果走了常见的弯路，会告诉你是哪一种、它会让你做错什么。每题有三级提示。想写代码也行：`check(1, 你的答案)`。

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

# %% tags=["solution"]
{number: check.solution(number) for number in check.exercises}

# %% [markdown] lang="en"
# ## Messy data: the week that is not over
#
# Exports end on some day. Who came on the last day has had no week to make up their mind, and yet stands in the funnel. Judge only those who have had their 7 days:

# %% [markdown] lang="zh"
# ## 真实数据的坑：还没过完的那一周
#
# 导出总有最后一天。最后一天才来的人，还没有一周时间做决定，却已经算进了漏斗。只看已经满 7 天的人：

# %%
full = funnel(lesson.full_week(shop), steps, window="7d")
say("late", table, full)

# %% [markdown] lang="en" tags=["lesson-only"] needs="events"
# ## Messy data: a stage that can be skipped
#
# Comparison is a stage of its own, so why is it not in our funnel? Put it in and look:

# %% [markdown] lang="zh" tags=["lesson-only"] needs="events"
# ## 真实数据的坑：可以跳过的阶段
#
# 比较也是一个阶段，为什么没放进漏斗？放进去看看：

# %% tags=["lesson-only"]
with_compare = funnel(shop.events, ["detail", "compare", "cart", "order", "pay"], window="7d")
say("optional", with_compare, table)

# %% tags=["lesson-only"]
check.ask(7)

# %% tags=["lesson-only"]
check.ask(8)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - A funnel names its people, its order and its window. A rate without these three is not one.
# - The platform's pay conversion is a fine gauge for the shop, and no funnel.
# - A leak is worth people lost × chance of paying × spend; but the lowest rate is lowest in every shop. Ask what others reach at the same step.
# - Split before you act: one device or one item may be the whole leak. Ask whether chance explains the gap.
# - Give the last visitors their week before you judge them.
#
# **Tomorrow in your shop:** take one step and one group. Change one thing. The next lessons say how to see whether it helped.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 漏斗要说清三件事：是谁、什么顺序、多长时间。缺一样，就不是漏斗。
# - 平台的支付转化率是看整店的好仪表，但它不是漏斗。
# - 漏点的价值 = 流失人数 × 付款可能性 × 客单价；但最低的那个比例，到哪家店都最低。要问别人在同一步做到多少。
# - 动手前先拆开看：整个漏点可能只出在一种设备、一个商品上。再问一句：这差距像不像碰巧？
# - 最后来的访客，等他们过完一周再下判断。
#
# **明天回到店里：**选一步、选一组人，只改一处。有没有用，后面的课教你怎么看。

# %% [markdown] lang="en" needs="events.source"
# ## Further: from which source?
#
# A person who came by several sources is counted once, under the source of the visit that led furthest; that flatters the ways by which people come *back*, such as direct visits. And a gap here is **not** a leak of your page: an advert brings people who were not looking for you, a bookmark brings people who were. Whether a source is worth its money is lesson 04.

# %% [markdown] lang="zh" needs="events.source"
# ## 延伸：从哪个来源来？
#
# 从好几个来源来过的人只算一次，算在走得最远的那次访问的来源上；这会抬高“回头客常走的路”，比如直接访问。另外，这里的差距**不是**页面的漏点：广告带来的人本来没在找你，收藏夹里点进来的人就是来找你的。一个来源值不值它的钱，第 04 课再算。

# %%
by_source = funnel(shop.events, steps, window="7d", by="source")
plot_funnel_by(by_source, "source", title=say("source_title", by_source))
plt.show()

# %% [markdown] lang="en"
# ## Further: new or returning?
#
# Here each *day* of a person counts by itself, because a person is new on one day and returning on the next. “Returning” means: not the person's first day in this log. Someone who knew the shop before the log began looks new on their first day in it.

# %% [markdown] lang="zh"
# ## 延伸：新访客还是老访客？
#
# 这里同一个人每天各算一次，因为同一个人今天是新访客，明天就是老访客。“老访客”指：不是这个人在这份日志里的第一天。日志开始之前就来过的人，第一天也会被当成新访客。

# %%
by_kind = funnel(lesson.days_of_people(shop), steps, window="24h", by="visitor_kind")
by_kind.attrs["basis"] = "days"
show(by_kind)

# %%
say("kinds", by_kind)

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min, JupyterLab running on every table beforehand): guess and stages 10 · counts 10 · funnel and leaks 12 · panel 5 · device, item, list 15 · activity 10 · exercises 8 · messy data 5. Short of time: leave out the panel and the second messy part. The further parts are for home. Answers on this shop: the solution cell above.
#
# **Ask the room:** “A hundred people visit your stall, ninety leave at once. Is that bad?” · “Who of you filled a cart this month and did not buy? What would have brought you back?” · “The boss says conversion fell. What three things do you ask?”
#
# **Usual mistakes:** adding people over steps or days; the step that fewest pass taken for the leak; judging a device by its number of buyers; comparing this week's export with last month's (exercise 7).
#
# **Away from the screen: the human funnel (10 min).** Everybody stands up. Read out six doubts, one per stage: “You do not know this shop” · “You are not sure it fits” · “Another shop has it two yuan cheaper” · “You do not need it this week” · “The postage is 12” · “Your card asks for a code and the phone is in the other room”. Whoever would leave sits down. Write on the board how many stand after each. Then give the room three vouchers to hand out: to whom? Count again. The room finds by itself that vouchers at the first doubt are wasted.

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟，每桌事先打开 JupyterLab）：猜测与阶段 10 · 几种数法 10 · 漏斗与漏点 12 · 滑杆 5 · 设备、商品、清单 15 · 活动 10 · 练习 8 · 真实数据的坑 5。时间不够就略去滑杆和第二个坑。延伸部分留作课后。这家店上的答案见上面的题解格。
#
# **问全场：**“一百个人路过你的摊位，九十个马上走了，这算糟糕吗？”·“这个月谁加了购物车没买？什么能让你回来？”·“老板说转化率跌了，你先问哪三件事？”
#
# **常见错误：**把人数按步骤或按天相加；把通过的人最少的一步当成漏点；用买家数评判设备；拿这周的导出和上个月的比（练习 7）。
#
# **离开屏幕：真人漏斗（10 分钟）。** 全体起立。依次念六个疑问，每个阶段一个：“这家店你没听过”·“不确定合不合用”·“别家便宜两块”·“这周用不上”·“运费 12 元”·“付款要验证码，手机在另一个房间”。会走掉的人坐下，板书每一步还站着几个。再给全场三张优惠券：发给谁？重来一遍。大家会自己发现，第一个疑问就发券是浪费。
