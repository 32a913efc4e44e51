"""Any table by a mapping of the user's, and the draft of one: what is read, what is refused, and that nobody is named."""

import csv
import json
from decimal import Decimal

import pytest
import yaml
from export_files import EXPORTS, FILES, PLANTED, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError, set_language
from shopkit.metrics.summary import summary
from shopkit.readers import generic, read_shop
from shopkit.schema import TABLES, problems

ETSY = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv"
OWN = """No.;Date;Paid on;Article;Qty;Net (EUR);Money back;Client no.;Client;Tel.;State
A-1;03/04/2026;03/04/2026;M1;2;20,50;0,00;K7;Quillon Zebrafish;555-0147-7731;Done
A-2;14/04/2026;15/04/2026;M2;1;9,00;9,00;K8;Ottoline;555-0147-7732;Sent back
A-2;14/04/2026;15/04/2026;M1;1;10,25;0,00;K8;Ottoline;555-0147-7732;Done
A-3;20/04/2026;;M1;1;5,00;;K7;Quillon Zebrafish;555-0147-7731;Open
A-4;21/04/2026;21/04/2026;M1;1;-5,00;0,00;K7;Quillon Zebrafish;;Done
A-5;soon;;M1;1;5,00;0,00;K7;Quillon Zebrafish;;Done
"""
MAPPING = """
table: orders
columns:
  order_id: "No."
  ordered_at: "Date"
  paid_at: "Paid on"
  product_id: "Article"
  quantity: "Qty"
  order_amount: "Net (EUR)"
  paid_amount: "Net (EUR)"
  refund_amount: "Money back"
  customer_id: "Client no."
  status: "State"
values:
  status: {Done: completed, "sent back": refunded, Open: unpaid}
"""


def _write(tmp_path, table=OWN, mapping=MAPPING, name="own.csv", map_name="own.yaml"):
    file, rules = tmp_path / name, tmp_path / map_name
    file.write_text(table, encoding="utf-8")
    rules.write_text(mapping, encoding="utf-8")
    return file, rules


def _read(tmp_path, table=OWN, mapping=MAPPING, **options):
    file, rules = _write(tmp_path, table, mapping)
    return read_shop([file], mapping=rules, **options)


def _told(tmp_path, *words, table=OWN, mapping=MAPPING):
    with pytest.raises(UserError) as error:
        _read(tmp_path, table, mapping)
    for lang in ("en", "zh"):
        said = getattr(error.value.label, lang)
        assert said and [w for w in words if w not in said] == []
        assert not [p for p in PLANTED if p in said]
    return error.value


# reading by a mapping ----------------------------------------------------------------------------------------------------


def test_orders(tmp_path):
    shop = _read(tmp_path)
    assert shop.currency == "EUR" and problems("orders", shop.orders).empty
    orders = shop.orders
    assert orders["order_id"].tolist() == ["A-1", "A-2", "A-2", "A-3"] and orders["line_no"].tolist() == [1, 1, 2, 1]
    assert orders["paid_amount"].tolist() == orders["order_amount"].tolist() == [20.5, 9, 10.25, 5]
    assert orders["status"].tolist() == ["completed", "refunded", "completed", "unpaid"]
    assert f"{orders['ordered_at'].iloc[0]:%Y-%m-%d}" == "2026-04-03"  # 14/04 settles the order of day and month
    buyers = orders["customer_id"]
    assert buyers.iloc[0] == buyers.iloc[3] != buyers.iloc[1] and buyers.between(0, 2**53 - 1).all()
    (entry,) = shop.ledger
    assert (entry.platform, entry.report, entry.rows_read, entry.rows_kept) == ("own", "orders", 6, 4)
    assert {r.code: r.row_numbers for r in entry.reasons} == {"unreadable_date": (7,), "impossible_amount": (6,)}
    assert entry.money() == {"column": "Net (EUR)", "read": 44.75, "kept": 44.75, "set_aside": 0.0}
    # a count of its own, with none of the readers' code
    rows = list(csv.DictReader(OWN.splitlines(), delimiter=";"))
    paid = sum(Decimal(r["Net (EUR)"].replace(",", ".")) for r in rows if r["Paid on"] and not r["Net (EUR)"].startswith("-"))
    assert Decimal(str(summary(shop)["paid_amount"])) == paid


