"""Which lines are what: the main document and what is attached, each with preface, preamble, body, conclusions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from vanban.language.lexicon import load
from vanban.language.normal import key, slug
from vanban.record import PlanRecord
from vanban.structure.text import LabelKind
from vanban.writers.akn.lines import Line
from vanban.writers.akn.names import is_act, subtype_of
from vanban.writers.labels import instrument

_HEAD_LINES: Final = 40
_SHORT: Final = 200
_LONGEST_IDENTITY: Final = 100
#: How much more than the title a line may hold that is one: `về việc`, quotation marks.
_AROUND_TITLE: Final = 30
_BLOCK_LINES: Final = 60
_LEAST_TITLE: Final = 8
_ATTACHED: Final = re.compile(r"\(?\s*(?:ban hành )?(?:kèm|đính kèm) theo")
_DAY: Final = re.compile(r"ngày\s.{0,30}tháng\s.{0,20}năm\s")
#: Labels that only the body of a document has.
_BODY: Final = frozenset(
    {
        LabelKind.PART,
        LabelKind.CHAPTER,
        LabelKind.SECTION,
        LabelKind.ARTICLE,
        LabelKind.LETTER,
        LabelKind.ROMAN,
        LabelKind.APPENDIX,
    }
)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the file; its lines in order are preface, preamble, body, conclusions.

    name: its type as a segment. roles: the element that holds a whole line of the preface, by the line's place.
    """

    name: str
    act: bool
    preface: tuple[Line, ...] = ()
    preamble: tuple[Line, ...] = ()
    body: tuple[Line, ...] = ()
    conclusions: tuple[Line, ...] = ()
    roles: Mapping[int, str] = {}


def divide(record: PlanRecord, lines: Sequence[Line]) -> tuple[Part, ...]:
    """The main document first, then what is attached, in the order of the text; never empty."""
    pieces = list(_pieces(lines))
    return (_main(record, pieces[0]), *(_attached(record, piece) for piece in pieces[1:]))


