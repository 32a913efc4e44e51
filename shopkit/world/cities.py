"""Where the demo shop's buyers live: provinces, cities, their weight, and what a parcel there costs."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.world.plan import Place


def _place(province_en, province_zh, city_en, city_zh, share, parcel):
    return Place(Label(province_en, province_zh), Label(city_en, city_zh), share, parcel)


# Weights follow where parcels in China go (the eastern provinces first); parcel prices are those of a small
# sender in Zhejiang on a contract: about ¥3.5 nearby, ¥4.5-6 further, ¥12 and more to the far west.
PLACES = (
    _place("Zhejiang", "浙江省", "Hangzhou", "杭州市", 0.075, 3.4),
    _place("Zhejiang", "浙江省", "Ningbo", "宁波市", 0.035, 3.4),
    _place("Shanghai", "上海市", "Shanghai", "上海市", 0.085, 3.6),
    _place("Jiangsu", "江苏省", "Nanjing", "南京市", 0.050, 3.6),
    _place("Jiangsu", "江苏省", "Suzhou", "苏州市", 0.060, 3.6),
    _place("Anhui", "安徽省", "Hefei", "合肥市", 0.035, 3.8),
    _place("Guangdong", "广东省", "Guangzhou", "广州市", 0.070, 4.5),
    _place("Guangdong", "广东省", "Shenzhen", "深圳市", 0.075, 4.5),
    _place("Guangdong", "广东省", "Dongguan", "东莞市", 0.035, 4.5),
    _place("Fujian", "福建省", "Xiamen", "厦门市", 0.030, 4.2),
    _place("Jiangxi", "江西省", "Nanchang", "南昌市", 0.025, 4.2),
    _place("Shandong", "山东省", "Jinan", "济南市", 0.035, 4.6),
    _place("Shandong", "山东省", "Qingdao", "青岛市", 0.035, 4.6),
    _place("Henan", "河南省", "Zhengzhou", "郑州市", 0.045, 4.6),
    _place("Hubei", "湖北省", "Wuhan", "武汉市", 0.050, 4.6),
    _place("Hunan", "湖南省", "Changsha", "长沙市", 0.035, 4.8),
    _place("Hebei", "河北省", "Shijiazhuang", "石家庄市", 0.030, 5.0),
    _place("Beijing", "北京市", "Beijing", "北京市", 0.065, 5.0),
    _place("Tianjin", "天津市", "Tianjin", "天津市", 0.020, 5.0),
    _place("Sichuan", "四川省", "Chengdu", "成都市", 0.055, 5.6),
    _place("Chongqing", "重庆市", "Chongqing", "重庆市", 0.035, 5.6),
    _place("Shaanxi", "陕西省", "Xi'an", "西安市", 0.035, 5.6),
    _place("Liaoning", "辽宁省", "Shenyang", "沈阳市", 0.030, 6.0),
    _place("Heilongjiang", "黑龙江省", "Harbin", "哈尔滨市", 0.020, 6.5),
    _place("Guangxi", "广西壮族自治区", "Nanning", "南宁市", 0.020, 5.8),
    _place("Yunnan", "云南省", "Kunming", "昆明市", 0.025, 6.5),
    _place("Guizhou", "贵州省", "Guiyang", "贵阳市", 0.015, 6.5),
    _place("Gansu", "甘肃省", "Lanzhou", "兰州市", 0.010, 9.0),
    _place("Xinjiang", "新疆维吾尔自治区", "Urumqi", "乌鲁木齐市", 0.010, 15.0),
)
