"""Puts the parts of the header together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

import msgspec

from vanban.extract.citations.number import PRINTED, compose
from vanban.extract.header.identity import Identity, read_identity
from vanban.extract.header.instrument import PARTY_CODES, Instrument, attached_kind, find_instrument, read_instrument
from vanban.extract.header.introduction import read_introduction
from vanban.extract.header.issuer import Evidence, province_of, read_issuer, with_province
from vanban.extract.header.joining import joined
from vanban.extract.header.lines import Line, has_motto, lines_of
from vanban.extract.header.marks import is_draft, secrecy_of, urgency_of
from vanban.extract.header.page import issued_on, read_heading, without_introduction
from vanban.extract.header.signature import read_recipients, read_signer
from vanban.language import lexicon
from vanban.language.dates import find_dates
from vanban.language.normal import key
from vanban.record import Document
from vanban.structure.text import Structure

_CODES: Final = {item["code"].upper(): item["code"] for item in lexicon.load("instruments")["instrument"]}
#: A consolidated text prints the type of what it consolidates (Ordinance 01/2012/UBTVQH13).
_CONSOLIDATED: Final = "VBHN"
_HEAD_LINES: Final = 70
_BODY: Final = ("kính gửi", "căn cứ", "điều 1")
#: Longer paragraphs are neither signature nor recipients nor a note on what a text is attached to.
_LONGEST_SHORT: Final = 700
#: A row with more cells belongs to a table of the body.
_LAYOUT_CELLS: Final = 3
_ATTACHED_FROM: Final = re.compile(
    rf"(?:kèm theo|theo)\s{{1,3}}(?P<kind>[^\d()\n]{{3,40}}?)\s{{1,3}}số\s?:?\s{{0,3}}(?P<number>{PRINTED})",
    re.IGNORECASE,
)
_ADOPTED: Final = re.compile(r"(?:thông qua|ban hành) (?=ngày|vào ngày)")


def read_header(structure: Structure) -> Document:
    """The header of the first instrument of the file; what the source does not say is None."""
    lines = without_introduction(
        joined(islice(lines_of(structure.paragraphs), _HEAD_LINES)), structure.paragraphs[:_HEAD_LINES]
    )
    start = find_instrument(lines)
    head: Sequence[Line] = lines[:start] if start is not None else _letterhead(lines)
    below = _letterhead_below(structure, lines[start]) if start is not None else None
    if below is not None:
        start, head = _second(lines, below)
    identity = read_identity(head)
    if start is not None and not identity.numbered:
        identity = _behind(identity, read_identity(lines[start + 1 : start + 6]))
    instrument = read_instrument(lines if start is not None else head, start)
    if start is None and instrument.kind is None and identity.sign is None and identity.kind is None:
        instrument = read_introduction(lines)
    if not identity.numbered or not identity.dated:
        identity = _with_heading(identity, read_heading(lines, start, instrument.kind))
    if not identity.dated and (issued := issued_on(lines[:start])):
        identity = msgspec.structs.replace(identity, date=issued, dated=True)
    kind = _kind(instrument, identity)
    tail = list(
        lines_of(p for p in structure.paragraphs if len(p.text) <= _LONGEST_SHORT and len(p.cells) <= _LAYOUT_CELLS)
    )
    first = lines[instrument.end - 1].paragraph.index if instrument.end else -1
    own = [line for line in tail if line.paragraph.instrument == 0 and line.paragraph.index >= first]
    signer = read_signer(own)
    number, date = identity.number, identity.date
    if not identity.numbered or not identity.dated:
        number, date = _completed(identity, number, date, tail)
    issuer = read_issuer(
        Evidence(
            head=head,
            body=lines[instrument.end :],
            identity=identity,
            named=instrument.issuer,
            title=instrument.title,
            signer=signer,
            content=structure.content,
        )
    )
    province = province_of(issuer, head, identity.place, instrument.title, structure.content)
    if issuer is not None and province is not None:
        issuer = with_province(issuer, province, structure.content)
    return Document(
        kind=kind,
        promulgates=attached_kind(
            kind, instrument.title, lines[instrument.end :], [t for t in tail if t.paragraph.index > first]
        ),
        number=number,
        date=date,
        place=identity.place,
        province=province,
        issuer=issuer,
        title=instrument.title,
        signer=signer,
        recipients=read_recipients(own),
        secrecy=secrecy_of(lines[: len(head) + 4]),
        urgency=urgency_of(lines[: len(head) + 4]),
        draft=is_draft(lines[:12], identity),
    )


def _letterhead(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the addressee of a công văn, or the first ones."""
    for index, line in enumerate(lines):
        if line.keyed.startswith(_BODY) or len(line.text) > 400:
            return lines[:index]
    return lines[:25]


