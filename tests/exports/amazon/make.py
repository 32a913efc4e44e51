"""Makes search_terms_in.synthetic.xlsx: the search term report as a workbook, its currency in the headings. Run it from anywhere."""

from pathlib import Path

import openpyxl

HEADER = ["Date", "Portfolio name", "Currency", "Campaign Name", "Ad Group Name", "Targeting", "Match Type", "Customer Search Term", "Impressions",
          "Clicks", "Click-Thru Rate (CTR)", "Cost Per Click (CPC) (₹)", "Spend (₹)", "7 Day Total Sales (₹)", "7 Day Total Orders (#)"]
ROWS = [
    ["Sep 01, 2026", "No Portfolio", "INR", "Kurta", "Exact", "kurta set", "EXACT", "kurta set", 1200, 30, 0.025, 6.5, 195.0, 1298.0, 2],
    ["Sep 01, 2026", "No Portfolio", "INR", "Kurta", "Exact", "kurta set", "EXACT", "zebrafish kurta", 60, 1, 0.0167, 6.5, 6.5, None, None],
    ["Sep 02, 2026", "No Portfolio", "INR", "Kurta", "Broad", "kurta", "BROAD", "blue kurta", 800, 12, 0.015, 5.0, 60.0, 649.0, 1],
    ["Sep 02, 2026", "No Portfolio", "INR", "Kurta", "Broad", "kurta", "BROAD", "red kurta", "n.a.", 12, 0.015, 5.0, 60.0, 0, 0],
    ["Sep 03, 2026", "No Portfolio", "INR", "Top", "Auto", "close-match", "-", "top", 90, 2, 0.0222, 4.25, 8.5, 0, 0],
    ["", "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
    ["Sep 32, 2026", "No Portfolio", "INR", "Top", "Auto", "close-match", "-", "top", 90, 2, 0.0222, 4.25, 8.5, 0, 0],
]
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Sponsored Products Search Term"
for row in [HEADER, *ROWS]:
    sheet.append(row)
book.save(Path(__file__).with_name("search_terms_in.synthetic.xlsx"))
