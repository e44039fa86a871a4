"""The plan checker: one rule, one function, one code."""

from __future__ import annotations

from vanban.findings.context import Context, Hit
from vanban.findings.registry import RULES, Rule, check

__all__ = ["RULES", "Context", "Hit", "Rule", "check"]
