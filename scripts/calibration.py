"""Prints how often items of each degree of confidence are right, over all plans with gold: `make calibration`.

The gold is that of the samples and, where LOTRINH_REFERENCE_DIR (default ../shared) has a folder `gold`, of its plans.
Two tables: by degree, and by the evidence that `lexicon/confidence.toml` names, with the figure that stands there
beside the one that the count gives: (right + 1) / (items + 2), which is careful where there are few.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import vanban
from vanban.evaluate import Bin, calibration, pool_bins
from vanban.language.lexicon import load

ROOT: Final = Path(__file__).resolve().parent.parent
EDGES: Final = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 1)
PARTS: Final = ("targets", "tasks", "assignments", "reporting", "budget")


def main() -> None:
    """Prints two tables in Markdown."""
    read = [(gold, vanban.read(plan).to_dict()) for gold, plan in _documents()]
    print("| confidence | items | right | share |\n|---|---|---|---|")
    for row in pool_bins([calibration(gold, record, EDGES) for gold, record in read]):
        share = "" if row.share is None else f"{row.share:.0%}"
        print(f"| {row.low:g} to {row.high:g} | {row.items} | {row.right} | {share} |")
    print("\n| part | evidence | items | right | counted | confidence |\n|---|---|---|---|---|---|")
    for part in PARTS:
        for evidence, given, row in _by_evidence(part, read):
            counted = (row.right + 1) / (row.items + 2)
            print(f"| {part} | {evidence} | {row.items} | {row.right} | {counted:.2f} | {given:.2f} |")
    print(f"\n{len(read)} plans")


def _documents() -> Iterator[tuple[dict[str, object], Path]]:
    reference = Path(os.environ.get("LOTRINH_REFERENCE_DIR") or ROOT.parent / "shared")
    for folder, plans in ((ROOT / "samples/gold", ROOT / "samples"), (reference / "gold", reference / "plans")):
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            yield gold, plans / gold["file"]


def _by_evidence(part: str, read: list[tuple[dict[str, object], dict[str, Any]]]) -> Iterator[tuple[str, float, Bin]]:
    """Each evidence of a part with its confidence and its items; evidences of one confidence share a row."""
    names: dict[float, list[str]] = {}
    table: Mapping[str, object] = load("confidence")[part]
    for evidence, value in table.items():
        if isinstance(value, float):
            names.setdefault(value, []).append(evidence)
    values = sorted(names)
    edges = (0.0, *((low + high) / 2 for low, high in pairwise(values)), 1.0)
    rows = pool_bins([calibration(gold, {part: record[part]}, edges) for gold, record in read])
    for value, row in zip(values, rows, strict=True):
        yield ", ".join(names[value]), value, row


if __name__ == "__main__":
    main()
