"""Decomposed letters (NFD): repaired as composed ones, while all that no repair touches stays to the letter."""

from __future__ import annotations

import re
from typing import Final

from vanban.language.normal import nfc
from vanban.restore.changes import Change, Edits, Restoration, from_old

#: a Latin letter with the marks beside it
_APART: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff][\u0300-\u036f]+")
#: what is composed is sure
_SURE: Final = 1.0


def composed_letters(text: str) -> Restoration:
    """`text` with its decomposed Latin letters composed, each as a change."""
    edits = Edits(text)
    for match in _APART.finditer(text):
        edits.put(*match.span(), nfc(match.group()), _SURE)
    return edits.done()


def as_read(text: str, letters: Restoration, done: Restoration) -> Restoration:
    """The repair `done` of the text of `letters` as one of `text`, which `letters` composed: nothing else changes."""
    if not letters.changes:
        return done
    edits = Edits(text)
    composed = letters.changes
    at = apart = last = 0  # the next letter, and how much longer the text before it was
    for start, end, change in from_old(done.changes):
        while at < len(composed) and composed[at].span[1] <= start:
            apart += len(composed[at].read) - len(composed[at].restored)
            at += 1
        first, stop, new = start + apart, end + apart, change.restored
        for letter in _within(letters, at, end):
            if letter.span[0] < start:
                new = letter.restored[: start - letter.span[0]] + new
                first -= start - letter.span[0]
            if letter.span[1] > end:
                new += letter.restored[end - letter.span[0] :]
                stop += letter.span[1] - end
            stop += len(letter.read) - len(letter.restored)
        if first >= last:
            edits.put(first, stop, new, change.confidence)
            last = stop
    return edits.done()


def _within(letters: Restoration, at: int, end: int) -> list[Change]:
    """The changes from the one at place `at` on that begin before `end`."""
    found = []
    while at < len(letters.changes) and letters.changes[at].span[0] < end:
        found.append(letters.changes[at])
        at += 1
    return found