def _pieces(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """The lines of each document: a new instrument of the outline or an appendix at its top begins another."""
    begin, instrument_now, last = 0, 0, 0
    for index, line in enumerate(lines):
        section = line.section
        if section is None:
            last = index + 1 if line.label is not None and line.label.kind is LabelKind.ARTICLE else last
            continue
        at = None
        if section.instrument > instrument_now:
            at = _beginning(lines, max(last, begin), index)
            instrument_now = section.instrument
        elif section.parent is None and line.label is not None and line.label.kind is LabelKind.APPENDIX:
            at = index
        if at is not None and at > begin:
            yield lines[begin:at]
            begin = at
        last = index + 1
    yield lines[begin:]


def _beginning(lines: Sequence[Line], first: int, heading: int) -> int:
    """Where an instrument begins whose first heading is the line `heading`: at its title, else at the heading."""
    titles = load("sections")["attached"]["titles"]
    signs = load("sections")["closing"]
    for index in range(max(first, heading - _HEAD_LINES), heading):
        text = lines[index].text.strip(" :")
        if text in titles:
            return index
        if _ATTACHED.match(key(text)) and not any(text.startswith(sign) for sign in signs["signatures"]):
            return index
    return heading


def _main(record: PlanRecord, lines: Sequence[Line]) -> Part:
    document = record.document
    opened = next((i for i, line in enumerate(lines) if _opens_body(line)), len(lines))
    head = lines[: min(_HEAD_LINES, opened)]
    roles = dict(_roles(record, head))
    named = next((i for i, line in enumerate(head) if roles.get(line.start) == "docTitle"), len(head))
    based = next((i for i, line in enumerate(head) if i > named and _is_basis(line)), len(head))
    end = max(
        (i + 1 for i, line in enumerate(head[:based]) if line.start in roles or _identifies(line, record)), default=0
    )
    bases = end
    while end and bases < len(head) and _is_basis(head[bases]):
        bases += 1
    if end and opened < len(lines) and opened <= _HEAD_LINES:
        bases = opened
    closing, closed = _closing(record, lines, bases)
    return Part(
        name=subtype_of(document.kind),
        act=is_act(document.kind, document.number),
        preface=tuple(lines[:end]),
        preamble=tuple(lines[end:bases]),
        body=tuple(lines[bases:closing]),
        conclusions=tuple(lines[closing:closed]),
        roles=roles,
    )


def _is_basis(line: Line) -> bool:
    bases: tuple[str, ...] = load("akn")["basis"]["words"]
    return key(line.text).startswith(bases)


def _identifies(line: Line, record: PlanRecord) -> bool:
    """Whether a line of the head is the one of number or of place and day."""
    if len(line.text) >= _LONGEST_IDENTITY or _is_basis(line):
        return False
    number = record.document.number
    return bool(number and number in line.text) or _DAY.search(key(line.text)) is not None


def _opens_body(line: Line) -> bool:
    return line.section is not None or (line.label is not None and line.label.kind in _BODY) or line.row is not None


def _roles(record: PlanRecord, head: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """The lines of the head that are the issuer, the type or the title, by what the record says these are."""
    document = record.document
    kind, issuer, title = (
        key(text or "") for text in (instrument(document.kind, "vi"), document.issuer, document.title)
    )
    texts = [key(line.text.strip(" :*")) for line in head]
    kind_at = texts.index(kind) if document.kind is not None and kind in texts else -1
    issuing = False
    for index, (line, text) in enumerate(zip(head, texts, strict=True)):
        whole = title in text and len(text) <= len(title) + _AROUND_TITLE
        if index == kind_at:
            yield line.start, "docType"
        elif index > kind_at and min(len(text), len(title)) >= _LEAST_TITLE and (text in title or whole):
            yield line.start, "docTitle"
        elif index < kind_at and issuer and text and text in issuer and (" " in text or issuing):
            issuing = True
            yield line.start, "docProponent"
            continue
        issuing = False


def _closing(record: PlanRecord, lines: Sequence[Line], first: int) -> tuple[int, int]:
    """Where the conclusions begin and end: recipients and signature at the end of the lines, nothing but them.

    Both are the number of lines where a heading or a table follows them, or where there are none.
    """
    count = len(lines)
    words = load("sections")["closing"]["recipients"]
    signs = load("sections")["closing"]["signatures"]
    signer = record.document.signer
    named = {key(name) for name in (signer.name, signer.position, signer.capacity) if name} if signer else set()
    lowest = max(first, count - _BLOCK_LINES)
    begin = count
    for index in range(count - 1, lowest - 1, -1):
        line = lines[index]
        if len(line.text) > _SHORT or line.row is not None or (line.section is not None):
            break
        text = key(line.text.strip(" .:*_"))
        if text in named or text.startswith(words) or line.text.startswith(signs):
            begin = index
    return begin, count


def _attached(record: PlanRecord, lines: Sequence[Line]) -> Part:
    """An attachment: its title in capitals and the line that says to what it belongs are its preface."""
    first = lines[0]
    appendix = first.section is not None and first.label is not None and first.label.kind is LabelKind.APPENDIX
    end = 1 if appendix else 0
    while end < len(lines) and end < _HEAD_LINES:
        line = lines[end]
        if _opens_body(line) or not (line.text.isupper() or line.text.startswith("(")):
            break
        end += 1
    closing, closed = _closing(record, lines, end)
    roles = {first.start: "docType"} if end else {}
    return Part(
        name="phu-luc" if appendix else _named(record, first),
        act=False,
        preface=tuple(lines[:end]),
        body=tuple(lines[end:closing]),
        conclusions=tuple(lines[closing:closed]),
        roles=roles,
    )


def _named(record: PlanRecord, first: Line) -> str:
    """The type of an attached instrument: what the main document says it issues, else its own title."""
    promulgated = record.document.promulgates
    if promulgated:
        return subtype_of(promulgated)
    titles = load("sections")["attached"]["titles"]
    return slug(first.text) if first.text.strip(" :") in titles else "van-ban-kem-theo"
