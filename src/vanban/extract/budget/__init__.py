"""Budget: the sums of money that a plan itself gives."""

from __future__ import annotations

from vanban.extract.budget.reading import read_budget

__all__ = ["read_budget"]
