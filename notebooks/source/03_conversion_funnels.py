# %% [markdown] lang="en" needs="shop_days.visitors"
# # 03 Conversion funnels: where do your visitors stop?
#
# **About 75 minutes.** You have one week and one pair of hands. Do you work on the item pages, on the carts that were left, or on the orders that were never paid?
#
# After this lesson you can
# - say what each stage of a purchase is for, and what helps there;
# - tell a funnel from counts that look like one;
# - say how sure a conversion is, and whether it is good beside shops of your tier;
# - find the leak that others do not have, say what it is worth and what to do there first;
# - judge a change by its visitors, with an interval and a control.

# %% [markdown] lang="zh" needs="shop_days.visitors"
# # 03 转化漏斗：访客停在了哪一步？
#
# **约 75 分钟。** 你只有一周时间、一双手。先改商品页，先追回加了购没买的，还是先催没付款的订单？
#
# 学完这一课，你能够
# - 说出买东西的每个阶段在解决什么、该怎么帮访客一把；
# - 分清漏斗和“看着像漏斗”的数法；
# - 说出一个转化率有多大把握，和同层店铺比是高是低；
# - 找出别人没有、只有你有的漏点，说出它值多少钱、第一步做什么；
# - 用访客来评判一次改动：有区间，有对照。

# %% tags=["parameters"]
SHOP = "demo"

# %%
import matplotlib.pyplot as plt

from shopkit import (
    Label,
    against_peers,
    creative_test,
    exercises,
    funnel,
    leaks,
    open_shop,
    open_truth,
    pre_sales,
    sentences,
    set_language,
    show,
    stage_segment,
    step_times,
    use_style,
    week_changes,
)
from shopkit.lessons import lesson_03 as lesson
from shopkit.metrics.conversion import chain, people_needed
from shopkit.metrics.presale import pre_sale_days
from shopkit.plots import (
    plot_effects,
    plot_funnel,
    plot_funnel_by,
    plot_landings,
    plot_leaks,
    plot_peers,
    plot_presale,
)

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("03", shop), exercises("03", shop)

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

# %% [markdown] lang="en" tags=["lesson-only"] ideas="F1"
# ## Six stages, six doubts
#
# Customers are not pushed through a shop. A person asks one question after another, and leaves at the first one without an answer. Each stage has its own question, so each has its own remedy: a voucher does not help somebody who has not yet understood what the thing is for.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="F1"
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

# %% tags=["lesson-only"]
say("log", shop.events)

# %% [markdown] lang="en" tags=["lesson-only"] ideas="F2"
# ## Counts that look like a funnel
#
# The quick way is to count, for each step, how many different people did it. Two lines of pandas: group by step, count people.

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="F2"
# ## 几种“看着像漏斗”的数法
#
# 最省事的办法：每一步有多少个不同的人做过。pandas 两行：按步骤分组，数人。

# %% tags=["lesson-only"]
steps = ["detail", "cart", "order", "pay"]
people_per_step = shop.events.groupby("step")["visitor_id"].nunique()
people_per_step = people_per_step[steps]
show(people_per_step.rename("visitors").reset_index())

# %% tags=["lesson-only"]
say("careless", people_per_step)

# %% [markdown] lang="en" tags=["lesson-only"]
# A funnel asks three things more. **Who:** the same person at every step. **In which order:** first look, then cart, then order, then pay. **In what time:** here within 7 days of looking. Leave one of them out and you get another number. All five below come from the same log:

# %% [markdown] lang="zh" tags=["lesson-only"]
# 漏斗还要多问三件事。**谁**：每一步都是同一个人。**先后**：先看，再加购，再下单，再付款。**多久**：这里是看过之后 7 天内。少问一件，数字就变。下面五个数，全来自同一份日志：

# %% tags=["lesson-only"]
ways = lesson.ways_of_counting(shop)
show(ways)

# %% tags=["lesson-only"]
say("ways", ways)

# %% [markdown] lang="en" needs="events" ideas="F2"
# ## The funnel of this shop
#
# One call does it exactly. It follows each person through the steps in order, lets the 7 days start at *any* look at an item, and counts the person once, at the deepest step they reach.

