"""阿里妈妈 计划报表: ads by plan and day."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

from shopkit.schema import SOURCES
from shopkit.shop import Shop
from shopkit.world.export_shapes.source_report import LEVELS
from shopkit.world.export_shapes.tables import table, whole
from shopkit.world.export_shapes.writing import divided, plain, write_csv

# without 主体… (the product report's) and 平台助推…, which not every file has
HEADER = (
    "日期,场景ID,场景名字,原二级场景ID,原二级场景名字,计划ID,计划名字,展现量,点击量,花费,点击率,平均点击花费,千次展现花费,总预售成交金额,总预售成交笔数,"
    "直接预售成交金额,直接预售成交笔数,间接预售成交金额,间接预售成交笔数,直接成交金额,间接成交金额,总成交金额,总成交笔数,直接成交笔数,间接成交笔数,点击转化率,"
    "投入产出比,含预售投产比,总成交成本,总购物车数,直接购物车数,间接购物车数,加购率,收藏宝贝数,收藏店铺数,店铺收藏成本,总收藏加购数,总收藏加购成本,"
    "宝贝收藏加购数,宝贝收藏加购成本,总收藏数,宝贝收藏成本,宝贝收藏率,加购成本,拍下订单笔数,拍下订单金额,直接收藏宝贝数,间接收藏宝贝数,优惠券领取量,"
    "购物金充值笔数,购物金充值金额,旺旺咨询量,引导访问量,引导访问人数,引导访问潜客数,引导访问潜客占比,入会率,入会量,引导访问率,深度访问量,平均访问页面数,"
    "成交新客数,成交新客占比,会员首购人数,会员成交金额,会员成交笔数,成交人数,人均成交笔数,人均成交金额,自然流量转化金额,自然流量曝光量,平台补贴金额,"
    "补贴引导成交金额,发券补贴商品个数,补贴引导成交人数"
).split(",")
_SUMS = ["impressions", "clicks", "cost", "ad_orders", "ad_sales"]


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs ads, summed over creatives; a cell of what the table does not know is empty."""
    ads = table(shop, "ads")
    if ads is None:
        return []
    ads[["channel", "campaign"]] = ads[["channel", "campaign"]].fillna("")
    plans = ads.groupby(["date", "channel", "campaign"])[_SUMS].sum(min_count=1).round({"cost": 2, "ad_sales": 2}).reset_index()
    rows = [HEADER, *([_cells(plan).get(name, "") for name in HEADER] for plan in plans.itertuples())]
    path = folder / f"计划报表_{whole(shop).after:%Y%m%d}_090000.csv"
    return [write_csv(path, rows, "gb18030")]


def _cells(plan) -> dict[str, str]:
    """点击率 is a fraction here, not a percentage; 投入产出比 = 总成交金额 ÷ 花费."""
    scene = LEVELS[plan.channel][1] if plan.channel in SOURCES else plan.channel
    roas = plain(divided(plan.ad_sales, plan.cost))
    return {
        "日期": f"{plan.date:%Y-%m-%d}", "场景ID": _number(scene), "场景名字": scene, "原二级场景ID": _number(scene),
        "原二级场景名字": scene, "计划ID": _number(scene + plan.campaign), "计划名字": plan.campaign,
        "展现量": plain(plan.impressions, 0), "点击量": plain(plan.clicks, 0), "花费": plain(plan.cost),
        "点击率": plain(divided(plan.clicks, plan.impressions), 4), "平均点击花费": plain(divided(plan.cost, plan.clicks)),
        "千次展现花费": plain(divided(plan.cost * 1000, plan.impressions)),
        "总成交金额": plain(plan.ad_sales), "总成交笔数": plain(plan.ad_orders, 0),
        "点击转化率": plain(divided(plan.ad_orders, plan.clicks), 4), "投入产出比": roas, "含预售投产比": roas,
        "总成交成本": plain(divided(plan.cost, plan.ad_orders)),
    }


def _number(name: str) -> str:
    # an id that a name always gets; the platform's own have eight to eleven digits
    return str(10**9 + crc32(name.encode()))
