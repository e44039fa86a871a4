"""Puts the parts of the header together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final, Literal, cast

from vanban.extract.citations.number import PRINTED, compose
from vanban.extract.header.identity import Identity, read_identity
from vanban.extract.header.instrument import PARTY_CODES, Instrument, attached_kind, find_instrument, read_instrument
from vanban.extract.header.issuer import (
    in_sentence_case,
    is_central,
    issuer_in_text,
    issuer_of,
    issuer_of_sign,
    province_of,
)
from vanban.extract.header.lines import Line, lines_of
from vanban.extract.header.signature import read_recipients, read_signer
from vanban.language import lexicon
from vanban.language.dates import find_dates
from vanban.language.normal import key
from vanban.record import Document, Signer
from vanban.structure.text import Structure

_MARKS: Final = lexicon.load("positions")["marks"]
_CODES: Final = {item["code"].upper(): item["code"] for item in lexicon.load("instruments")["instrument"]}
_HEAD_LINES: Final = 70
#: Longer paragraphs are neither signature nor recipients nor a note on what a text is attached to.
_LONGEST_SHORT: Final = 700
#: A row with more cells belongs to a table of the body.
_LAYOUT_CELLS: Final = 3
_ATTACHED_FROM: Final = re.compile(
    rf"(?:kèm theo|theo)\s{{1,3}}(?P<kind>[^\d()\n]{{3,40}}?)\s{{1,3}}số\s?:?\s{{0,3}}(?P<number>{PRINTED})",
    re.IGNORECASE,
)
_ADOPTED: Final = re.compile(r"(?:thông qua|ban hành) (?=ngày|vào ngày)")
_END_PLACE: Final = re.compile(r"[^,\n]{2,40}, ?ngày ")
_CONFIDENTIAL: Final = re.compile(r"(?:độ |mức độ |mức )?(?:mật|khẩn)\s{0,2}:\s{0,2}")


def read_header(structure: Structure) -> Document:
    """The header of the first instrument of the file; what the source does not say is None."""
    lines = list(islice(lines_of(structure.paragraphs), _HEAD_LINES))
    start = find_instrument(lines)
    head = lines[:start] if start is not None else _letterhead(lines)
    identity = read_identity(head)
    if start is not None and not identity.numbered:
        identity = _behind(identity, read_identity(lines[start + 1 : start + 6]))
    instrument = read_instrument(lines if start is not None else head, start)
    kind = _kind(instrument, identity)
    tail = list(
        lines_of(p for p in structure.paragraphs if len(p.text) <= _LONGEST_SHORT and len(p.cells) <= _LAYOUT_CELLS)
    )
    first = lines[instrument.end - 1].paragraph.index if instrument.end else -1
    own = [line for line in tail if line.paragraph.instrument == 0 and line.paragraph.index >= first]
    signer = read_signer(own)
    number, date = identity.number, identity.date
    if not identity.numbered or not identity.dated:
        number, date = _completed(identity, number, date, lines, tail)
    issuer = _issuer(head, instrument, identity, signer, lines, structure)
    province = province_of(issuer, head, identity.place, instrument.title, structure.content)
    if issuer is not None and province is not None:
        issuer = _with_province(issuer, province, structure.content)
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
        secrecy=cast("Literal['mật', 'tối mật', 'tuyệt mật', 'lưu hành nội bộ'] | None", _mark(lines, head, "secrecy")),
        urgency=cast("Literal['khẩn', 'thượng khẩn', 'hỏa tốc'] | None", _mark(lines, head, "urgency")),
        draft=_draft(lines[:12], identity),
    )


def _letterhead(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the addressee of a công văn, or the first ones."""
    for index, line in enumerate(lines):
        if line.keyed.startswith(("kính gửi", "căn cứ", "điều 1")) or len(line.text) > 400:
            return lines[:index]
    return lines[:25]


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
            numbered=True,
            blank_number=other.blank_number,
            date=first.date,
            dated=True,
            blank_day=first.blank_day,
            place=first.place,
        )
    )


def _kind(instrument: Instrument, identity: Identity) -> str | None:
    signed = identity.parsed.kind if identity.parsed else None
    if identity.parsed is None and identity.sign:
        signed = _CODES.get(re.split(r"[-/–]", identity.sign)[0].strip().upper())
    party = identity.parsed is not None and identity.parsed.party
    if instrument.kind is not None and instrument.kind != "CV":
        if party and PARTY_CODES.get(instrument.kind) == signed:
            return signed
        return instrument.kind
    if signed is not None:
        return signed
    if instrument.kind == "CV" or (
        identity.parsed is not None and identity.parsed.organ and not identity.parsed.organ.startswith(("QH", "UBTVQH"))
    ):
        return "CV"
    return "CV" if identity.sign else None


