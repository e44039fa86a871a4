"""What the trail holds has words that officers know."""

from __future__ import annotations

import re
from pathlib import Path

from lotrinh.core.audit.vocab import ACTIONS, DAMAGE_LABELS, Damage

_NOTE = re.compile(r"audit\.note\(\s*[\w.()]+,\s*\"([a-z_.]+)\"", re.DOTALL)


def test_every_act_that_the_platform_notes_has_a_name(root: Path) -> None:
    noted = {
        action
        for path in (root / "src" / "lotrinh").rglob("*.py")
        for action in _NOTE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(noted) > 20
    assert noted - set(ACTIONS) == set()


def test_every_damage_has_a_name() -> None:
    assert set(DAMAGE_LABELS) == set(Damage)
