"""What says who somebody is: columns by their names in both languages, and cells by what stands in them."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.readers import cells

_NAMES = re.compile(
    r"姓名|收货人|收件人|联系人|会员名|昵称|旺旺|淘宝账号|支付宝账号|对方账号|对方户名|交易对方|手机|电话|座机|地址|邮箱|邮编|身份证|联系方式|微信号|买家留言|买家备注|订单备注|商家备注|卖家备注|[商卖]家备忘|发票抬头|退款说明|支付详情"
    r"|(?:full|first|last|middle|buyer|customer|recipient|contact|ship|shipping|billing|delivery|receiver|account)[ -_]*name"
    r"|(?<![a-z])(?:e-?mail|phone|mobile|tel|street|addr(?:ess)?\d?|zip(?:code)?|post ?code|postal|username|recipient|receiver|company|passport|tax id|ip)(?![a-z])"
    r"|(?:buyer|customer|seller|order)[ -_]*(?:note|message|comment)|(?:ship|post|bill)[ -_]*to[ -_]*name|tax[ -_]*identifier|notes?$|note attributes|^username|^buyer$")
# of what looks personal, the names that are not: of an item, a campaign, a shop …
_NOT = re.compile(r"(?:product|item|lineitem|campaign|ad set|ad|event|sku|variation|listing|shipping method|option\d?) name|地址栏|咨询量|手机端|手机订单|是否手机|收货地址省|email campaign")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # shippingPhone: each word counts
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Chinese mobile and landline numbers, and international ones with a plus or in the American grouping
_PHONE = re.compile(r"(?<![\d.-])(?:(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}-\d{7,8}|\+\d{1,3}[- ]?\(?\d{2,4}\)?[- ]?\d{3,4}[- ]?\d{3,4}"
                    r"|\(?[2-9]\d{2}\)?[- .]\d{3}[- .]\d{4})(?![\d.-])")
_ID_CARD = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)")
_ADDRESS = re.compile(r"[省市区县].{0,12}(?:路|街|道|巷|弄|村|镇).{0,12}\d+\s*(?:号|室|栋|幢|单元|楼)"
                      r"|\d+\s+\w[\w ]*\s(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|close)\b", re.IGNORECASE)


def is_personal_name(name: str) -> bool:
    """Whether a column of this name says who somebody is.

    >>> is_personal_name("收货人姓名"), is_personal_name("Shipping Name"), is_personal_name("Product Name")
    (True, True, False)
    """
    name = cells.normal(_CAMEL.sub(" ", name))
    return bool(_NAMES.search(name)) and not _NOT.search(name)


def personal(texts: pd.Series) -> pd.Series:
    """Which cells hold a phone number, an e-mail, an identity number or an address."""
    values = texts.tolist()
    found = {t: any(p.search(t) for p in (_EMAIL, _PHONE, _ID_CARD, _ADDRESS)) for t in set(values) if isinstance(t, str)}
    return pd.Series([found.get(t, False) for t in values], index=texts.index, dtype=bool)
