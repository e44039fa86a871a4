"""The web server as a child of the supervisor: granian, which ends when the supervisor is gone."""

from __future__ import annotations

import sys

from granian.cli import cli

from lotrinh.core import lifeline

if __name__ == "__main__":
    lifeline.follow()
    sys.exit(cli())
