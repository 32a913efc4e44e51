"""Files that hold no shop, made in code: each must end in one clear line, whatever its name says."""

import io
import random
import struct
import zipfile

ETSY_HEADER = ("Sale Date,Order ID,Number of Items,Date Shipped,Currency,Order Value,Discount Amount,Shipping Discount,Shipping,"
               "Sales Tax,Order Total,Card Processing Fees,Order Net\n")


def _zip(**members) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def _encrypted() -> bytes:
    # an OLE2 compound file as Excel wraps a workbook with a password: header, one directory sector naming the stream
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    entries = b""
    for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage"):
        text = name.encode("utf-16-le")
        entries += (text.ljust(64, b"\0") + struct.pack("<H", len(text) + 2)).ljust(128, b"\0")
    return header.ljust(512, b"\0") + entries.ljust(512, b"\0")


# name → bytes, the code of the error
BAD_FILES = {
    "empty.csv": (b"", "empty_file"),
    "blank.csv": (b"\xef\xbb\xbf \r\n\r\n", "empty_file"),
    "header_only.csv": (ETSY_HEADER.encode(), "no_rows"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "picture"),
    "photo.xlsx": (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(200), "picture"),
    "document.csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not_a_table"),
    "random.csv": (random.Random(7).randbytes(5_000), "not_a_table"),
    "broken.xlsx": (_zip(xl__workbook="<workbook>")[:60], "broken_workbook"),
    "torn.xlsx": (_zip(xl__workbook="<workbook>"), "broken_workbook"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "broken_workbook"),
    "locked.xlsx": (_encrypted(), "password"),
    "archive.csv": (_zip(orders="a,b\n1,2\n"), "archive"),
    "page.xls": (b"<html><p>Please sign in</p></html>", "web_page"),
    "unknown.csv": (b"first,second,third\n1,2,3\n4,5,6\n", "unknown_table"),
    "wide.csv": (",".join(f"c{i}" for i in range(3_000)).encode() + b"\n", "too_large"),
    "long.csv": (b"a," * 800_000, "too_large"),
    "all_broken.csv": ((ETSY_HEADER + "12/31/2025,1,x\n12/30/2025\n").encode(), "nothing_kept"),
}
