"""Rules on what identifies a document: number, date, signature, secrecy mark, missing appendix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from vanban.findings.context import Context, Hit
from vanban.language import lexicon, wording
from vanban.language.normal import fold
from vanban.structure.text import LabelKind, Paragraph, ParagraphKind

_FULL_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMERAL: Final = re.compile(r"phu luc (?:so )?([ivx]{1,5}|\d{1,2})\b")


def _official(context: Context) -> bool:
    """Whether the file is an instrument at all, and not loose text."""
    document = context.document
    return document.kind is not None or document.issuer is not None


def number_missing(context: Context) -> Iterator[Hit]:
    """The document has no number, or a blank one (`Số:    /KH-UBND`)."""
    if _official(context) and context.document.number is None:
        yield Hit()


def date_missing(context: Context) -> Iterator[Hit]:
    """The document has no date."""
    if _official(context) and context.document.date is None:
        yield Hit()


def date_incomplete(context: Context) -> Iterator[Hit]:
    """The date lacks its day or its month (`ngày   tháng 6 năm 2024`)."""
    date = context.document.date
    if date is not None and not _FULL_DATE.fullmatch(date):
        yield Hit(fields={"date": wording.date(date, context.lang)})


def signature_missing(context: Context) -> Iterator[Hit]:
    """Nobody signs: no name stands under the document."""
    signer = context.document.signer
    if _official(context) and (signer is None or not signer.name):
        yield Hit()


def secrecy_mark(context: Context) -> Iterator[Hit]:
    """The document carries a secrecy mark, so that it may not be kept on a networked machine."""
    if context.document.secrecy is not None:
        yield Hit(fields={"mark": context.document.secrecy})


@lru_cache(maxsize=1)
def _references() -> tuple[tuple[re.Pattern[str], str], ...]:
    """For each word for an attachment: the pattern, on folded text, of a reference to one's own; the word."""
    table = lexicon.load("findings")["appendix"]
    own = "|".join(table["own"])
    found = []
    for word in table["words"]:
        inside = (
            rf"\((?:[a-z]{{2,6}} ){{0,4}}{word}\b[^()\n]{{0,40}}?\b(?:kem theo|dinh kem|gui kem)\b[^()\n]{{0,40}}\)"
        )
        beside = (
            rf"\b{word}(?: (?:so )?(?:[ivx]{{1,5}}|\d{{1,2}}))?(?: ban hanh)? (?:kem theo|dinh kem) (?:{own}) nay\b"
        )
        found.append((re.compile(f"{inside}|{beside}"), word))
    return tuple(found)


def _opens_appendix(paragraph: Paragraph, word: str) -> bool:
    if paragraph.kind is ParagraphKind.ROW:
        return False
    if paragraph.label is not None and paragraph.label.kind is LabelKind.APPENDIX:
        return True
    start = paragraph.text.lstrip(" *#_|")[:20]
    return fold(start).startswith(word) and (paragraph.kind is ParagraphKind.HEADING or start[: len(word)].isupper())


def appendix_missing(context: Context) -> Iterator[Hit]:
    """The text points to an attachment of its own (`Có Phụ lục kèm theo`) that is not in the file."""
    content = context.structure.content
    folded = fold(content)
    for pattern, word in _references():
        calls = [match for match in pattern.finditer(folded) if _own(match.group())] if word in folded else []
        if not calls:
            continue
        present: set[str | None] = set()
        for paragraph in context.structure.paragraphs:
            if _opens_appendix(paragraph, word):
                numeral = _NUMERAL.match(fold(paragraph.text[:30]).lstrip(" *#_"))
                present.add(numeral.group(1) if numeral else None)
        for match in calls:
            numeral = _NUMERAL.search(match.group())
            if not present or (numeral is not None and _beyond(numeral.group(1), present)):
                words = " ".join(content[match.start() : match.end()].split()).strip(" ()")
                yield Hit(span=match.span(), fields={"words": words})
                break


def _own(reference: str) -> bool:
    """Whether a reference names no other document (`Phụ lục kèm theo Nghị định số 30/2020/NĐ-CP`)."""
    return re.search(r"\bso \d{1,5}[/-]", reference) is None


def _beyond(numeral: str, present: set[str | None]) -> bool:
    """Whether `numeral` is of the kind used in the headings, and none of them."""
    numerals = {other for other in present if other is not None}
    return numeral not in numerals and any(numeral.isdigit() == other.isdigit() for other in numerals)
