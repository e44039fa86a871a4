"""Mentions of documents in a paragraph: number, what stands beside it, and what it is to the document that cites it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from vanban.extract.agencies import find_agencies
from vanban.extract.citations.number import PRINTED, DocumentNumber, compose
from vanban.language import lexicon
from vanban.language.dates import find_dates
from vanban.language.normal import key
from vanban.language.patterns import alternatives, trie, whole_words
from vanban.record import CitationRole, Span
from vanban.structure.text import Paragraph

_LEXICON: Final = lexicon.load("citations")
_INSTRUMENTS: Final = lexicon.load("instruments")["instrument"]
_KINDS: Final[dict[str, str]] = {name: item["code"] for item in _INSTRUMENTS for name in item["names"]}
_NUMBER: Final = re.compile(rf"(?<![\w/.,:–-]){PRINTED}(?![\w/])")
_NAME: Final = re.compile(r"(?<!\w)" + trie(_KINDS) + r"(?!\w)")
#: `Kết luận số của Bộ Chính trị`: the number was forgotten.
_FORGOTTEN: Final = re.compile(
    r"(?<!\w)(?P<name>"
    + trie(_KINDS)
    + r") số ?:? ?(?:(?=của |ngày |về )|[.…_]{2,40} ?(?=[;,)]|của |ngày |về |$)|(?=[/-] ?[a-zđ]{2,5}[-/]))",
)
#: `Nghị quyết 57`, `Chỉ thị số 11`: a number without its tail.
_SHORT: Final = re.compile(r"(?<!\w)(?P<name>" + trie(_KINDS) + r") (?:số )?(?P<digits>\d{1,5})(?![\w/–-]|[.,:]\d| ?%)")
#: A law that is cited by its name: `Luật Thủy sản năm 2017`.
_LAW: Final = re.compile(
    r"(?:Bộ [Ll]uật|Luật|Pháp lệnh|Hiến pháp)(?= (?:[A-ZĐ]|nước|năm|sửa đổi))(?P<subject>[^;:.()\n]{0,200}?)"
    r"(?=,? ?(?:ngày|năm|được|số(?! điều)|đã|và các|quy định|\(|;|\.|$|\n|: ))"
)
_BASIS: Final = re.compile(r"^\W{0,3}căn cứ ")
_LAW_YEAR: Final = re.compile(r" ?,? ?(?:\(?năm )((?:19|20)\d{2})(?!\d)")
_NEXT_CLAUSE: Final = re.compile(r"[;\n]|\.\s")
_ISSUER: Final = re.compile(r"\W{0,3}(?:của )(?P<issuer>[^\n;,.()“”\"]{2,90})")
_SUBJECT: Final = re.compile(r"[\s,:–-]{0,4}(?=(?:" + alternatives(_LEXICON["after"]["subjects"]) + r")(?!\w))")
_ISSUER_END: Final = re.compile(
    r" (?=(?:và(?! [A-ZĐÀ-Ỹ])|" + alternatives(_LEXICON["after"]["issuer_ends"]) + r")(?!\w))|$"
)
_LONGEST_SUBJECT: Final[int] = _LEXICON["after"]["longest_subject"]
_ASSEMBLY_KINDS: Final = frozenset({"Luật", "NQ", "PL", "HP"})
_LOOK_BACK: Final = 220
#: ` số ` between the name of an instrument and its number.
_NEXT_WORD: Final = 8
_DIGIT: Final = re.compile(r"\d")
_ISSUER_WINDOW: Final = 140
_CUES: Final = _LEXICON["before"]
IMPLEMENTS: Final = whole_words(_CUES["implements"])
#: A change is one only when the document speaks of itself, `Kế hoạch này thay thế`, or orders it: `Bãi bỏ …`.
_CHANGES: Final = tuple(
    (
        role,
        re.compile(rf"(?:này |(?:và|;) |^\W{{0,3}}(?:điều \d{{1,3}}\. ?)?)(?:{alternatives(_CUES[role.value])})(?!\w)"),
    )
    for role in (CitationRole.REPLACES, CitationRole.REPEALS, CitationRole.AMENDS)
)
#: Between the verb and a number: the number belongs to the subject of another document.
_NESTED: Final = re.compile(r"\d.{0,200} (?:về|thực hiện|triển khai|theo|quy định|phê duyệt) ")
_LAPSES: Final = re.compile(r"hết hiệu lực (?:thi hành )?(?:kể )?từ")


class Mention(msgspec.Struct, kw_only=True):
    """One mention with what stands beside it."""

    span: Span
    printed: str
    kind: str | None
    number: DocumentNumber | None
    canonical: str | None
    date: str | None
    issuer: str | None
    subject: str | None
    role: CitationRole
    digits: str | None = None


def numbered(paragraph: Paragraph, opening: frozenset[int]) -> Iterator[Mention]:
    """The documents that a paragraph cites by number; `opening`: the paragraphs that say what the document is for."""
    text = paragraph.text
    if _DIGIT.search(text) is None:
        return
    keyed = key(text)
    names = [(m.start(), m.end(), _KINDS[m.group()]) for m in _NAME.finditer(keyed)]
    starts = [n[0] for n in names]
    matches = []
    for match in _NUMBER.finditer(text):
        number = compose(match["digits"], match["year"], match["sign"], match["tail"])
        if number is not None and _credible(number, keyed, match.start()):
            matches.append((match, number))
    inherited: str | None = None
    previous = 0
    for index, (match, number) in enumerate(matches):
        kind = _kind(number, names, starts, match.start(), previous)
        if kind is None and number.year is None:
            kind = inherited if _continues(keyed, previous, match.start()) else "CV"
        inherited = kind
        limit = matches[index + 1][0].start() if index + 1 < len(matches) else len(text)
        date, issuer, subject = _beside(text, keyed, match.end(), limit)
        yield Mention(
            span=(paragraph.start + match.start(), paragraph.start + match.end()),
            printed=" ".join(match.group().split()),
            kind=kind,
            number=number,
            canonical=number.canonical,
            date=date,
            issuer=issuer,
            subject=subject,
            role=_role(paragraph, keyed, match.start(), match.end(), opening),
        )
        previous = match.end()


def _credible(number: DocumentNumber, keyed: str, start: int) -> bool:
    """A type that is listed makes a number; without one the words before it must say so."""
    if number.kind is not None or (
        number.organ is not None and number.organ.startswith(("QH", "UBTVQH")) and number.organ[-1].isdigit()
    ):
        return True
    before = keyed[max(0, start - 12) : start].rstrip(" :")
    return before.endswith(("số", "công văn", "cv")) or (
        number.organ is not None and number.organ.startswith(("UBND", "VPCP", "BKHCN", "VPUBND"))
    )


def _kind(
    number: DocumentNumber, names: Sequence[tuple[int, int, str]], starts: Sequence[int], start: int, floor: int
) -> str | None:
    """The code in the number, else the nearest name before it (laws have their subject in between)."""
    if number.kind is not None and number.kind != "L":
        return number.kind
    index = bisect_right(starts, start) - 1
    while index >= 0 and names[index][0] >= floor and start - names[index][1] <= _LOOK_BACK:
        kind = names[index][2]
        of_assembly = number.organ is not None and number.organ.startswith(("QH", "UBTVQH"))
        if kind in _ASSEMBLY_KINDS or (not of_assembly and start - names[index][1] <= _NEXT_WORD):
            return kind
        index -= 1
    return "Luật" if number.kind == "L" else None


def _continues(keyed: str, previous: int, start: int) -> bool:
    """Whether a number without a type goes on with a list: `Công văn số A ngày …; số B`."""
    return previous > 0 and start - previous < _LOOK_BACK and keyed[previous:start].rstrip(" :").endswith("số")


def _beside(text: str, keyed: str, end: int, limit: int) -> tuple[str | None, str | None, str | None]:
    """Date, issuer and subject behind a number; `limit` is where the next number begins."""
    stop = min(limit, end + 60, len(text))
    date = None
    cursor = end
    window = text[end:stop]
    for found in find_dates(window):
        gap = key(window[: found.span[0]]).strip(" ,(-–")
        if gap in {"", "ngày", "ban hành", "ký", "ra"} and found.iso and len(found.iso) == 10:
            date = found.iso
            cursor = end + found.span[1]
        break
    issuer = None
    match = _ISSUER.match(text, cursor, min(limit, len(text)))
    if match is not None:
        issuer = _issuer(match["issuer"], text, match.start("issuer"), limit)
        cursor = match.start("issuer") + len(issuer)
        issuer = " ".join(issuer.split()).strip(" *_") or None
    subject = None
    opened = _SUBJECT.match(text, cursor) or (
        _SUBJECT.match(keyed, cursor) if text[cursor : cursor + 12].isupper() else None
    )
    if opened is not None:
        begin = opened.end()
        clause = _NEXT_CLAUSE.search(text, begin, min(len(text), begin + _LONGEST_SUBJECT))
        finish = clause.start() if clause else min(len(text), begin + _LONGEST_SUBJECT)
        closing = text.find(")", begin, finish)
        if closing >= 0 and text.find("(", begin, closing) < 0:
            finish = closing
        subject = text[begin:finish].strip(" .,;:") or None
    return date, issuer, subject


def _issuer(raw: str, text: str, start: int, limit: int) -> str:
    """The words of `text` from `start` that name the issuer: an agency, else what stands before a verb."""
    window = text[start : min(limit, start + _ISSUER_WINDOW)]
    named = find_agencies(window)
    if named and named[0].span[0] == 0 and not named[0].group:
        return window[: named[0].span[1]]
    cut = _ISSUER_END.search(raw)
    return (raw[: cut.start()] if cut else raw).rstrip()


def _role(paragraph: Paragraph, keyed: str, start: int, end: int, opening: frozenset[int]) -> CitationRole:
    if _BASIS.match(keyed):
        return CitationRole.BASIS
    floor = max(0, start - _LOOK_BACK)
    before = keyed[max(keyed.rfind(". ", floor, start), keyed.rfind("; ", floor, start), floor) : start]
    if paragraph.index not in opening:
        for role, cue in _CHANGES:
            found = cue.search(before.lstrip(" .;"))
            if found and not _NESTED.search(before.lstrip(" .;"), found.end()):
                return role
        if _LAPSES.search(keyed, end, min(len(keyed), end + _LONGEST_SUBJECT)):
            return CitationRole.REPEALS
        return CitationRole.MENTIONS
    return CitationRole.IMPLEMENTS


def nameless(paragraph: Paragraph, taken: Sequence[Span], opening: frozenset[int]) -> Iterator[Mention]:
    """Documents without a number: forgotten ones, and laws that the basis cites by name."""
    text = paragraph.text
    keyed = key(text)
    if " số" in keyed:
        for match in _FORGOTTEN.finditer(keyed):
            before = keyed[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip()
            if text[match.start()].isupper() and not before.endswith(("kèm theo", "đính kèm", "ban hành theo")):
                beside = _beside(text, keyed, match.end(), len(text))
                role = _role(paragraph, keyed, match.start(), match.end(), opening)
                yield _unnumbered(paragraph, match, _KINDS[match["name"]], beside, role)
    if "luật" not in keyed and "pháp lệnh" not in keyed and "hiến pháp" not in keyed:
        return
    basis = _BASIS.match(keyed) is not None
    end = -1
    for match in _LAW.finditer(text):
        if match.start() < end:
            continue
        end = match.end()
        clause = _NEXT_CLAUSE.search(text, match.end())
        stop = clause.start() if clause else len(text)
        if _overlaps(taken, paragraph.start + match.start(), paragraph.start + stop):
            continue
        year = _LAW_YEAR.match(keyed, match.end())
        if not basis and year is None:
            continue
        if (
            basis
            and year is None
            and not keyed[max(0, match.start() - _LOOK_BACK) : match.start()]
            .strip(" -+*.")
            .endswith(("căn cứ", "căn cứ các", ";", "căn cứ vào"))
        ):
            continue
        date, issuer, _ = _beside(text, keyed, match.end(), len(text))
        name = keyed[match.start() : match.start() + 9]
        kind = "PL" if name.startswith("pháp") else "HP" if name.startswith("hiến") else "Luật"
        beside = (date or (year[1] if year else None), issuer, match["subject"].strip(" ,") or None)
        role = _role(paragraph, keyed, match.start(), match.end(), opening)
        yield _unnumbered(paragraph, match, kind, beside, role)


def _unnumbered(
    paragraph: Paragraph,
    match: re.Match[str],
    kind: str,
    beside: tuple[str | None, str | None, str | None],
    role: CitationRole,
) -> Mention:
    """A mention without a number; `beside` are its date, issuer and subject."""
    printed = paragraph.text[match.start() : match.end()].rstrip(" ,")
    date, issuer, subject = beside
    return Mention(
        span=(paragraph.start + match.start(), paragraph.start + match.start() + len(printed)),
        printed=printed,
        kind=kind,
        number=None,
        canonical=None,
        date=date,
        issuer=issuer,
        subject=subject,
        role=role,
    )


def _overlaps(taken: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, touches [start, end)."""
    index = bisect_left(taken, end, key=lambda span: span[0]) - 1
    return index >= 0 and taken[index][1] > start


def shortened(paragraph: Paragraph, taken: Sequence[Span]) -> Iterator[Mention]:
    """Numbers without their tail, outside the places `taken` by whole numbers."""
    text = paragraph.text
    if _DIGIT.search(text) is None:
        return
    for match in _SHORT.finditer(key(text)):
        start = paragraph.start + match.start()
        if not text[match.start()].isupper() or _overlaps(taken, start, paragraph.start + match.end()):
            continue
        yield Mention(
            span=(start, paragraph.start + match.end()),
            printed=text[match.start() : match.end()],
            kind=_KINDS[match["name"]],
            number=None,
            canonical=None,
            date=None,
            issuer=None,
            subject=None,
            role=CitationRole.MENTIONS,
            digits=match["digits"],
        )
