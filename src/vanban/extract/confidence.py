"""How sure the engine is of what it found: calibrated by counting, one figure for each kind of evidence."""

from __future__ import annotations

from typing import Literal

from vanban.language.lexicon import load

Part = Literal["tasks", "assignments", "reporting", "targets", "budget"]


def confidence(part: Part, evidence: str) -> float:
    """The share of items with this evidence that proved right, 0 to 1; `evidence` is a key of the lexicon."""
    value: float = load("confidence")[part][evidence]
    return value