def _letterhead_below(structure: Structure, typed: Line) -> int | None:
    """The paragraph with the name of the State, where a web page prints the type above the letterhead too."""
    at = typed.paragraph.index
    for paragraph in structure.paragraphs[at + 1 : at + _HEAD_LINES]:
        if key(paragraph.text[:20]).startswith(_BODY) or len(paragraph.text) > _LONGEST_SHORT:
            return None
        if has_motto(paragraph.text):
            return paragraph.index
    return None


def _second(lines: Sequence[Line], below: int) -> tuple[int | None, Sequence[Line]]:
    """The line with the type below paragraph `below`, None for a công văn, and the letterhead above it."""
    for index, line in enumerate(lines):
        if line.paragraph.index > below:
            found = find_instrument(lines[index:])
            if found is not None:
                return index + found, lines[: index + found]
            break
    return None, _letterhead(lines)


def _behind(first: Identity, other: Identity) -> Identity:
    """What the lines behind the type say, where those before it say nothing."""
    if not other.numbered:
        return first
    return (
        other
        if not first.dated
        else type(first)(
            number=other.number,
            parsed=other.parsed,
            sign=other.sign,
            kind=other.kind,
            numbered=True,
            blank_number=other.blank_number,
            date=first.date,
            dated=True,
            blank_day=first.blank_day,
            place=first.place,
        )
    )


def _with_heading(identity: Identity, heading: Identity) -> Identity:
    """What the heading says where the letterhead says nothing; the day of another number is not taken."""
    if not identity.numbered:
        return _behind(identity, heading)
    if identity.parsed is None or heading.parsed is None or identity.parsed.canonical != heading.parsed.canonical:
        return identity
    if identity.dated:
        return msgspec.structs.replace(identity, kind=heading.kind)
    return msgspec.structs.replace(
        identity, kind=heading.kind, date=heading.date, dated=heading.dated, blank_day=heading.blank_day
    )


def _kind(instrument: Instrument, identity: Identity) -> str | None:
    signed = identity.parsed.kind if identity.parsed else None
    if signed == _CONSOLIDATED:
        return signed
    if identity.parsed is None and identity.sign:
        signed = _CODES.get(re.split(r"[-/–]", identity.sign)[0].strip().upper())
    party = identity.parsed is not None and identity.parsed.party
    if instrument.kind is not None and instrument.kind != "CV":
        if party and PARTY_CODES.get(instrument.kind) == signed:
            return signed
        return instrument.kind
    if signed is not None or identity.kind is not None:
        return signed or identity.kind
    if instrument.kind == "CV" or (
        identity.parsed is not None and identity.parsed.organ and not identity.parsed.organ.startswith(("QH", "UBTVQH"))
    ):
        return "CV"
    return "CV" if identity.sign else None


def _completed(
    identity: Identity,
    number: str | None,
    date: str | None,
    tail: Sequence[Line],
) -> tuple[str | None, str | None]:
    """Number and date from `(Ban hành kèm theo Quyết định số … ngày …)`, else the date from the end of the document."""
    for line in tail:
        if not line.keyed.lstrip("( ").startswith(
            ("ban hành", "kèm theo", "được ban hành", "phê duyệt", "đính kèm", "ban hành theo")
        ):
            continue
        match = _ATTACHED_FROM.search(line.text)
        parsed = compose(match["digits"], match["year"], match["sign"], match["tail"]) if match else None
        if match is None or parsed is None:
            continue
        if not identity.numbered:
            number = re.sub(r"\s+", "", match["number"])
        dates = find_dates(line.text[match.end() :])
        if not identity.dated and dates:
            date = dates[0].iso
        return number, date
    if identity.dated:
        return number, date
    end = read_identity(tail[-40:])
    if end.dated and end.place:
        return number, end.date
    for line in tail[-25:]:
        if _ADOPTED.search(line.keyed) and "này" in line.keyed:
            adopted = [found.iso for found in find_dates(line.text) if found.iso]
            if adopted:
                return number, adopted[-1]
    return number, date
