"""Finds the documents that a text cites, merges their mentions, and says what each is to the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from vanban.extract.citations.mentions import IMPLEMENTS, Mention, nameless, numbered, shortened
from vanban.language.normal import key
from vanban.record import Citation, CitationRole, Document
from vanban.structure.text import Paragraph, ParagraphKind, Structure

_OPENING: Final = 12
_HEAD: Final = 60
#: The line of the letterhead that prints the document's own number.
_OWN_LINE: Final = re.compile(r"[\s*_|]{0,8}(?:Luật |Nghị quyết |Pháp lệnh |Bộ luật )?[Ss][ốoô]\s?:?\s{0,3}\d{1,6}")


class _Entry:
    """One cited document in the making: its mentions and the dates that they give."""

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.dates: Counter[str] = Counter()

    def add(self, mention: Mention) -> None:
        """Take one more mention in."""
        self.mentions.append(mention)
        if mention.date is not None:
            self.dates[mention.date] += 1


def read_citations(structure: Structure, document: Document | None = None) -> tuple[Citation, ...]:
    """One entry for each cited document, in the order of their first mentions.

    `document` is the header of the file, whose own number is no citation. A number is in canonical form, whatever is
    printed; a document whose number was forgotten, and a law cited by name, have number None.
    """
    own = key(document.number).replace(" ", "") if document is not None and document.number else None
    mentions: list[Mention] = []
    shorts: list[Mention] = []
    opening = _opening(structure, document)
    for paragraph in structure.paragraphs:
        found = list(numbered(paragraph, opening))
        if paragraph.index < _HEAD and found and found[0].issuer is None and _OWN_LINE.match(paragraph.text):
            found = found[1:]
        mentions += found
        taken = [m.span for m in found]
        mentions += nameless(paragraph, taken, opening)
        shorts += shortened(paragraph, taken)
    entries = _merge([m for m in mentions if not _is_own(m, own)])
    _attach(entries, shorts)
    return tuple(_citation(entry) for entry in entries)


def _is_own(mention: Mention, own: str | None) -> bool:
    if own is None or mention.canonical is None:
        return False
    return key(mention.canonical) == own or key(mention.printed).replace(" ", "") == own


def _opening(structure: Structure, document: Document | None) -> frozenset[int]:
    """Paragraphs that say what the document is for: its subject and the first paragraphs of its text."""
    title = document.title if document is not None else None
    found: set[int] = set()
    for paragraph in structure.paragraphs[:60]:
        text = key(paragraph.text).lstrip(" *#_>")
        if (title and len(paragraph.text) > 8 and paragraph.text.strip(" *#_") in title) or (
            IMPLEMENTS.match(text)
            and paragraph.kind is not ParagraphKind.ROW
            and len(found) < _OPENING
            and (not found or (paragraph.label is None and _close(paragraph, found)))
        ):
            found.add(paragraph.index)
    return frozenset(found)


def _close(paragraph: Paragraph, found: set[int]) -> bool:
    """Whether a paragraph still belongs to the opening: before the first heading, or right behind the last one."""
    return paragraph.section is None or paragraph.index - max(found) <= 2


def _merge(mentions: Sequence[Mention]) -> list[_Entry]:
    """Mentions of one document in one entry.

    State numbers begin anew each year: one number with dates of two years is two documents, unless day and month agree.
    """
    entries: list[_Entry] = []
    by_key: dict[str, list[_Entry]] = {}
    for mention in mentions:
        if mention.canonical is not None:
            name = mention.canonical.upper()
        else:
            name = f"{mention.kind}|{key(mention.subject or mention.issuer or '')}|{mention.date or ''}"
        known = by_key.setdefault(name, [])
        entry = next((e for e in known if _agrees(e, mention)), None)
        if entry is None:
            entry = _Entry()
            known.append(entry)
            entries.append(entry)
        entry.add(mention)
    return entries


def _agrees(entry: _Entry, mention: Mention) -> bool:
    if mention.date is None or not entry.dates or mention.date in entry.dates:
        return True
    if mention.number is not None and (mention.number.year is not None or mention.number.party):
        return True
    return any(date[:4] == mention.date[:4] or date[4:] == mention.date[4:] for date in entry.dates)


def _attach(entries: Sequence[_Entry], shorts: Sequence[Mention]) -> None:
    """Short mentions go to the one entry of their type and digits; where none or several fit, they are dropped."""
    table: dict[tuple[str | None, str], list[_Entry]] = {}
    for entry in entries:
        first = entry.mentions[0]
        if first.number is not None:
            table.setdefault((first.kind, first.number.digits.lstrip("0")), []).append(entry)
    for short in shorts:
        fitting = table.get((short.kind, (short.digits or "").lstrip("0")), [])
        if len(fitting) == 1:
            fitting[0].add(short)


_RANK: Final = (
    CitationRole.REPLACES,
    CitationRole.REPEALS,
    CitationRole.AMENDS,
    CitationRole.IMPLEMENTS,
    CitationRole.BASIS,
    CitationRole.MENTIONS,
)


def _citation(entry: _Entry) -> Citation:
    mentions = sorted(entry.mentions, key=lambda m: m.span)
    first = entry.mentions[0]
    fullest = max(entry.mentions, key=lambda m: (m.date is not None) + (m.issuer is not None) + (m.subject is not None))
    roles = {m.role for m in mentions}
    return Citation(
        kind=first.kind or next((m.kind for m in mentions if m.kind), None),
        number=first.canonical,
        printed=first.printed,
        date=entry.dates.most_common(1)[0][0] if entry.dates else None,
        issuer=fullest.issuer or next((m.issuer for m in mentions if m.issuer), None),
        subject=fullest.subject or next((m.subject for m in mentions if m.subject), None),
        role=next(role for role in _RANK if role in roles),
        spans=tuple(m.span for m in mentions),
    )