# %% [markdown] lang="zh" needs="events" ideas="F2"
# ## 这家店的漏斗
#
# 一个函数就能准确算出来。它按顺序跟着每个人走，*任意一次*浏览商品都可以作为 7 天的起点，每个人只算一次，算在走到的最深一步。

# %%
steps = lesson.steps_of(shop)  # those that this log knows
table = funnel(shop.events, steps, window="7d")
show(table)

# %%
plot_funnel(table, title=say("funnel_title", table))
plt.show()

# %%
say("funnel", table)

# %% [markdown] lang="en" ideas="F2"
# ## Without a log: the platform's daily totals
#
# The Chinese platforms export no log of persons. They give totals by day: how many saw you, clicked, came, filled a cart, ordered, paid. Put them under each other and they look like a funnel. They are a chain of totals: each line counts other people, and whoever comes on two days counts twice.

# %% [markdown] lang="zh" ideas="F2"
# ## 没有日志时：平台的每日总数
#
# 国内平台不导出按人的日志，只给每天的总数：多少展现、点击、访客、加购、下单、支付。从上往下一排，看着就像漏斗。其实它是一串总数：每一行数的不一定是同一批人，来了两天的人也算两次。

# %%
totals = chain(shop.shop_days)
show(totals)

# %%
say("chain", totals)

# %% tags=["lesson-only"]
say("two_rates", table, shop)

# %% [markdown] lang="en" needs="shop_days.buyers, shop_days.peer_average_conversion" ideas="F3"
# ## Good or bad? Beside shops of your tier
#
# Pay conversion is the heart of a shop: every visitor you pay for passes through it. Two questions come before “is it good?”. **How sure is it?** Of 100 visitors 3 bought: the true rate may be anything from 1% to 8.5%. Such an interval belongs to every rate. **Compared with whom?** The platform shows average and top of the shops of your tier, that is, with sales like yours. In pandas it is group, sum, divide:

# %% [markdown] lang="zh" needs="shop_days.buyers, shop_days.peer_average_conversion" ideas="F3"
# ## 高还是低？和同层的店比
#
# 支付转化率是一家店的心脏：你花钱请来的每个访客都要过这一关。问“高不高”之前，先问两件事。**有多大把握？** 100 个访客里买了 3 个，真实转化率可能在 1% 到 8.5% 之间；每个比率都带着这样一个区间。**和谁比？** 平台会给出同行同层（销售额和你相近的店）的平均和优秀。用 pandas 就是：分组、相加、相除：

# %%
by_month = shop.shop_days.groupby(shop.shop_days["date"].dt.strftime("%Y-%m"))[["buyers", "visitors"]].sum()
by_month["buyers"] / by_month["visitors"]

# %% [markdown] lang="en"
# And the one call that adds the interval, the tier and the verdict. “Cannot tell” is a verdict too.

# %% [markdown] lang="zh"
# 再用一个函数，补上区间、同层和结论。“说不准”也是一种结论。

# %%
peers = against_peers(shop.shop_days)
show(peers[[c for c in peers if c not in ("visitor_days", "buyer_days")]])

# %%
plot_peers(peers, title=say("peers_title", peers))
plt.show()

# %%
say("peers", peers)

# %% [markdown] lang="en" needs="shop_days.buyers, shop_days.paid_amount" ideas="F7"
# ## What is a leak worth?
#
# Somebody who leaves an item page was perhaps only passing by; somebody who leaves a full cart was nearly yours. So multiply three things: **people lost × their chance of paying had they gone on × what a buyer spends**. Suppose, to begin with, that you won back one in ten of those lost, at every step alike:

# %% [markdown] lang="zh" needs="shop_days.buyers, shop_days.paid_amount" ideas="F7"
# ## 一个漏点值多少钱？
#
# 离开商品页的人，也许只是路过；丢下满满购物车的人，差一点就成交了。所以要乘三样：**流失人数 × 走下去会付款的可能性 × 客单价**。先假设每一步流失的人里，都能挽回十分之一：

# %%
path = lesson.funnel_of(shop)  # the funnel; where there is no log, the daily totals in its shape
lost = leaks(path, lesson.spend(shop), win_back=0.1)
show(lesson.worded(lost))