def test_nobody_is_named(tmp_path):
    shop = _read(tmp_path)
    assert shop.personal_columns == ["Client no.", "Tel."]
    written = shop.orders.to_csv() + repr(shop.ledger)
    assert not [word for word in (*PLANTED, "K7", "K8") if word in written]


def test_json_and_a_chinese_editors_encoding(tmp_path):
    file, _ = _write(tmp_path, "日期,访客,实付\n2026-01-02,10,99.5\n2026-01-03,12,0\n")
    said = {"table": "shop_days", "columns": {"date": "日期", "visitors": "访客", "paid_amount": "实付"}, "currency": "cny"}
    for name, text, encoding in (("m.json", json.dumps(said), "utf-8"), ("m.yaml", yaml.safe_dump(said, allow_unicode=True), "gb18030")):
        (tmp_path / name).write_text(text, encoding=encoding)
        shop = read_shop([file], mapping=tmp_path / name)
        assert shop.currency == "CNY" and shop.shop_days["visitors"].tolist() == [10, 12] and shop.shop_days["paid_amount"].sum() == 99.5


def _cell(column, row):
    """A cell that may stand in a column of the schema, in the row'th row."""
    if column.values and column.name != "source":
        return getattr(list(column.values.values())[row % len(column.values)], "en" if row else "zh")
    return {"id": f"X-{row}", "person": f"P-{row}", "date": f"2026-01-{row + 11}", "time": f"2026-01-{row + 11} 09:30", "count": str(row + 1),
            "money": f"{row + 1}.50", "rate": f"{row + 1}.5%", "number": f"{row}.25", "flag": "是" if row else "No", "text": f"words {row}"}[column.kind]


@pytest.mark.parametrize("name", TABLES)
def test_every_canonical_table_can_be_fed(name, tmp_path):
    table = TABLES[name]
    lines = [[f"H{i} {c.name}" for i, c in enumerate(table.columns)], *([_cell(c, row) for c in table.columns] for row in range(3))]
    file, rules = tmp_path / "own.csv", tmp_path / "own.yaml"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(lines)
    rules.write_text(yaml.safe_dump({"table": name, "columns": {c.name: f"H{i} {c.name}" for i, c in enumerate(table.columns)}}), encoding="utf-8")
    shop = read_shop([file], mapping=rules)
    frame = shop.table(name)
    assert len(frame) == 3 and list(frame.columns) == [c.name for c in table.columns] and problems(name, frame).empty
    assert not frame.drop(columns=["line_no"], errors="ignore").isna().any().any()
    assert shop.ledger[0].tables == (name,) and shop.ledger[0].rows_set_aside == 0


def test_costs_by_month(tmp_path):
    table = "When,What,How much\n2026-01,Rent,1000\n2026年2月,房租,1000\n202603,labour,800\n2026-04-17,packing,-20\n2026-13,tax,5\n2026-05,Miete,7\n,tax,5\n"
    mapping = 'table: costs\ncolumns: {month: When, kind: What, amount: "How much"}\n'
    shop = _read(tmp_path, table, mapping)
    costs = shop.costs
    assert costs["month"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    assert costs["kind"].tolist() == ["rent", "rent", "labour", "packing"] and costs["amount"].tolist() == [1000, 1000, 800, -20]
    assert costs["is_fixed"].tolist() == [True, True, True, False]
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons} == {"unreadable_date": (6, 8), "unknown_value": (7,)}
    with_word = _read(tmp_path, table, mapping + "values: {kind: {Miete: rent}}\n")
    assert with_word.costs["amount"].sum() == costs["amount"].sum() + 7


def test_months_obey_the_option(tmp_path):
    table, mapping = "When,What,Sum\n02/01/2026,rent,5\n", "table: costs\ncolumns: {month: When, kind: What, amount: Sum}\n"
    assert _told(tmp_path, "--dates dmy", table=table, mapping=mapping).code == "dates_ambiguous"
    assert f"{_read(tmp_path, table, mapping, dates='dmy').costs['month'].iloc[0]:%Y-%m}" == "2026-01"
    assert f"{_read(tmp_path, table, mapping + 'dates: mdy').costs['month'].iloc[0]:%Y-%m}" == "2026-02"
    # what stands on the command line is newer than the file
    assert f"{_read(tmp_path, table, mapping + 'dates: mdy', dates='dmy').costs['month'].iloc[0]:%Y-%m}" == "2026-01"


