"""Records in which the repair restored words."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from vanban.record import PlanRecord, RestoredWord


def with_restored(record: PlanRecord, words: Iterable[tuple[str, str, str, float]]) -> PlanRecord:
    """The record as if words had been restored: for each the words before it, the word, what was read, how sure."""
    content = record.text.content
    changes = []
    for before, word, read, sure in words:
        start = content.index(f"{before}{word}") + len(before)
        changes.append(RestoredWord(span=(start, start + len(word)), read=read, confidence=sure))
    changes.sort(key=lambda change: change.span)
    return msgspec.structs.replace(
        record, text=msgspec.structs.replace(record.text, restored=True, changes=tuple(changes))
    )