# %%
plot_leaks(lost, title=say("leaks_title", lost))
plt.show()

# %%
say("leaks", lost)

# %% [markdown] lang="en"
# Do not act on that chart yet. If you take the same share everywhere, the step that fewest pass always comes out on top: arithmetic, no discovery; most people only look, in every shop. And whoever has to be won back hesitated more than those who went on by themselves, so these sums are an upper limit. The real question is: **where do you lose people whom others keep?**

# %% [markdown] lang="zh"
# 先别照着这张图动手。只要每一步都取同样的比例，通过的人最少的那一步总是排第一：这是算术，不是发现，到哪家店都是看的人多。再说，需要你去挽回的人，本来就比自己走下去的人更犹豫，所以这些金额是上限。真正该问的是：**哪里丢的人，是别人留得住的？**

# %% [markdown] lang="en" needs="shop_days.buyers, shop_days.paid_amount"
# ## Try it: what if one step held better?
#
# Move one slider at a time (mouse, or click it and use the arrow keys). Which one moves the money most for the same effort? “Left of each amount paid” is what remains of sales after goods, fees, shipping and advertising; move it alone and see what a better margin is worth without one more buyer.

# %% [markdown] lang="zh" needs="shop_days.buyers, shop_days.paid_amount"
# ## 动手试试：如果某一步守得更好
#
# 一次只动一根滑杆（用鼠标，或点中后按方向键）。同样的力气，哪一根最能带来钱？“每笔支付剩下的比例”是扣掉商品、平台扣费、运费、推广之后剩的；单独动它，看看不多一个买家、只多一点利润率值多少。

# %%
lesson.panel(shop)

# %% [markdown] lang="en" needs="events.device" ideas="F7"
# ## On which device?
#
# What others reach at the same step may be reachable for you too. So split the funnel and compare step by step: dots far apart in a row mean that the groups differ *there*.

# %% [markdown] lang="zh" needs="events.device" ideas="F7"
# ## 出在哪种设备上？
#
# 别人在同一步做得到的，你多半也做得到。所以把漏斗拆开，一步一步比：同一行里的点离得远，说明各组就差在*这一步*。

# %%
by_device = lesson.funnel_of(shop, by="device")  # = funnel(shop.events, steps, window="7d", by="device")
plot_funnel_by(by_device, "device", title=say("device_title", by_device))
plt.show()

# %% [markdown] lang="en"
# Dots never lie exactly on top of each other, not even if nothing is the matter. So the table says which group does **worse than chance explains**: luck alone would hardly ever put it so far behind the others. Only those are worth a morning of yours. The last column is what the gap costs.

# %% [markdown] lang="zh"
# 就算一切正常，点也不会严丝合缝地重合。所以表里标出了哪一组**差得不像碰巧**：光凭运气，几乎不会落后这么多。只有这样的差距，才值得你花一个上午。最后一列是它让你少赚的钱。

# %%
device_gaps = lesson.all_gaps(shop)["device"]
show(device_gaps[["device", "from_step", "step", "step_conversion", "others_conversion", "worse_than_chance", "extra_paid_amount"]])

# %%
say("gap", device_gaps, "device", shop.currency)

# %% [markdown] lang="en" needs="events.product_id" ideas="F4"
# ## Items: whose visitor is it?
#
# The platform counts a visitor under every item they look at. So items' visitors add up to more than the shop's, and items' conversions do not average to the shop's. The way out: give each person to **one** item, the one they saw first (the first landing). Then every item has its share of visitors and its conversion, and **share × conversion, added over the items, is the shop's conversion to the last digit**.

# %% [markdown] lang="zh" needs="events.product_id" ideas="F4"
# ## 商品：这个访客算谁的？
#
# 平台把访客记在他看过的每一个商品上。所以各商品的访客加起来比全店多，各商品的转化率平均起来也不是全店的。办法是：每个人只归**一个**商品，就是他最先看的那个（首次落地）。这样每个商品都有自己的访客占比和转化率，**占比 × 转化率，逐个相加，正好是全店的转化率**，一位小数都不差。

# %%
landed = lesson.item_landings(shop)
show(lesson.landing_lines(landed))