def test_sources_and_rates_and_repeated_days(tmp_path):
    table = "Day,From,People\n2026-01-01,免费搜索,5\n2026-01-01,Newsletter,3\n2026-01-01,free_search,9\n"
    shop = _read(tmp_path, table, "table: traffic\ncolumns: {date: Day, source: From, visitors: People}\n")
    assert shop.traffic["source"].tolist() == ["free_search", "Newsletter"]
    # two figures of one day and source: visitors are not added, the first counts
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons} == {"repeated_key": (4,)}
    mapping = "table: competitors\ncolumns: {date: Day, rival: Shop, click_rate: CTR}\n"
    assert _read(tmp_path, "Day,Shop,CTR\n2026-01-01,X,12.5%\n2026-01-02,X,0.05\n", mapping).competitors["click_rate"].tolist() == [0.125, 0.05]
    assert _told(tmp_path, "12.5%", "0.125", table="Day,Shop,CTR\n2026-01-01,X,12.5\n", mapping=mapping).code == "rate_above_one"


def test_one_column_is_enough(tmp_path):
    shop = _read(tmp_path, "SKU,x\nM1,1\nM2,2\n", "table: products\ncolumns: {product_id: SKU}\n")
    assert shop.products["product_id"].tolist() == ["M1", "M2"]


def test_the_users_word_comes_before_a_known_report(tmp_path):
    _, rules = _write(tmp_path, mapping='table: orders\ncolumns: {order_id: "Order ID", ordered_at: "Sale Date", order_amount: "Order Value"}\n')
    assert read_shop([ETSY], mapping=rules).ledger[0].platform == "own"
    assert read_shop([ETSY]).ledger[0].platform == "etsy"


def test_several_mappings_beside_known_reports(tmp_path):
    orders, order_rules = _write(tmp_path, OWN.replace("Net (EUR)", "Net"), MAPPING.replace("Net (EUR)", "Net") + "currency: CNY\n")
    products, product_rules = _write(tmp_path, "Code,Cost\nM1,3\nM2,4\n", "table: products\ncolumns: {product_id: Code, unit_cost: Cost}\n", "p.csv", "p.yaml")
    bill = EXPORTS / "wechat" / "bill.synthetic.csv"
    shop = read_shop([orders, products, bill], mapping=[order_rules, product_rules])
    assert {"orders", "products", "costs"} <= set(shop.tables) and shop.currency == "CNY"
    assert summary(shop)["spend_per_buyer"] is not None and "several_platforms" not in [n.code for e in shop.ledger for n in e.notes]


def test_fees_of_a_merchants_account_go_into_the_orders(tmp_path):
    table = "No,When,Net\n4012300000000000101,2025-12-01,119\n4012300000000000102,2025-12-02,138\n4012300000000000102,2025-12-02,100\n"
    file, rules = _write(tmp_path, table, 'table: orders\ncolumns: {order_id: "No", ordered_at: When, paid_amount: Net}\n')
    shop = read_shop([file, EXPORTS / "alipay" / "merchant_account.synthetic.csv"], mapping=rules)
    # 0.60 was charged and given back; 11.90 + 1.20 over two lines by what was paid for them: 7.60 and 5.50
    assert shop.orders["fee_amount"].tolist() == [0, 7.6, 5.5]
    bill = shop.ledger[1]
    assert "no_such_order" not in [r.code for r in bill.reasons] and bill.rows_kept == 10


