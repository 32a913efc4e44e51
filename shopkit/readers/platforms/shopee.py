"""Shopee's order export: one row per item of an order; what belongs to the whole order stands on each of its rows."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.countries import currency_of
from shopkit.readers.files import problem
from shopkit.readers.report import Reader, Rows, column
from shopkit.readers.staged import spread

# English, Vietnamese, Portuguese; the first that is found counts
_STATES = {
    "unpaid|chưa thanh toán|não pago": "unpaid",
    "cancel|đã hủy|đã huỷ": "cancelled",
    "complet|hoàn thành|concluíd": "completed",
    "shipping|shipped|delivered|to receive|đang giao|đã giao|enviad|entreg": "shipped",
    "to ship|ready|paid|process|chờ|a enviar": "paid",
}
# what costs something costs a thousand of these at least
_NO_COINS = ("VND", "IDR")
_BACK = "approv|accept|complet|refund|returned|chấp nhận|hoàn tiền|aprovad|conclu"
_NOT_BACK = "cancel|reject|request(?!.*approv)|pending|từ chối|hủy"


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per row, and products by the parent's SKU.

    list_amount = Original Price × Quantity; order_amount of an order = Grand Total − Buyer Paid Shipping Fee (what the buyer
    pays for goods after all vouchers and coins), spread over its lines by Product Subtotal; without a Grand Total it is
    Product Subtotal less the seller's voucher. paid_amount = the same of orders with an Order Paid Time that were not
    cancelled. fee_amount = commission + service + transaction fee of the order, spread likewise. The file has no refund
    amounts: refund_amount is the share of the pieces returned.
    """
    currency = rows.currency or (currency_of(rows["country"]) if "country" in rows else None)
    negative = pd.concat([rows.or_zero(n) < 0 for n in ("subtotal", "grand_total", "shipping", "price")], axis=1).any(axis=1)
    rows.set_aside(negative, "impossible_amount")
    if currency in _NO_COINS and 0 < rows["subtotal"].max() < 1000:
        raise problem(
            "thousands", f"{rows.entry.place}: amounts such as 250.000 seem to be thousands of {currency} and would be read as 250. Save the "
            "columns of amounts as plain numbers, without dots.",
            f"{rows.entry.place}：金额像是用点分隔千位（250.000 {currency}），会被读成 250。请把金额列另存为不带点的数字。")
    key, subtotal = rows["order_id"], rows["subtotal"]
    goods = spread(_of_order(rows, _goods(rows)), subtotal, key)
    goods = goods.clip(lower=0).round(2)
    status = orders.status(rows, "status", _STATES)
    paid_at = rows.column("paid_at", pd.NaT).where(~status.isin(("unpaid", "cancelled")))
    paid = goods.where(paid_at.notna())
    refund = _refund(rows, paid)
    table = {
        "order_id": key,
        "line_no": orders.line_numbers(key),
        "ordered_at": rows["ordered_at"],
        "paid_at": paid_at.astype("datetime64[us]"),
        "quantity": rows["quantity"],
        "list_amount": (rows.column("price") * rows["quantity"]).round(2),
        "order_amount": goods,
        "paid_amount": paid,
        "refund_amount": refund,
        "status": status.where(~((refund > 0) & (refund >= paid)), "refunded"),
    }
    fees = [name for name in ("commission", "service", "transaction") if name in rows]
    if fees:
        table["fee_amount"] = spread(_of_order(rows, sum(rows.or_zero(name).abs() for name in fees)), subtotal, key)
    table |= {name: rows[name] for name in ("province", "city", "shipped_at") if name in rows}
    if "buyer" in rows:
        table["customer_id"] = people.hashed(rows["buyer"], "shopee")
    tables = {}
    if "parent_sku" in rows or "sku" in rows:
        table["product_id"] = rows.first_of("parent_sku", "sku").astype("str")
        named = pd.DataFrame({"product_id": table["product_id"], "title": rows.column("title", pd.NA)}).dropna(subset="product_id")
        tables["products"] = named.drop_duplicates("product_id", keep="last").reset_index(drop=True)
    rows.note("repeated_totals", Label(
        "Amounts of an order stand on each of its rows: they were counted once and spread over its lines by Product Subtotal.",
        "订单级金额在每一行都重复出现：只算一次，按商品小计分摊到各行。"))
    return {"orders": pd.DataFrame(table, index=rows.frame.index), **tables}, currency


def _goods(rows: Rows) -> pd.Series:
    """What the buyer pays for the goods of the whole order."""
    by_lines = rows["subtotal"].groupby(rows["order_id"]).transform("sum") - rows.or_zero("seller_voucher").abs()
    return (rows.column("grand_total") - rows.or_zero("shipping")).fillna(by_lines)


