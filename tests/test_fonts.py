"""The font that the package ships draws every Chinese character a chart may need, under its own name."""

import hashlib
import importlib.util
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

FOLDER = Path(__file__).parents[1] / "shopkit/fonts"
FONT = FOLDER / "ShopkitSansSC-Regular.otf"
FAMILY = "Shopkit Sans SC"
SIGNS = "“”‘’《》——…·×÷¥→≥≤％（），。：；？！、￥【】０９ＡＺ"
DEBIAN_NOTO = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"


@pytest.fixture
def chinese_charts():
    before = list(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(FONT)
    with plt.rc_context({"font.family": ["DejaVu Sans", FAMILY], "axes.unicode_minus": False}):
        yield
    font_manager.fontManager.ttflist = before


def gb2312_level_1():
    rows = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in rows)


def test_family_is_our_own():
    assert font_manager.FontProperties(fname=FONT).get_name() == FAMILY
    names = {record.nameID: str(record) for record in TTFont(FONT)["name"].names}
    assert names[1] == FAMILY and names[6] == "ShopkitSansSC-Regular"
    assert not [text for key, text in names.items() if key != 10 and ("Noto" in text or "Source" in text)]


def test_licence_is_beside_it_with_the_font_s_own_copyright():
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    copyright_line = TTFont(FONT)["name"].getDebugName(0).replace("©", "Copyright")
    assert licence.startswith(copyright_line)
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_has_every_common_character_and_sign():
    assert len(gb2312_level_1()) == 3755
    has = TTFont(FONT).getBestCmap()
    assert [sign for sign in gb2312_level_1() + SIGNS if ord(sign) not in has] == []


def test_charts_draw_without_a_missing_glyph(chinese_charts, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure, axes = plt.subplots()
        axes.set_title("支付转化率＝买家数÷访客数：“三八节”前后——漏斗（7 天窗口）¥1,234 ×2 →")
        axes.bar(["搜索", "详情", "加购", "下单", "支付"], [5, 4, 3, 2, -1])
        figure.savefig(tmp_path / "chart.png")
        plt.close(figure)


@pytest.mark.slow
def test_same_source_gives_the_same_bytes(tmp_path):
    spec = importlib.util.spec_from_file_location("make_font", FOLDER / "make_font.py")
    make_font = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_font)
    if not make_font.SOURCE.exists() or hashlib.sha256(make_font.SOURCE.read_bytes()).hexdigest() != DEBIAN_NOTO:
        pytest.skip("needs the NotoSansCJK-Regular.ttc of Debian 12")
    again = make_font.make(target=tmp_path / "again.otf")
    assert again.read_bytes() == FONT.read_bytes()