# mistakes in a mapping ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mapping", "words"), [
    ("just words", ["columns:"]),
    ("table: orders", ["columns:"]),
    ("table: orders\ncolumns: [a, b]", ["columns:"]),
    ("table: order\ncolumns: {order_id: No.}", ["order", "orders", "shop_days"]),
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date, payed_amount: Net}", ["payed_amount", "paid_amount"]),
    ("table: orders\ncolumns: {order_id: No.}", ["ordered_at"]),
    ("table: orders\ncolumns: {order_id: No, ordered_at: Date}", ["order_id"]),  # No is false to YAML
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date}\ncurency: EUR", ["curency", "currency"]),
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date}\ncurrency: Taler", ["Taler"]),
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date}\ndates: ymd", ["ymd", "dmy", "mdy"]),
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date, status: State}\nvalues: {status: {Done: complete}}", ["complete", "completed"]),
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date}\nvalues: {status: {Done: completed}}", ["status"]),
    ("table: orders\ncolumns: {order_id: No., ordered_at: Date}\nvalues: [1]", ["values"]),
    ("table: orders\ncolumns: {order_id: \"No., ordered_at: Date}", ["YAML"]),
    ("[" * 5000, ["YAML"]),
])
def test_mistakes_are_told(mapping, words, tmp_path):
    assert _told(tmp_path, "own.yaml", *words, mapping=mapping).code == "mapping"


def test_all_mistakes_at_once(tmp_path):
    error = _told(tmp_path, "ordered_at", "paid", "Taler", mapping="table: orders\ncolumns: {order_id: No., paid: Net}\ncurrency: Taler")
    assert len(error.label.en.splitlines()) == len(error.label.zh.splitlines()) == 3


@pytest.mark.parametrize(("column", "heading"), [("city", "Ship Address1"), ("status", "联系手机"), ("province", "Customer name"), ("coupon_id", "Email"),
                                                 ("order_id", "买家会员名"), ("city", "Notes")])
def test_personal_columns_are_refused_with_a_reason(column, heading, tmp_path):
    columns = {"order_id": "No.", "ordered_at": "Date"} | {column: heading}
    error = _told(tmp_path, heading, column, mapping=yaml.safe_dump({"table": "orders", "columns": columns}, allow_unicode=True))
    assert "never read" in error.label.en and "一律不读" in error.label.zh


def test_notes_of_ones_own_changes_may_be_read(tmp_path):
    table = "Day,What,备注\n2026-01-02,price,lowered by 5\n2026-01-03,picture,ask Ottoline 13955501477\n"
    shop = _read(tmp_path, table, "table: changes\ncolumns: {at: Day, kind: What, note: 备注}\n")
    # and a cell in which somebody's phone stands is left empty
    assert shop.changes["note"].fillna("").tolist() == ["lowered by 5", ""]


@pytest.mark.parametrize("cells", [("a@example.com", "b@example.com"), ("555-014-7731", "(555) 014-7732"), ("杭州市栽标路7号", "杭州市栽标路8号")])
def test_a_column_full_of_people_is_refused_whatever_it_is_called(cells, tmp_path):
    table = "Code,Day,Place\n1,2026-01-01,{}\n2,2026-01-02,{}\n".format(*cells)
    for columns in ({"order_id": "Code", "ordered_at": "Day", "city": "Place"}, {"order_id": "Place", "ordered_at": "Day"}):
        error = _told(tmp_path, "Place", table=table, mapping=yaml.safe_dump({"table": "orders", "columns": columns}))
        assert error.code == "personal_column" and not [c for c in cells if c in error.label.en + error.label.zh]


def test_order_numbers_may_look_like_phone_numbers(tmp_path):
    shop = _read(tmp_path, "Code,Day\n13955501477,2026-01-01\n13955501478,2026-01-02\n", "table: orders\ncolumns: {order_id: Code, ordered_at: Day}\n")
    assert shop.orders["order_id"].tolist() == ["13955501477", "13955501478"]


def test_a_column_that_the_file_lacks_is_named(tmp_path):
    error = _told(tmp_path, "“money back”", table=OWN.replace("Money back", "Geld"))
    assert error.code == "missing_columns" and "paid on" not in error.label.en
    error = _told(tmp_path, "“no.”", "“net (eur)”", table="x,y,z\n1,2,3\n")
    assert error.code == "missing_columns"