# %%
plot_landings(landed, title=say("landings_title", landed))
plt.show()

# %%
say("landings", landed)

# %% [markdown] lang="en" needs="items.visitors, items.buyers, shop_days.buyers" ideas="F4"
# ### Without a log: the platform's table of items
#
# There the same person stands under every item, every day. The overlap shows all the same, when the items' visitors are put beside the shop's:

# %% [markdown] lang="zh" needs="items.visitors, items.buyers, shop_days.buyers" ideas="F4"
# ### 没有日志时：平台的商品表
#
# 在那张表里，同一个人每天在每个商品上都算一次。把各商品的访客和全店的放在一起，重复还是看得出来：

# %%
say("overlap", shop.items, shop.shop_days)

# %% [markdown] lang="en" needs="items.visitors, items.buyers" ideas="F5"
# ## An item goes up or down: is it more than chance?
#
# The work rule is quickly said. **Up:** find out why, give it traffic, copy it to other items. **Down:** mend it; if it stays down, move the traffic to better items. The question before it is the harder one: is it up or down at all? Here every item's week is put beside its week before.

# %% [markdown] lang="zh" needs="items.visitors, items.buyers" ideas="F5"
# ## 商品转化率升了、降了：是不是碰巧？
#
# 工作规则很简单。**升了**：找原因、给流量、复制到别的商品。**降了**：先修；修不好，就把流量挪给更好的商品。难的是规则前面的那一问：它真的升了、降了吗？下面把每个商品的每一周和前一周放在一起比。

# %%
weeks = week_changes(shop.items)
say("weeks", weeks)

# %%
show(lesson.titled(shop, weeks[weeks["beyond_chance"]]))

# %% [markdown] lang="en"
# Look up such a week before you act: the stock, the price, the changes made, a campaign. An item that is out of stock converts to nothing, and no new page will mend that.
#
# And new items? Few visitors prove little, in either direction:

# %% [markdown] lang="zh"
# 动手之前，先查那一周：库存、价格、做过的改动、活动。断货的商品转化率就是零，换什么页面都没用。
#
# 新品呢？访客少，说好说坏都没有根据：

# %%
say("young", lesson.young_item(shop))

# %% [markdown] lang="en" needs="shop_days.buyers" ideas="F7"
# ## Your list for this week
#
# Devices, and items at the step from item page to cart: everything that is worse than chance explains, dearest first. Only the most visited items are compared, from 30 visitors on. Items differ in price and need, so a gap is a place to look, not yet a fault. (These sums are larger than the tenth above: here the group catches up with the others.)

# %% [markdown] lang="zh" needs="shop_days.buyers" ideas="F7"
# ## 这一周的工作清单
#
# 设备，以及商品“从详情页到加购”这一步：把“差得不像碰巧”的都列出来，损失最大的排最前。只比访客最多、至少 30 人的商品；商品的价格和用途不同，所以差距只是“该去看看”，还不算“有毛病”。（这里的金额比上面的“十分之一”大：算的是这一组追平别人。）

# %%
to_do = lesson.work_list(lesson.all_gaps(shop))
show(to_do)

# %%
say("start", to_do)

# %% tags=["lesson-only"]
say("guess", my_guess, to_do)

# %% [markdown] lang="en" needs="changes.product_id, items.cart_adders" ideas="F10"
# ## Then stop being the customer: let visitors judge
#
# You have stood in the customer's shoes and changed **one** thing. Whether it is better, your taste no longer decides; visitors do. A main picture is judged by the click rate, a page by the add-to-cart rate. *Before and after* is no judge: season and campaigns move both. So take a **control**: what did the other items do in the same weeks? What is left is the change's, with an interval.

# %% [markdown] lang="zh" needs="changes.product_id, items.cart_adders" ideas="F10"
# ## 然后别再当顾客：让访客来评判
#
# 你已经站在顾客的角度，改了**一处**。好不好，不再由你的口味说了算，由访客说。主图看点击率，详情页看加购率。*只看前后*当不了裁判：季节和活动也会推着它走。所以要有**对照**：同一时期，其他商品怎么样？扣掉之后剩下的，才是这次改动的，还要带上区间。

