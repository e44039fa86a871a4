"""Blocks whose text is in an encoding from before Unicode, or in UTF-8 read wrongly: converted, and what that changed.

A font's name decides unless the text contradicts it: fonts keep their names when a text is pasted in Unicode. What was
read is kept for runs of words, since nearly every word of such a text changes.
"""

from __future__ import annotations

import re
from typing import Final

from vanban.restore.changes import Change, Edits
from vanban.restore.legacy import Encoding, convert, evidence, font_encoding, looks_legacy, misread_letters

_TOKEN: Final = re.compile(r"[^ \t\n]+")
#: a table has no doubt
_BY_TABLE: Final = 1.0

#: an encoding, and whether its font draws capitals
How = tuple[Encoding, bool]


def encoding_of(text: str, font: str | None, whole: Encoding | None) -> How | None:
    """How to convert the text of a block, None to leave it; `whole` is what the file as a whole looks like."""
    if whole is Encoding.UTF8:
        return (whole, False) if misread_letters(text) else None
    named = font_encoding(font)
    if named is not None:
        encoding, capitals = named
        if text.isascii():
            return named if capitals else None
        found = evidence(text, encoding)
        return (encoding, capitals) if found.after >= max(found.before, 1) and _latin(text) else None
    if text.isascii():
        return None
    if whole is None or not _latin(text):
        own = looks_legacy(text)
        return (own, False) if own is Encoding.UTF8 or (own and _latin(text)) else None
    found = evidence(text, whole)
    return (whole, False) if found.after >= found.before else None


def _latin(text: str) -> bool:
    """Whether no letter stands outside Latin-1, as in every legacy text; typographic signs may."""
    return not any(ord(c) > 0xFF and c.isalpha() for c in text)


def conversion(text: str, how: How) -> tuple[Change, ...]:
    """What conversion changes in a text: runs of words, whose places count in the new text."""
    encoding, capitals = how
    new = convert(text, encoding, upper_font=capitals)
    edits = Edits(text)
    old_tokens, new_tokens = list(_TOKEN.finditer(text)), list(_TOKEN.finditer(new))
    if _TOKEN.sub("", text) != _TOKEN.sub("", new) or len(old_tokens) != len(new_tokens):
        edits.put(0, len(text), new, _BY_TABLE)
        return edits.done().changes
    first: int | None = None
    for at, (old, got) in enumerate(zip(old_tokens, new_tokens, strict=True)):
        if old.group() == got.group():
            continue
        if first is None:
            first = at
        following = at + 1
        if (
            following == len(old_tokens)
            or old_tokens[following].group() == new_tokens[following].group()
            or text[old.end() : old_tokens[following].start()] != " "
        ):
            edits.put(old_tokens[first].start(), old.end(), new[new_tokens[first].start() : got.end()], _BY_TABLE)
            first = None
    return edits.done().changes