def test_a_mapping_that_was_not_used_is_told(tmp_path):
    _, rules = _write(tmp_path)
    with pytest.raises(UserError) as error:
        read_shop([ETSY], mapping=rules)
    assert error.value.code == "mapping_unused" and "orders" in error.value.label.zh
    with pytest.raises(UserError) as error:
        read_shop([ETSY], mapping=tmp_path / "none.yaml")
    assert error.value.code == "mapping"
    with pytest.raises(UserError) as error:
        read_shop([ETSY], mapping=ETSY)
    assert error.value.code == "mapping" and not [p for p in PLANTED if p in str(error.value)]


def test_currencies_must_agree(tmp_path):
    assert _told(tmp_path, "EUR", "USD", mapping=MAPPING + "currency: USD\n").code == "currency_contradicts"


# drafts ------------------------------------------------------------------------------------------------------------------


def test_a_draft_is_a_mapping(tmp_path):
    table = OWN.replace("Money back", "Refund").replace("Paid on", "Payment date")
    file, rules = _write(tmp_path, table)
    draft = generic.suggest(file)
    said = yaml.safe_load(draft)
    assert said == {"table": "orders", "columns": {
        "order_id": "No.", "product_id": "Article", "customer_id": "Client no.", "ordered_at": "Date", "paid_at": "Payment date", "quantity": "Qty",
        "paid_amount": "Net (EUR)", "refund_amount": "Refund", "province": "State"}}
    assert "sure" in draft and "100% of its cells are dates" in draft and 'not mapped: "Client", "Tel."' in draft
    rules.write_text(draft, encoding="utf-8")
    assert read_shop([file], mapping=rules).orders["paid_amount"].tolist() == [20.5, 9, 10.25, 5]


def test_a_draft_in_chinese(tmp_path):
    set_language("zh")
    (tmp_path / "t.csv").write_bytes("店铺日报\n统计日期,访客人数,支付金额（元）,支付订单数,备注\n2026-01-01,10,99.5,1,张三\n2026-01-02,12,20,2,\n".encode("gb18030"))
    draft = generic.suggest(tmp_path / "t.csv")
    assert yaml.safe_load(draft) == {"table": "shop_days", "columns": {
        "date": "统计日期", "visitors": "访客人数", "paid_amount": "支付金额（元）", "paid_orders": "支付订单数"}}
    assert "确定" in draft and '没有对应："备注"' in draft and "张三" not in draft


def test_what_is_not_sure_is_not_mapped(tmp_path):
    # the name says amount, the cells are words; the only dates stand under a name that says nothing
    (tmp_path / "t.csv").write_text("Order no,Xyz,Net,Colour\n1,2026-01-01,plenty,red\n2,2026-01-02,little,blue\n3,2026-01-03,3,blue\n", encoding="utf-8")
    draft = generic.suggest(tmp_path / "t.csv")
    assert yaml.safe_load(draft)["columns"] == {"order_id": "Order no"}
    assert '# ordered_at: "Xyz"' in draft and "only its cells say so" in draft and '"Colour"' in draft and "plenty" not in draft


def test_a_draft_names_what_is_left_open(tmp_path):
    (tmp_path / "t.csv").write_text("Order no,Order date,Paid amount,Order status\n1,3/4/2026,5,Done\n2,4/4/2026,6,Done\n", encoding="utf-8")
    draft = generic.suggest(tmp_path / "t.csv")
    assert "# dates: dmy" in draft and "# currency: CNY" in draft and "# values: {status:" in draft and "completed" in draft and "Done" not in draft


def test_a_known_report_is_called_by_its_name():
    assert "Etsy, sold orders" in generic.suggest(ETSY)


def test_hostile_headings_stay_in_their_lines(tmp_path):
    (tmp_path / "a\nb: c.csv").write_text('Order no,Order date,"Net\n# x","evil\u2028table: costs"\n1,2026-01-01,5,x\n', encoding="utf-8")
    draft = generic.suggest(tmp_path / "a\nb: c.csv")
    assert yaml.safe_load(draft)["table"] == "orders" and set(yaml.safe_load(draft)) == {"table", "columns"}


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Quillon,Zebrafish\nOttoline,Tansy\n", "2026-01-01,5\n2026-01-02,6\n"])
def test_no_draft_where_no_heading_is_known(text, tmp_path):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        generic.suggest(tmp_path / "t.csv")
    assert error.value.code in ("no_draft", "empty_file") and not [p for p in PLANTED if p in error.value.label.en + error.value.label.zh]


