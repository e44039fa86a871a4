"""From the re-flowed text back to the page: which stretch of `content` stands where.

A word that was recognised keeps its own box. The stretch that leads to it has the characters of the word as they were
mended, blanks aside; a word that re-flow dropped (a page number, a running head) leads nowhere. Of a page with text the
place of each printed line and table row is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vanban.language.normal import nfc
from vanban.readers.blocks import Block, PageSize
from vanban.record import Box, Place, Span, TextPage
from vanban.structure.reflow import Draft

#: So many words in a row may have been dropped from the text before the next one is found in it.
_DROPPED: Final = 60
#: So many characters may stand in the text that no word has, before a word of some length is found again.
_STRANGE: Final = 60
_TELLING: Final = 3
#: What printing leaves at the end of a line inside a word.
_HYPHENS: Final = "-\u00ad"


def pages_of(sizes: Sequence[PageSize], drafts: Sequence[Draft], spans: Sequence[Span]) -> tuple[TextPage, ...]:
    """The pages with the places of what stands on them. `spans` are those of the drafts in the text."""
    if not sizes:
        return ()
    found: dict[int, list[Place]] = {size.number: [] for size in sizes}
    taken: dict[int, int] = {}
    for draft, (start, end) in zip(drafts, spans, strict=True):
        ends = [*(at for at, _ in draft.parts[1:]), end - start]
        for (at, block), following in zip(draft.parts, ends, strict=True):
            text = draft.text[at:following].rstrip()
            if block.words:
                _add_words(found, block, text, start + at, taken)
            elif block.box is not None and block.page in found and text:
                found[block.page].append(_place((start + at, start + at + len(text)), block.box))
    return tuple(
        TextPage(
            number=size.number,
            width=size.width,
            height=size.height,
            recognised=size.recognised,
            turn=size.turn,
            places=tuple(sorted(found[size.number])),
        )
        for size in sizes
    )


def _add_words(found: dict[int, list[Place]], block: Block, text: str, start: int, taken: dict[int, int]) -> None:
    """The places of the words of a block in a piece of it; `taken` counts those that earlier pieces had, by block."""
    for index, (left, right) in matched(block, text, taken.get(id(block), 0)):
        word = block.words[index]
        taken[id(block)] = index + 1
        if word.page in found:
            found[word.page].append(_place((start + left, start + right), word.box))


def _place(span: Span, box: Box) -> Place:
    return (*span, *box)


def matched(block: Block, text: str, first: int = 0) -> list[tuple[int, Span]]:
    """Which of the words of a block, from the `first` on, stand in `text`, and where; both in order."""
    found: list[tuple[int, Span]] = []
    at = missed = 0
    for index in range(first, len(block.words)):
        wanted = _squeezed(block.text[slice(*block.words[index].span)])
        span = _here(text, at, wanted) or _here(text, at, wanted.rstrip(_HYPHENS))
        if span is None and len(wanted) >= _TELLING:
            further = text.find(wanted, at, at + _STRANGE)
            span = (further, further + len(wanted)) if further >= 0 else None
        if span is None:
            missed += 1
            if missed > _DROPPED or at >= len(text):
                break
            continue
        missed = 0
        found.append((index, span))
        at = span[1]
    return found


def _squeezed(text: str) -> str:
    return "".join(nfc(text).split())


def _here(text: str, at: int, wanted: str) -> Span | None:
    """Where `wanted` stands from `at` on; before it only blanks and signs, inside it only blanks."""
    if not wanted:
        return None
    while at < len(text) and text[at] != wanted[0] and not text[at].isalnum():
        at += 1
    end = at
    for character in wanted:
        while end < len(text) and text[end].isspace():
            end += 1
        if end >= len(text) or text[end] != character:
            return None
        end += 1
    return (at, end)