# %%
effects = lesson.effects(shop)
show(effects[[c for c in effects if c not in ("product_id", "title", "kind", "beyond_chance")]])

# %%
plot_effects(effects, title=say("effects_title", effects))
plt.show()

# %%
say("effects", effects)

# %% [markdown] lang="en"
# A control is good, a lot is better: something else may have happened to your item that week. On a platform that shows two pictures **by lot**, half of the people see one, half the other, at the same time. Count people, not impressions.

# %% [markdown] lang="zh"
# 有对照已经不错，**随机**更好：那一周你的商品也许还碰上了别的事。平台能把两张图随机展示时，一半人看这张，一半人看那张，同一时间。要数人，不要数展现次数。

# %% [markdown] lang="en" needs="ad_exposures.clicks" ideas="F10"
# ### Two pictures, drawn by lot

# %% [markdown] lang="zh" needs="ad_exposures.clicks" ideas="F10"
# ### 随机展示两张图

# %%
pictures = creative_test(shop.ad_exposures)
show(pictures)

# %%
shares = pictures["click_share"].tolist()
say("creatives", pictures, people_needed(*shares) if len(set(shares)) == 2 else None)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Your turn
#
# Exercises 1 to 8 now, 9 after the messy data, the others stand where they belong or are for home. Type a number or choose a letter, then press **Check**. No answer needs code: each is in a table above, or in the question. If you took a usual wrong turn you will be told which one, and what it would have made you do. Three hints stand ready. If you prefer code: `check(1, your_answer)`.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 轮到你了
#
# 现在做第 1 到 8 题，第 9 题在“真实数据的坑”之后，其余的放在各自的地方，或留作课后。填一个数或选一个字母，点**检查**。不用写代码：答案在上面的表里，或者就在题目里。如果走了常见的弯路，会告诉你是哪一种、它会让你做错什么。每题有三级提示。想写代码也行：`check(1, 你的答案)`。

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

# %% [markdown] lang="en" needs="events" ideas="F2"
# ## Messy data: the week that is not over
#
# Exports end on some day. Who came on the last day has had no week to make up their mind, and yet stands in the funnel. Judge only those who have had their 7 days:

# %% [markdown] lang="zh" needs="events" ideas="F2"
# ## 真实数据的坑：还没过完的那一周
#
# 导出总有最后一天。最后一天才来的人，还没有一周时间做决定，却已经算进了漏斗。只看已经满 7 天的人：

# %%
full = funnel(lesson.full_week(shop), steps, window="7d")
say("late", table, full)

# %% tags=["lesson-only"]
check.ask(9)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## What to take with you
#
# - A funnel names its people, its order and its window. The platform's pay conversion is a fine gauge, and no funnel.
# - Every rate has an interval. “Cannot tell yet” is an answer; 0 of 30 is not 0%.
# - The benchmark is a group of shops; when your tier changes, the group does.
# - Items' conversions add up to the shop's only when each visitor belongs to one item.
# - A leak is where others at the same step do better than chance explains. It is worth people × chance of paying × spend.
# - Change one thing, and let visitors judge: with a control, better by lot.
#
# **Tomorrow in your shop:** take one step and one group. Change one thing, and write down the day.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 漏斗要说清三件事：是谁、什么顺序、多长时间。平台的支付转化率是好仪表，但不是漏斗。
# - 每个比率都有区间。“还说不准”也是答案；30 人里 0 个不等于 0%。
# - 参照值背后是一批店；你换了层，那批店也换了。
# - 每个访客只归一个商品，商品转化率才加得出全店。
# - 漏点是：同一步里，别人做得更好，而且不像碰巧。价值 = 人数 × 付款可能性 × 客单价。
# - 一次只改一处，让访客评判：要有对照，能随机更好。
#
# **明天回到店里**：选一步、选一组人，只改一处，记下日期。

# %% [markdown] lang="en" tags=["lesson-only"]
# ## At home: three more

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 课后：再做三道

# %% tags=["lesson-only"]
check.ask(10)

# %% tags=["lesson-only"]
check.ask(11)

# %% tags=["lesson-only"]
check.ask(12)