@pytest.mark.parametrize(("path", "lang"), [(p, ("en", "zh")[n % 2]) for n, p in enumerate(FILES)], ids=lambda p: p if isinstance(p, str) else f"{p.parent.name}/{p.name}")
def test_no_draft_names_anybody(path, lang):
    set_language(lang)
    try:
        said = generic.suggest(path)
    except UserError as error:
        said = error.label.en + error.label.zh
    else:
        mapped = yaml.safe_load(said)
        table = TABLES[mapped["table"]]
        for column, heading in (mapped["columns"] or {}).items():
            assert column in table
            assert not generic._names_somebody(table[column], heading)
    assert not [word for word in PLANTED if word in said]


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("events", "ad_exposures")])
def test_the_courses_own_tables_are_drafted_as_what_they_are(name):
    from shopkit.opening import DATASETS

    path = DATASETS / "demo" / f"{name}.csv"
    if not path.exists():
        pytest.fail(f"{name} is not a csv of the demo shop any more")
    mapped = yaml.safe_load(generic.suggest(path))
    assert mapped["table"] == name
    assert all(column == heading for column, heading in mapped["columns"].items())


LISTS = {
    "costs": ("商品ID,进价\n{items}", "table: products\ncolumns: {product_id: 商品ID, unit_cost: 进价}\n"),
    "courier": ("运单号,订单编号,运费,收件人\n{parcels}", "table: orders\ncolumns: {order_id: 订单编号, shipping_cost: 运费}\n"),
    "fees": ("订单编号,平台扣费\n{fees}", "table: orders\ncolumns: {order_id: 订单编号, fee_amount: 平台扣费}\n"),
    "books": ("月份,类别,金额\n2025-12,rent,3000\n", "table: costs\ncolumns: {month: 月份, kind: 类别, amount: 金额}\n"),
}


def test_lists_of_ones_own_open_the_profit_lessons(tmp_path):
    """The platform's export alone, and with what its items cost, the courier's bill, the fees and the rent."""
    from shopkit import open_shop
    from shopkit.publish import lesson_report

    alone = open_shop("exports/taobao")
    ids = alone.orders["order_id"].drop_duplicates().tolist()
    filled = {"items": "\n".join(f"{p},30" for p in alone.products["product_id"]), "fees": "\n".join(f"{i},0.5" for i in ids),
              "parcels": "\n".join(f"W{n},{i},4.50,{PLANTED[0]}" for n, i in enumerate([*ids, "4999"]))}
    mappings = []
    for name, (text, mapping) in LISTS.items():
        file, rules = _write(tmp_path, text.format(**filled), mapping, f"{name}.csv", f"{name}.yaml")
        mappings.append(rules)
        # the draft says the same
        assert {k: v for k, v in yaml.safe_load(generic.suggest(file)).items() if k != "currency"} == yaml.safe_load(mapping)
    shop = open_shop("exports/taobao", *sorted(tmp_path.glob("*.csv")), mapping=mappings)
    assert not lesson_report(alone)["02"]["runs"] and lesson_report(shop)["02"]["runs"]
    lines = shop.orders
    assert (lines["unit_cost"] == 30).all() and round(lines["shipping_cost"].sum(), 2) == round(4.5 * len(ids), 2)
    assert round(lines["fee_amount"].sum(), 2) == round(0.5 * len(ids), 2) and lines.groupby("order_id")["shipping_cost"].sum().eq(4.5).all()
    assert [lines[c].sum() for c in ("paid_amount", "refund_amount", "quantity")] == [alone.orders[c].sum() for c in ("paid_amount", "refund_amount", "quantity")]
    bill = next(e for e in shop.ledger if e.file == "courier.csv")
    assert (bill.rows_read, bill.rows_kept, [r.code for r in bill.reasons]) == (len(ids) + 1, len(ids), ["no_such_order"])


def test_a_list_of_costs_without_any_orders_is_refused(tmp_path):
    text, mapping = LISTS["fees"]
    _told(tmp_path, "0.50", table=text.format(fees="7,0.5"), mapping=mapping)