def _of_order(rows: Rows, amount: pd.Series) -> pd.Series:
    """An order's amount, which all of its rows repeat: the first row's, told of where another row says something else."""
    first = amount.groupby(rows["order_id"]).transform("first")
    differs = (amount - first).abs() > 0.005
    if differs.any():
        rows.note("order_total_differs", Label(
            "Rows that give another amount for the whole order than its first row does: {rows:count}; the first counts.",
            "有 {rows:count} 行的订单级金额与该订单第一行不同，以第一行为准。").fill(rows=int(differs.sum())), differs)
    return first


def _refund(rows: Rows, paid: pd.Series) -> pd.Series:
    """The returned pieces' share of what was paid; missing where a return went through and no piece came back."""
    pieces = rows.or_zero("returned").clip(upper=rows["quantity"])
    state = rows.column("return_state", pd.NA).astype("str")
    through = state.str.contains(_BACK, case=False, na=False) & ~state.str.contains(_NOT_BACK, case=False, na=False)
    back = pieces.where(through | state.isna(), 0.0)
    refund = (paid * (back / rows["quantity"].where(rows["quantity"] > 0)).fillna(0.0)).round(2)
    unknown = through & (back == 0) & paid.notna()
    if unknown.any():
        rows.note("refund_unknown", Label(
            "Rows with a refund that went through while no piece is named as returned, so that its amount is unknown: {rows:count}.",
            "有 {rows:count} 行退款已通过、但没有写退回件数，退款金额未知。").fill(rows=int(unknown.sum())), unknown)
    if (refund > 0).any():
        rows.note("refund_by_pieces", Label(
            "Shopee's export has no refund amounts: refund_amount is the share of the pieces returned. Rows: {rows:count}.",
            "Shopee 订单导出里没有退款金额，按退回件数占比计算，共 {rows:count} 行。").fill(rows=int((refund > 0).sum())), refund > 0)
    return refund.where(~unknown)


ORDERS = Reader(
    platform="shopee",
    report="orders",
    feeds=("orders", "products"),
    title=Label("Shopee orders", "Shopee 订单"),
    main="orders",
    amount="subtotal",
    build=_build,
    personal=("Receiver Name", "Remark from buyer", "Town", "District", "Người Mua", "Tên Người nhận", "Số điện thoại", "Địa chỉ nhận hàng",
              "Nome de usuário (comprador)", "Nome do destinatário", "Telefone", "Endereço de entrega", "CEP"),
    fields=(
        column("order_id", "id", "Order ID", "Mã đơn hàng", "ID do pedido", must=True, filled=True),
        column("ordered_at", "time", "Order Creation Date", "Ngày đặt hàng", "Data de criação do pedido", must=True, filled=True),
        column("quantity", "count", "Quantity", "Số lượng", "Quantidade", must=True, filled=True),
        column("subtotal", "money", "Product Subtotal", "Tổng giá bán (sản phẩm)", "Subtotal do produto", must=True, filled=True),
        column("status", "text", "Order Status", "Trạng Thái Đơn Hàng", "Status do pedido"),
        column("return_state", "text", "Return / Refund Status", "Trạng thái Trả hàng/Hoàn tiền", "Status da Devolução / Reembolso"),
        column("paid_at", "time", "Order Paid Time", "Thời gian đơn hàng được thanh toán", "Hora do pagamento do pedido"),
        column("shipped_at", "time", "Ship Time", "Ngày gửi hàng", "Tempo de Envio"),
        column("returned", "count", "Returned quantity", "Số lượng sản phẩm được hoàn trả"),
        column("price", "money", "Original Price", "Giá gốc", "Preço original"),
        column("grand_total", "money", "Grand Total"),
        column("shipping", "money", "Buyer Paid Shipping Fee", "Phí vận chuyển mà người mua trả"),
        column("seller_voucher", "money", "Seller Voucher", "Mã giảm giá của Shop", "Cupom do vendedor"),
        # named for the currency in its heading
        column("discount", "money", "Total Discount", "Tổng giá trị đơn hàng"),
        column("commission", "money", "Commission Fee", "Commission Fee (Incl. GST)", "Commission Fee (Incl. SST)", "Phí cố định", "Taxa de comissão bruta"),
        column("service", "money", "Service Fee", "Service Fee (Incl. GST)", "Service Fee (Incl. SST)", "Phí Dịch Vụ", "Taxa de serviço bruta"),
        column("transaction", "money", "Transaction Fee", "Transaction Fee (Incl. GST)", "Transaction Fee(Incl. GST)", "Transaction Fee (Incl. SST)",
               "Phí thanh toán", "Phí xử lý giao dịch", "Taxa de transação"),
        column("title", "text", "Product Name", "Tên sản phẩm", "Nome do Produto"),
        column("parent_sku", "id", "Parent SKU Reference No.", "SKU sản phẩm", "Nº de referência do SKU principal"),
        column("sku", "id", "SKU Reference No.", "SKU phân loại hàng", "Número de referência SKU"),
        column("buyer", "person", "Username (Buyer)", "Người Mua", "Nome de usuário (comprador)"),
        column("province", "text", "Province", "Tỉnh/Thành phố"),
        column("city", "text", "City"),
        column("country", "text", "Country"),
    ),
)
READERS = (ORDERS,)