# %% [markdown] lang="en" tags=["lesson-only"] needs="events" ideas="F1 F2"
# ## Further: a stage that can be skipped
#
# Comparison is a stage of its own, so why is it not in our funnel? Put it in and look:

# %% [markdown] lang="zh" tags=["lesson-only"] needs="events" ideas="F1 F2"
# ## 延伸：可以跳过的阶段
#
# 比较也是一个阶段，为什么没放进漏斗？放进去看看：

# %% tags=["lesson-only"]
with_compare = funnel(shop.events, ["detail", "compare", "cart", "order", "pay"], window="7d")
say("optional", with_compare, table)

# %% tags=["lesson-only"]
check.ask(13)

# %% [markdown] lang="en" needs="events" ideas="F1"
# ## Further: how long do people take?
#
# When should a reminder go out? Ask how long those take who go on by themselves: half of them (the median), and the slowest quarter. Counted from the last time they were at the step before. Those who never went on have no time, so this says nothing of them.

# %% [markdown] lang="zh" needs="events" ideas="F1"
# ## 延伸：每一步要花多久？
#
# 提醒该什么时候发？看看自己走下去的人用了多久：一半的人（中位数），还有最慢的四分之一。从上一步的最后一次算起。没走下去的人没有用时，这里说的不是他们。

# %%
times = step_times(shop.events, lesson.steps_of(shop), window="7d")
show(lesson.times_table(times))

# %%
say("times", times)

# %% [markdown] lang="en" needs="traffic.visitors, traffic.buyers" ideas="F7"
# ## Further: from which source?
#
# In the log, a person who came by several sources is counted once, under the source of the visit that led furthest (daily totals count them under each); that flatters the ways by which people come *back*, such as direct visits. And a gap here is **not** a leak of your page: an advert brings people who were not looking for you, a bookmark brings people who were. Whether a source is worth its money is lesson 04.

# %% [markdown] lang="zh" needs="traffic.visitors, traffic.buyers" ideas="F7"
# ## 延伸：从哪个来源来？
#
# 在日志里，从好几个来源来过的人只算一次，算在走得最远的那次访问的来源上（每日总数则每个来源都算一次）；这会抬高“回头客常走的路”，比如直接访问。另外，这里的差距**不是**页面的漏点：广告带来的人本来没在找你，收藏夹里点进来的人就是来找你的。一个来源值不值它的钱，第 04 课再算。

# %%
by_source = lesson.funnel_of(shop, by="source")
plot_funnel_by(by_source, "source", title=say("source_title", by_source))
plt.show()

# %% [markdown] lang="en" needs="events" ideas="F7"
# ## Further: new or returning?
#
# Here each *day* of a person counts by itself, because a person is new on one day and returning on the next. “Returning” means: not the person's first day in this log. Someone who knew the shop before the log began looks new on their first day in it.

# %% [markdown] lang="zh" needs="events" ideas="F7"
# ## 延伸：新访客还是老访客？
#
# 这里同一个人每天各算一次，因为同一个人今天是新访客，明天就是老访客。“老访客”指：不是这个人在这份日志里的第一天。日志开始之前就来过的人，第一天也会被当成新访客。

# %%
by_kind = funnel(lesson.days_of_people(shop), steps, window="24h", by="visitor_kind")
by_kind.attrs["basis"] = "days"
show(by_kind)

# %%
say("kinds", by_kind)

# %% [markdown] lang="en" needs="items.visitors, items.buyers" ideas="F6"
# ## Further: what goes with conversion?
#
# Received wisdom has a list: a lower price, gifts, a good-looking page, many sales and reviews shown, few bad ones, quick service. Each leaves a column. Below, the visits to item pages are cut in halves, by how much of it the visitor saw. Mind the word: this is what **goes with** conversion. Dear items are bought less readily by everybody; what sells well has more reviews *because* it sells. Which of them *brings* buyers, only a test says.

# %% [markdown] lang="zh" needs="items.visitors, items.buyers" ideas="F6"
# ## 延伸：什么和转化率有关？
#
# 行话里有一串因素：价格低、有赠品、页面好看、销量和评价多、差评少、客服快。每一样都留下一列数据。下面按访客看到的多少，把商品页的访问分成两半。注意用词：这只是和转化率**有关**。贵的东西谁都买得慢；卖得好的商品评价多，正*因为*它卖得好。哪一样真能*带来*买家，只有测试说得清。

