"""The command line `lotrinh`: one module for each command."""

from __future__ import annotations

from lotrinh.cli.app import main

__all__ = ["main"]
