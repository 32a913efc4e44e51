# %% [markdown] lang="en" needs="orders.paid_amount"
# # 12 Your own shop
#
# **About 60 minutes.** It is Monday. On your computer lie a few files that you downloaded from the platform's back office. Which of them can you trust, which lessons can they feed, and which one file more would teach you most?
#
# After this lesson you can
# - download what the lessons need, and leave alone what they do not;
# - read a ledger: what was read, what was set aside, and whether you lost anything;
# - hold one export against another before you believe either;
# - put every lesson on your own files with one command, and keep your customers' data safe.

# %% [markdown] lang="zh" needs="orders.paid_amount"
# # 12 用在自己的店上
#
# **约 60 分钟。** 今天是周一。电脑里躺着几个从后台下载的文件。哪些信得过？能带动哪几课？再加哪一个文件，收获最大？
#
# 学完这一课，你能够
# - 知道各课需要下载什么，不需要的就不碰；
# - 看懂台账：读到多少、哪些没采用、有没有丢东西；
# - 拿一份导出去核对另一份，再决定信哪个；
# - 用一条命令把每一课放到自己的文件上，同时保护好顾客的信息。

# %% tags=["parameters"]
SHOP = "exports/taobao"

# %%
import matplotlib.pyplot as plt

from shopkit import exercises, open_shop, sentences, set_language, show, use_style
from shopkit.lessons import lesson_12 as lesson
from shopkit.plots import plot_days
from shopkit.publish import lesson_report

# %% lang="en"
set_language("en")

# %% lang="zh"
set_language("zh")

