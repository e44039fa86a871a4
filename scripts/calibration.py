"""Prints how often items of each degree of confidence are right, over all plans with gold: `make calibration`.

The gold is that of the samples and, where LOTRINH_REFERENCE_DIR (default ../shared) has a folder `gold`, of its plans.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import vanban
from vanban.evaluate import Bin, calibration, pool_bins

ROOT: Final = Path(__file__).resolve().parent.parent
EDGES: Final = (0, 0.5, 0.7, 0.8, 0.9, 0.95, 1)


def main() -> None:
    """Prints one table in Markdown."""
    tables = [calibration(gold, vanban.read(plan), EDGES) for gold, plan in _documents()]
    print("| confidence | items | right | share |\n|---|---|---|---|")
    for row in pool_bins(tables):
        print(f"| {_range(row)} | {row.items} | {row.right} | {'' if row.share is None else f'{row.share:.0%}'} |")
    print(f"\n{len(tables)} plans")


def _documents() -> Iterator[tuple[dict[str, object], Path]]:
    reference = Path(os.environ.get("LOTRINH_REFERENCE_DIR") or ROOT.parent / "shared")
    for folder, plans in ((ROOT / "samples/gold", ROOT / "samples"), (reference / "gold", reference / "plans")):
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            yield gold, plans / gold["file"]


def _range(row: Bin) -> str:
    return f"{row.low:g} to {row.high:g}"


if __name__ == "__main__":
    main()