def _completed(
    identity: Identity,
    number: str | None,
    date: str | None,
    lines: Sequence[Line],
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


def _issuer(
    head: Sequence[Line],
    instrument: Instrument,
    identity: Identity,
    signer: Signer | None,
    lines: Sequence[Line],
    structure: Structure,
) -> str | None:
    joint = identity.parsed is not None and identity.parsed.kind in {"TTLT", "NQLT"}
    letter = [
        line
        for i, line in enumerate(head)
        if i not in {identity.number_line, identity.date_line} and not line.keyed.startswith(("số", "v/v"))
    ]
    cut = min(i for i in (identity.number_line, identity.date_line, len(head)) if i is not None)
    before = [line for i, line in enumerate(head) if i < cut] if cut else letter
    if instrument.issuer:
        return in_sentence_case(instrument.issuer)
    found = issuer_of(before or letter, identity.number, joint=joint)
    signed = _signing_body(signer)
    if found is not None:
        return _party_committee(found, signed)
    named = issuer_of_sign(identity.parsed.organ if identity.parsed else None)
    if named is not None:
        return named
    for line in lines[instrument.end : instrument.end + 2]:
        if line.capitals and (body := issuer_of([line], identity.number, joint=False)):
            return body
    spoken = issuer_in_text(lines)
    if signed is not None:
        text = structure.content
        if spoken is not None and key(spoken).startswith(key(signed)):
            return spoken
        return _named_in_text(signed, text) or signed
    return spoken


def _signing_body(signer: Signer | None) -> str | None:
    """The body on whose behalf somebody signs: `T/M BAN THƯỜNG VỤ`, `TM. ỦY BAN NHÂN DÂN`."""
    if signer is None or signer.capacity is None:
        return None
    match = re.match(r"\s*(?:TM|T/M|T\.M)\s?\.?\s*(.+)", signer.capacity, re.IGNORECASE)
    return in_sentence_case(match[1]) if match else None


def _party_committee(found: str, signed: str | None) -> str:
    """A Party letterhead names the organisation, the signature the committee: `Ban Thường vụ Tỉnh ủy X`."""
    if signed is None or not key(found).startswith(("tỉnh ủy", "thành ủy", "huyện ủy", "đảng ủy", "đảng bộ")):
        return found
    if key(signed) in {"ban thường vụ", "thường trực", "ban chấp hành"}:
        return f"{signed} {found}"
    return found


def _named_in_text(signed: str, content: str) -> str | None:
    """The full name of a committee that the text names: `Ban cán sự đảng UBND tỉnh`, `Ban Thường vụ Tỉnh ủy`."""
    keyed = key(content)
    pattern = re.compile(
        re.escape(key(signed))
        + r" (?:đảng )?((?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|tỉnh ủy|thành ủy|huyện ủy|tỉnh|thành phố)(?: tỉnh| thành phố)?)(?!\w)"
    )
    best: dict[str, int] = {}
    for match in pattern.finditer(keyed):
        printed = content[match.start(1) : match.end(1)]
        best[printed] = best.get(printed, 0) + 1
    if not best:
        return None
    return f"{signed} {max(best, key=lambda name: best[name])}"


def _with_province(issuer: str, province: str, content: str) -> str:
    """`Ủy ban nhân dân tỉnh` of a document that names its province elsewhere."""
    keyed = key(issuer)
    if keyed.endswith(("ủy ban nhân dân", "hội đồng nhân dân")) and not is_central(issuer):
        unit = (
            "thành phố"
            if f"thành phố {key(province)}" in key(content[:20000])
            and f"tỉnh {key(province)}" not in key(content[:20000])
            else "tỉnh"
        )
        return f"{issuer} {unit} {province}"
    if keyed.endswith(
        (
            "ủy ban nhân dân tỉnh",
            "hội đồng nhân dân tỉnh",
            "ubnd tỉnh",
            "tỉnh ủy",
            "thành ủy",
            "ủy ban nhân dân thành phố",
            "hội đồng nhân dân thành phố",
        )
    ):
        return f"{issuer} {province}"
    return issuer


def _mark(lines: Sequence[Line], head: Sequence[Line], table: str) -> str | None:
    """A stamp that stands on a line of its own near the head: `MẬT`, `HỎA TỐC`."""
    for line in [*head, *lines[len(head) : len(head) + 4]]:
        bare = _CONFIDENTIAL.sub("", line.keyed).strip(" .:()[]-*")
        for word in _MARKS[table]:
            if (
                (bare == word
                and (line.capitals or ":" in line.text or line.text[:1] in "(["))
                or (bare.startswith(word + " hẹn giờ") and line.capitals)
            ):
                return str(word)
            if (
                line.capitals
                and bare.endswith(" " + word)
                and bare[: -len(word) - 1] in {*_MARKS["secrecy"], *_MARKS["urgency"]}
            ):
                return str(word)
    return None


def _draft(lines: Sequence[Line], identity: Identity) -> bool:
    """Marked as a draft, or with the places of number and day left empty."""
    for line in lines:
        bare = line.keyed.strip(" .:()[]-*")
        if bare.startswith("dự thảo") and (line.capitals or len(bare) < 40) and (line.text.strip(" (*[")[:1].isupper()):
            return True
    return identity.blank_number and (identity.blank_day or not identity.dated)
