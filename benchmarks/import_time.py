"""How long `import shopkit` takes, beside `import pandas`, each in fresh processes that take turns."""

import statistics
import subprocess
import sys
import time

STATEMENTS = {
    "nothing": "pass",
    "pandas": "import pandas",
    "shopkit": "import shopkit",
    "shopkit and what a lesson begins with": "from shopkit import open_shop, funnel",
}


def seconds(statement):
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - begin


def main(repeats=15):
    for statement in STATEMENTS.values():
        seconds(statement)  # compiled files and disk caches
    runs = {name: [] for name in STATEMENTS}
    for _ in range(repeats):
        for name, statement in STATEMENTS.items():
            runs[name].append(seconds(statement))
    medians = {name: statistics.median(found) for name, found in runs.items()}
    print("| start of Python and import of | time | ÷ pandas |")
    print("|---|--:|--:|")
    for name, median in medians.items():
        print(f"| {name} | {median:.2f} s | {median / medians['pandas']:.2f} × |")


if __name__ == "__main__":
    main()
