"""Makes campaigns_by_day.synthetic.csv: the campaign report as Google gives it to spreadsheets, UTF-16 and tabs. Run it from anywhere."""

from pathlib import Path

LINES = [
    ["Campaign report"],
    ["January 5, 2026 - January 6, 2026"],
    ["Day", "Campaign", "Campaign type", "Currency code", "Impr.", "Clicks", "Cost", "Conversions", "Conv. value", "Account name"],
    ["2026-01-05", "Brand", "Search", "EUR", "1,200", "88", "44.00", "3.00", "189.70", "Quillon Zebrafish"],
    ["2026-01-05", "Banner", "Display", "EUR", "20,000", "61", "12.20", "0.00", "0.00", "Quillon Zebrafish"],
    ["2026-01-06", "Brand", "Search", "EUR", "1,100", "80", "40.00", "2.00", "99.80", "Quillon Zebrafish"],
    ["2026-01-06", "Banner", "Display", "EUR", " --", "0", "0.00", "0.00", "0.00", "Quillon Zebrafish"],
    ["2026-01-06", "Discover", "Demand Gen", "EUR", "500", "9", "-1.00", "0.00", "0.00", "Quillon Zebrafish"],
    ["2026-01-06", "Local", "Local", "EUR", "500", "9", "3.50", "0.00", "0.00", "Quillon Zebrafish"],
    [" --", "Total: Account", " --", "EUR", "23,300", "247", "98.70", "5.00", "289.50", " --"],
]
text = "\r\n".join("\t".join(line) for line in LINES) + "\r\n"
Path(__file__).with_name("campaigns_by_day.synthetic.csv").write_bytes("\ufeff".encode("utf-16-le") + text.encode("utf-16-le"))
