"""python -m shopkit: the command line."""

import sys

from shopkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
