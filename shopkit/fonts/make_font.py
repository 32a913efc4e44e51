"""Make ShopkitSansSC-Regular.otf: the Chinese glyphs that the course's charts need, from Noto Sans CJK SC.

    python shopkit/fonts/make_font.py NotoSansCJK-Regular.ttc

Debian's fonts-noto-cjk brings that file. The same source and the same fontTools give the same bytes. The family
is renamed because the licence (OFL.txt) asks it of changed fonts, and because a system's own Noto would otherwise
be taken in its place and change the pictures.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FAMILY = "Shopkit Sans SC"
POSTSCRIPT = "ShopkitSansSC-Regular"
TARGET = Path(__file__).with_name(f"{POSTSCRIPT}.otf")
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")

# name table: what is kept as it is, and what the renaming replaces; trademark and vendor links are left out
KEPT_NAMES = {0, 2, 9, 13, 14}  # copyright, style, designers, licence, its address
CHANGES = "Subset of Noto Sans CJK SC for the shopkit course: GB2312 and punctuation; family renamed."


def gb2312(first_row=1, last_row=87):
    """The characters in these rows of GB2312: 1-9 signs, 16-55 level 1, 56-87 level 2."""
    cells = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(first_row, last_row + 1) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def wanted():
    """Every character the font should hold, as far as the source has it."""
    latin = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
    signs = "".join(map(chr, [*range(0x2010, 0x2028), *range(0x2030, 0x203C), *range(0x2190, 0x219A)]))
    shapes = "€≈≠≤≥−∑√∞∆△▲▼◆○●■□★☆✓①②③④⑤⑥⑦⑧⑨⑩"
    cjk = "".join(map(chr, [*range(0x3000, 0x3018), *range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE6)]))
    return latin + signs + shapes + cjk + gb2312()


def make(source=SOURCE, target=TARGET):
    """Write the font and return its path."""
    font = next(f for f in TTCollection(source).fonts if f["name"].getDebugName(1) == "Noto Sans CJK SC")
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=["*"], name_languages=["*"], notdef_outline=True,
        recalc_timestamp=False, drop_tables=["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"],
    )  # fmt: skip
    shrink = subset.Subsetter(options)
    shrink.populate(text=wanted())
    shrink.subset(font)
    rename(font)
    font.recalcTimestamp = False
    font.flavor = None
    font.save(target, reorderTables=True)
    return Path(target)


def rename(font):
    """Give the font its own name wherever the old one stands."""
    names = font["name"]
    version = names.getDebugName(5).split(";")[0]
    names.names = [n for n in names.names if n.nameID in KEPT_NAMES and n.langID == 0x409]
    new = {1: FAMILY, 3: f"{version};{POSTSCRIPT}", 4: FAMILY, 5: version, 6: POSTSCRIPT, 10: CHANGES}
    for name_id, text in new.items():
        names.setName(text, name_id, 3, 1, 0x409)
    names.names.sort()
    font["OS/2"].achVendID = "NONE"
    cff = font["CFF "].cff
    cff.fontNames[0] = POSTSCRIPT
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, f"{FAMILY} Regular"
    top.Notice = names.getDebugName(0).replace("©", "Copyright")
    for part in top.FDArray:
        part.FontName = f"{POSTSCRIPT}-{part.FontName.rpartition('-')[2]}"


if __name__ == "__main__":
    print(make(*map(Path, sys.argv[1:2] or [SOURCE])))
