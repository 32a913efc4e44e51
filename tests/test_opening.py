"""One door: the course's shops by name, shop folders and exports by path, from wherever the notebook runs."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from shopkit import opening
from shopkit.labels import UserError, set_language
from shopkit.opening import open_shop
from shopkit.shop import CARD, Shop

EXPORTS = Path(__file__).parent / "exports"
ETSY, TAOBAO = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv", EXPORTS / "taobao" / "behaviour_codes.synthetic.csv"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Another working directory than the repository, as a learner's notebook has it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(en, zh, *paths):
    with pytest.raises(UserError) as caught:
        open_shop(*paths)
    for lang, words in (("en", en), ("zh", zh)):
        set_language(lang)
        assert words in str(caught.value)
    return caught.value


def test_the_courses_shop_opens_by_name_from_anywhere(elsewhere):
    shop = open_shop("demo")
    assert shop.currency == "CNY" and not shop.derived
    assert {"orders", "events", "products", "shop_days", "traffic", "costs"} <= set(shop.tables)
    assert len(shop.orders) > 100 and not list(elsewhere.iterdir())


def test_the_demo_speaks_the_language_that_is_on():
    english = open_shop("demo")
    set_language("zh")
    chinese = open_shop("demo")
    assert not english.products["title"].str.contains("[一-鿿]").any()
    assert chinese.products["title"].str.contains("[一-鿿]").all()
    pd.testing.assert_series_equal(chinese.orders["paid_amount"], english.orders["paid_amount"])


def test_an_unknown_name_lists_the_courses_shops(elsewhere, monkeypatch):
    told("no shop or file called 'dmeo' here. The course's shops are: demo, lesson_02, lesson_04, lesson_05.",
         "没有叫 'dmeo' 的店铺或文件。课程自带的店铺有：demo, lesson_02, lesson_04, lesson_05。", "dmeo")
    for name in ("b", "a"):
        Shop({}, name=name).save(elsewhere / "datasets" / name)
    (elsewhere / "datasets" / "no shop").mkdir()
    monkeypatch.setattr(opening, "DATASETS", elsewhere / "datasets")
    told("The course's shops are: a, b.", "有：a, b。", "demo")
    assert open_shop("a").name == "a"


@pytest.mark.parametrize("path", ["orders.csv", "./demo", Path("demo"), "folder/file"])
def test_a_path_is_no_name(path, elsewhere):
    # "./demo" is a folder of the user's own, and there is none
    assert told("there is no such file or folder", "没有这个文件或文件夹", path).code == "missing_path"


@pytest.mark.parametrize("paths", [(), ([],), ("",), (["demo", ""],)])
def test_nothing_to_open_is_told(paths, elsewhere):
    # "" must not read whatever lies in the working directory
    shutil.copy(ETSY, elsewhere / "orders.csv")
    told("needs the name of a shop", "需要店铺的名字", *paths)


def test_a_folder_of_the_users_own_opens_by_its_bare_name(elsewhere):
    orders = pd.DataFrame({"order_id": ["007"], "ordered_at": ["2026-11-01"]})
    Shop({"orders": orders}, currency="EUR", locale="de_DE", name="mine").save(elsewhere / "mine")
    for path in ("mine", Path("mine"), elsewhere / "mine", [elsewhere / "mine"]):
        shop = open_shop(path)
        assert (shop.name, shop.currency, shop.orders["order_id"].tolist()) == ("mine", "EUR", ["007"])


def test_exports_open_as_paths_as_text_as_a_list_and_as_a_folder(elsewhere):
    for place in ("one", "all"):
        (elsewhere / place).mkdir()
    shutil.copy(ETSY, elsewhere / "one" / "sold.csv")
    rows = len(open_shop(ETSY).orders)
    assert rows > 5
    for shop in (open_shop(str(ETSY)), open_shop([ETSY]), open_shop((str(ETSY),)), open_shop(elsewhere / "one"), open_shop("one")):
        assert len(shop.orders) == rows and len(shop.ledger) == 1
    both = open_shop(ETSY, TAOBAO)
    listed = open_shop([str(ETSY), TAOBAO])
    assert both.tables == listed.tables and {"orders", "events"} <= set(both.tables)
    assert [entry.file for entry in listed.ledger] == [ETSY.name, TAOBAO.name]


def test_a_shop_folder_is_known_by_its_card(elsewhere):
    shutil.copytree(opening.DATASETS / "demo", elsewhere / "copy")
    assert open_shop(elsewhere / "copy").tables == open_shop("demo").tables
    (elsewhere / "copy" / CARD).unlink()
    # without it these are somebody's files, and no known export among them
    assert told("nothing here that can be read", "没有能读的文件", elsewhere / "copy").code in ("nothing_readable", "several_problems")


def test_a_table_of_the_users_own_opens_by_a_mapping(elsewhere):
    (elsewhere / "own.csv").write_text("No.,Day\n1,2026-01-02\n", encoding="utf-8")
    (elsewhere / "own.yaml").write_text('table: orders\ncolumns: {order_id: "No.", ordered_at: Day}\n', encoding="utf-8")
    assert open_shop("own.csv", mapping="own.yaml").orders["order_id"].tolist() == ["1"]
    with pytest.raises(UserError) as caught:
        open_shop("demo", mapping="own.yaml")
    assert caught.value.code == "mapping_unused" and "不需要" in caught.value.label.zh