# %%
seen = lesson.what_goes_with(shop)
show(seen)

# %%
say("moves", seen)

# %% [markdown] lang="en"
# Gifts and pages have no column of “much” and “little”; they stand in the table of changes, and were judged above, one by one.

# %% [markdown] lang="zh"
# 赠品和页面没有“多”与“少”，它们记在改动表里，前面已经一次一次评判过。

# %% tags=["lesson-only"]
check.ask(14)

# %% [markdown] lang="en" needs="events.customer_id, events.product_id" ideas="F8"
# ## Further: a list of those who stopped here
#
# Who stopped at a stage can be helped there, if you may write to them. A list of people needs four things before it is made: a **purpose** (one), a **legal basis** (they agreed, or the contract needs it), a **deletion date**, and nobody on it who **opted out**. The ids are numbers here, and personal data all the same. (The articles of law named are from general knowledge, not legal advice.)

# %% [markdown] lang="zh" needs="events.customer_id, events.product_id" ideas="F8"
# ## 延伸：停在这一步的人，列一份名单
#
# 停在某一步的人，可以在那一步帮他一把，前提是你有权联系他。名单在做出来之前，就要有四样：一个**用途**、一个**合法性基础**（本人同意，或履行合同所必需）、一个**删除日期**，而且名单上没有**退订**过的人。这里的编号不是名字，但同样是个人信息。（文中提到的法条来自一般常识，不是法律意见。）

# %%
carts = stage_segment(shop, "in_cart_not_paid", purpose=str(Label("remind once of the cart", "提醒一次购物车")), delete_after_days=14)
show(carts.head(4))

# %%
say("segment", carts)

# %% [markdown] lang="en"
# `write_list(carts, "carts.csv")` writes it for your CRM, refuses without purpose or deletion date, and lets no cell begin with a formula. The other list: `stage_segment(shop, "coupon_not_used", …)`.

# %% [markdown] lang="zh"
# `write_list(carts, "carts.csv")` 把名单写成文件，给客户管理系统用：没有用途或删除日期就不写，也不会让任何一格变成公式。另一份名单：`stage_segment(shop, "coupon_not_used", …)`。

# %% [markdown] lang="en" needs="coupons.customer_id, coupons.claimed_at" ideas="F8"
# ### Claimed a coupon, did not use it

# %% [markdown] lang="zh" needs="coupons.customer_id, coupons.claimed_at" ideas="F8"
# ### 领了券没用

# %%
coupons = stage_segment(shop, "coupon_not_used", purpose=str(Label("remind once before the coupon ends", "券到期前提醒一次")), delete_after_days=14)
show(coupons.head(3))

# %% tags=["lesson-only"]
check.ask(15)

# %% [markdown] lang="en" needs="orders.is_presale, orders.paid_at, items.visitors, items.buyers" ideas="F9"
# ## Further: pre-sale, 0 and then a record
#
# In a pre-sale people pay a deposit first and the balance on one evening later. The platform dates a buyer by the payment. So pay conversion is 0 while the deposits come in, and shoots up on the balance day, whose visitors did not come to decide. Count the pre-sale as one: **deposit buyers ÷ visitors of the deposit days × share that paid the balance**. Or watch order conversion, which is dated by the order.

# %% [markdown] lang="zh" needs="orders.is_presale, orders.paid_at, items.visitors, items.buyers" ideas="F9"
# ## 延伸：预售，先是 0，再是“纪录”
#
# 预售是先付定金，过几天的一个晚上再付尾款。平台按付款日算买家。所以收定金的几天支付转化率是 0，付尾款那天又猛地冲上去，而那天来的访客并不是来做决定的。把整场预售当成一件事算：**付定金人数 ÷ 定金期访客 × 付尾款的比例**。或者看下单转化率，它按下单日算。

# %%
sales = pre_sales(shop.orders, shop.items)
show(sales[["first_day", "last_day", "balance_day", "deposit_conversion", "balance_payment_rate", "presale_conversion", "naive_deposit_days", "naive_balance_day"]])

