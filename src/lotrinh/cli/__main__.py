"""`python -m lotrinh.cli`: the command line without its script, as child processes call it."""

from __future__ import annotations

import sys

from lotrinh.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