# %%
use_style()
shop = open_shop(SHOP)
say, check = sentences("12", shop), exercises("12", shop)
say("files", shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# The files are the course's practice shop, written the way Taobao's back office writes them (`datasets/exports/taobao`). Nobody in them is real, so you may break and send around whatever you like. With your own files you may not: that is the first section.

# %% [markdown] lang="zh" tags=["lesson-only"]
# 这些文件是课程练习店的数据，按淘宝后台的样子写出来（在 `datasets/exports/taobao`）。里面没有一个真人，随便折腾、随便传都没关系。换成你自己的文件就不行了，所以先讲这个。

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Before anything else: other people's names
#
# An order list holds names, phone numbers and addresses of people who trusted your shop with them. Four habits:
#
# 1. **Download only what a lesson needs.** The table below says which export feeds which lesson.
# 2. **Keep the files in a folder of their own**, outside the course's folder and outside anything that syncs to a public place.
# 3. **Never send a raw export by chat.** Send a finding: a sentence, a chart, a table without people.
# 4. **Delete it on a day that you fixed beforehand.** What is no longer there cannot leak.
#
# shopkit helps: columns of names, phones, addresses and notes are never read; a buyer becomes a number that only your own computer can compute; nothing leaves it. But it cannot watch over the file itself. You do.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 先说要紧的：别人的姓名和电话
#
# 订单表里有姓名、电话、地址，是顾客因为信任才交给你的店的。养成四个习惯：
#
# 1. **只下载课程用得上的。** 哪种导出带动哪一课，看下面的表。
# 2. **单独放一个文件夹**，不放在课程目录里，也不放在会同步到公开地方的目录里。
# 3. **绝不在聊天里发原始导出。** 要发就发结论：一句话、一张图、一张没有人的表。
# 4. **事先定好删除日期，到日子就删。** 不在了的东西不会泄露。
#
# shopkit 会帮你：姓名、电话、地址、备注这些列根本不读；买家变成一个只有你自己电脑才算得出的编号；数据不出你的电脑。但文件本身它看不住，得靠你。

# %% tags=["lesson-only"]
check.ask(1)

# %% [markdown] lang="en"
# ## Where to click
#
# What each lesson needs, and which export of which platform brings it. Menus are renamed every few months: if a name is not where the table says, search the back office for the last word of it.

# %% [markdown] lang="zh"
# ## 到哪里下载
#
# 每一课需要什么，哪个平台的哪种导出能带来。后台菜单隔几个月就改名：照表里找不到，就在后台搜最后那个词。

# %%
report = lesson_report(shop)
show(lesson.where_to_click(report, shop.platforms))

# %% [markdown] lang="en"
# Two rules save most of the trouble. **Do not open the file in a spreadsheet first**: it turns an order number into 1.23E+17, and the digits are gone for good. **Keep the name that the platform gave it**: some reports name their dates nowhere else.

# %% [markdown] lang="zh"
# 两条规矩能省掉大半麻烦。**别先用电子表格打开**：订单号会变成 1.23E+17，后面的数字永远找不回来。**别改平台给的文件名**：有些报表的日期只写在文件名里。

# %% tags=["lesson-only"]
check.ask(2)

# %% [markdown] lang="en"
# ## The ledger: what was read, and where every row went
#
# Before any chart comes the ledger. It has one line per file: how many rows were counted in it, how many were kept, how many were set aside. The sum must come out, row for row, and for the money too.

# %% [markdown] lang="zh"
# ## 台账：读到什么，每一行去了哪里
#
# 看图之前，先看台账（读文件的记录）。每个文件一行：数出多少行、采用多少行、未采用多少行。行数要对得上，钱也要对得上。

# %%
show(lesson.in_words(lesson.ledger(shop)))

# %%
say("ledger", lesson.ledger(shop))

# %% [markdown] lang="en"
# Set aside does not mean lost. Each such row has a reason and a number, so that you can look at it in the file:

# %% [markdown] lang="zh"
# 未采用不等于丢失。没采用的每一行都有原因、有行号，可以回文件里核对：

# %%
show(lesson.reasons(shop))

# %% tags=["lesson-only"]
check.ask(3)

# %% [markdown] lang="en"
# And what the files could not say, or said in a way that you must know of before you use a figure:

# %% [markdown] lang="zh"
# 还有一些是文件没说清、用之前必须知道的：

# %%
show(lesson.remarks(shop))

# %% [markdown] lang="en" needs="orders.paid_amount, shop_days.paid_amount"
# ## Hold one export against another
#
# One number, two files. The orders add up to a paid amount per month; the shop report has one too. Where they differ, one of them counts something that the other does not, and you want to know what before you plan with it.

# %% [markdown] lang="zh" needs="orders.paid_amount, shop_days.paid_amount"
# ## 用一份导出核对另一份
#
# 同一个数，两份文件。订单加起来有每月的支付金额，店铺概况里也有一个。两边不一样，说明有一边多算或少算了什么；拿去做计划之前，先弄清楚是什么。

# %%
both = lesson.two_files(shop)
show(lesson.in_words(both))

# %%
say("two_files", both, shop.currency)

# %%
plot_days(shop.shop_days, "paid_amount")
plt.show()

# %% [markdown] lang="en"
# ## Which lessons run on these files
#
# A lesson runs if what it begins with is there and at least one of its sections; a section that lacks something becomes one sentence that names the export which would bring it. So the question is not “is my data complete?” (it never is) but “which one file more opens most?”

# %% [markdown] lang="zh"
# ## 这些文件能带动哪几课
#
# 只要开头要用的数据在、至少有一节能跑，这一课就能跑；缺数据的小节会变成一句话，告诉你哪种导出能补上。所以别问“我的数据全不全”（永远不全），要问“再加哪一个文件，打开的最多？”

# %%
show(lesson.what_runs(report))

# %%
say("best_download", report, shop.platforms)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## One command
#
# In a terminal (the black window in which you started the course), with your own folder in place of `my-exports`:
#
# ```
# python start.py read  my-exports                 # what the files are, what was read, what can run
# python start.py apply my-exports --to my-report  # the lessons on your files; open my-report/index.html
# ```
#
# A table that no platform made (your costs, your own list of changes) comes in by a small mapping file: `python start.py read --suggest costs.xlsx` drafts it, you correct it, `--map` uses it.
#
# Whatever you find, begin with the check sheet of lesson 00: five numbers, one question, one thing to do this week.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 一条命令
#
# 在终端里（就是启动课程的那个黑窗口），把 `my-exports` 换成你自己的文件夹：
#
# ```
# python start.py read  my-exports                 # 文件是什么、读到什么、能带动哪几课
# python start.py apply my-exports --to my-report  # 把课放到你的文件上；打开 my-report/index.html
# ```
#
# 平台没有的表（成本、自己的改动记录）用一份小小的列对照读进来：`python start.py read --suggest costs.xlsx` 先起草，你改好，再用 `--map`。
#
# 不管看到什么，都从第 00 课的检查表开始：五个数，一个问题，这周做一件事。

# %% [markdown] lang="en" needs="orders.paid_amount, orders.refund_amount"
# ## Your first finding: money that went back
#
# A real shop's first surprise is usually here. What was paid is not what stays.

# %% [markdown] lang="zh" needs="orders.paid_amount, orders.refund_amount"
# ## 第一个发现：退回去的钱
#
# 真实店铺的第一个意外多半在这里：付了的，不等于留下的。

# %%
refunds = lesson.refunds(shop)
show(lesson.in_words(refunds))

# %%
say("refunds", refunds, shop.currency)

# %% tags=["lesson-only"]
check.ask(4)

# %% [markdown] lang="en" needs="orders.customer_id"
# ## A list that goes back to the platform
#
# A finding about people is worth something only if somebody acts on it: remind once, ask once, thank once. The lists of lesson 03 carry numbers, not names. `crm-list` reads your own export a second time and puts the platform's own buyer id back, for one purpose, on a legal basis, with a day on which you delete it. Who ever opted out is left out.

# %% [markdown] lang="zh" needs="orders.customer_id"
# ## 一份能拿回平台用的名单
#
# 关于人的发现，有人去做才有用：提醒一次、问一次、谢一次。第 03 课的名单里只有编号，没有名字。`crm-list` 会再读一遍你自己的导出，把平台的买家编号放回去：一个用途、一个合法性基础、一个删除日期；退订过的人不在里面。

# %%
say("not_back", shop)

# %% [markdown] lang="en" tags=["lesson-only"]
# ```
# python start.py crm-list my-exports --stage not_back --within 30 --to list.csv
# ```
#
# It asks for the purpose, the basis and the days, and writes nothing without them.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ```
# python start.py crm-list my-exports --stage not_back --within 30 --to list.csv
# ```
#
# 它会问你用途、合法性基础和保留天数，缺一样就什么也不写。

# %% tags=["lesson-only"]
check.ask(5)

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Keep it out of git, and out of the chat
#
# The pages that `apply` writes hold no row of a customer, but they hold your turnover. If you keep notebooks in git, take the outputs out first:
#
# ```
# python start.py clean my-report/*.ipynb
# ```
#
# Better still, let git do it every time, with [nbstripout](https://github.com/kynan/nbstripout) as a hook in the repository of your own notebooks. Put this into its `.pre-commit-config.yaml` and run `pre-commit install` once:
#
# ```yaml
# repos:
#   - repo: https://github.com/kynan/nbstripout
#     rev: 0.8.1
#     hooks:
#       - id: nbstripout
#         args: [--keep-id]
# ```
#
# And write `*.csv`, `*.xls`, `*.xlsx` and `*.zip` into its `.gitignore`.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 别进 git，也别进聊天群
#
# `apply` 写出的网页里没有任何一行客户数据，但有你的营业额。笔记本要放进 git 的话，先清掉输出：
#
# ```
# python start.py clean my-report/*.ipynb
# ```
#
# 更省心的办法是让 git 每次自动清：在放你自己笔记本的仓库里装 [nbstripout](https://github.com/kynan/nbstripout) 钩子。把下面几行写进 `.pre-commit-config.yaml`，再运行一次 `pre-commit install`：
#
# ```yaml
# repos:
#   - repo: https://github.com/kynan/nbstripout
#     rev: 0.8.1
#     hooks:
#       - id: nbstripout
#         args: [--keep-id]
# ```
#
# 再把 `*.csv`、`*.xls`、`*.xlsx`、`*.zip` 写进 `.gitignore`。

# %% [markdown] lang="en" tags=["lesson-only"]
# ## Take away
#
# - The ledger before the chart: rows and money read = kept + set aside.
# - Two files that agree are worth ten that were never compared.
# - Give the file as the platform made it; a spreadsheet in between loses digits and days.
# - People are numbers here; only a list with a purpose and an end makes them buyers again.

# %% [markdown] lang="zh" tags=["lesson-only"]
# ## 带走这几条
#
# - 先看台账再看图：读到的行数和钱 = 采用 + 未采用。
# - 两份对得上的文件，胜过十份从没核对过的。
# - 平台给什么就交什么；中间过一遍电子表格，会丢数字、丢日期。
# - 在这里人只是编号；只有写明用途和期限的名单，才把他们变回买家。

# %% tags=["solution"]
for number in check.exercises:
    print(number, check.solution(number))

# %% [markdown] lang="en" tags=["trainer"]
# ## For the trainer
#
# **Timing** (60 min): names 8 · where to click 8 · ledger 12 · two files 10 · what runs 6 · command on everybody's own laptop 8 · exercises 8. Whoever brings own exports works on a copy in a folder of their own; nobody shows a raw file on the projector.
#
# **Ask the room:** “Which of your downloads have you ever held against another?” · “Who outside your shop has your order list today?” · “What would you delete tonight?”
#
# **Usual mistakes:** the file opened and saved in a spreadsheet; monthly visitors added from days; a totals row taken for a loss.
#
# **Away from the screen: the shoe box (6 min).** Every team gets twelve paper slips “orders”, two of them torn, one twice, one called “total”. They write a ledger: slips counted = kept + set aside, and the sum of the money. Compare between teams.

# %% [markdown] lang="zh" tags=["trainer"]
# ## 给培训师
#
# **时间**（60 分钟）：姓名和电话 8 · 到哪里下载 8 · 台账 12 · 两份文件 10 · 能带动什么 6 · 各自电脑上跑命令 8 · 练习 8。带了自己导出的学员，用单独文件夹里的副本；谁也不要把原始文件投到大屏上。
#
# **问全场**：“你下载过的报表里，有哪两份互相核对过？”·“店外面还有谁手里有你的订单表？”·“今晚你会删掉什么？”
#
# **常见错误**：用电子表格打开又另存；把每天的访客加成一个月的；把合计行当成丢失。
#
# **离开屏幕：鞋盒（6 分钟）。** 每组发十二张“订单”纸条，其中两张撕破、一张重复、一张写着“合计”。各组写一份台账：数出的纸条 = 采用 + 未采用，再写出金额之和。各组互相核对。
