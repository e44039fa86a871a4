"""Targets: results to reach, from sentences and from tables of indicators."""

from __future__ import annotations

from vanban.extract.targets.reading import read_targets

__all__ = ["read_targets"]