# %%
if len(sales):
    plot_presale(pre_sale_days(shop.orders, shop.items), sales["presale_conversion"].iloc[0], title=say("presale_title", sales))
    plt.show()

# %%
say("presale", sales)

# %% tags=["lesson-only"]
check.ask(16)

# %% [markdown] lang="en" tags=["lesson-only"] ideas="F10"
# ## What was really so
#
# This shop was made from a plan, so here, and only here, the truth is known. Look back at what you found: which findings were right, and how near?

# %% [markdown] lang="zh" tags=["lesson-only"] ideas="F10"
# ## 真相揭晓
#
# 这家店是按一份计划造出来的，所以在这里，也只有在这里，真相是知道的。回头看看你算出来的：哪些对了，差多少？

# %% tags=["lesson-only"]
show(lesson.truth_table(shop, open_truth(SHOP)))

# %% [markdown] lang="en" tags=["lesson-only"]
# The other changes in the table above (titles, the brightened picture, fonts, the size table) were planned to do nothing. The page was planned to do much, and a few weeks of visitors could hardly show it: a small shop needs patience, not more opinions.

# %% [markdown] lang="zh" tags=["lesson-only"]
# 上面改动表里的其他几次（调标题、主图调亮、换字体、加尺寸表），计划里就没有任何效果。新详情页的效果其实不小，可几周的访客才勉强看得出来：小店要的是耐心，不是更多的意见。

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (75 min, JupyterLab running on every table beforehand): guess and stages 7 · counts, funnel, totals 13 · peers 7 · leaks and panel 8 · device 5 · items 10 · list 3 · judging a change 8 · exercises 1–8 11 · week not over and exercise 9 3. The activity (10) replaces the panel and exercises 4, 5 and 8. The parts after the takeaways are for home. Answers on this shop: the solution cell above.
#
# **Ask the room:** “A hundred people visit your stall, ninety leave at once. Is that bad?” · “Who of you filled a cart this month and did not buy? What would have brought you back?” · “The boss says conversion fell. What three things do you ask?”
#
# **Usual mistakes:** adding people over steps or days; the step that fewest pass taken for the leak; judging a device by its number of buyers; comparing this week's export with last month's (exercise 9); “0 of 30 does not convert”; praising a page for what the season did (exercise 8).
#
# **Away from the screen: the human funnel (10 min).** Everybody stands up. Read out six doubts, one per stage: “You do not know this shop” · “You are not sure it fits” · “Another shop has it two yuan cheaper” · “You do not need it this week” · “The postage is 12” · “Your card asks for a code and the phone is in the other room”. Whoever would leave sits down. Write on the board how many stand after each. Then give the room three vouchers to hand out: to whom? Count again. The room finds by itself that vouchers at the first doubt are wasted.

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（75 分钟，每桌事先打开 JupyterLab）：猜测与阶段 7 · 数法、漏斗、总数 13 · 同层比较 7 · 漏点与滑杆 8 · 设备 5 · 商品 10 · 清单 3 · 评判改动 8 · 练习 1–8 11 · 没过完的一周与练习 9 3。要做活动（10 分钟），就略去滑杆和练习 4、5、8。“带走这几条”之后的都留作课后。这家店上的答案见上面的题解格。
#
# **问全场**：“一百个人路过你的摊位，九十个马上走了，这算糟糕吗？”·“这个月谁加了购物车没买？什么能让你回来？”·“老板说转化率跌了，你先问哪三件事？”
#
# **常见错误**：把人数按步骤或按天相加；把通过的人最少的一步当成漏点；用买家数评判设备；拿这周的导出和上个月的比（练习 9）；“30 个人没人买就是不行”；把季节的功劳算给新页面（练习 8）。
#
# **离开屏幕：真人漏斗（10 分钟）。** 全体起立。依次念六个疑问，每个阶段一个：“这家店你没听过”·“不确定合不合用”·“别家便宜两块”·“这周用不上”·“运费 12 元”·“付款要验证码，手机在另一个房间”。会走掉的人坐下，板书每一步还站着几个。再给全场三张优惠券：发给谁？重来一遍。大家会自己发现，第一个疑问就发券是浪费。
