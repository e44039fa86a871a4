"""Duties to report: who, to whom, through whom, how often, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import msgspec

from vanban.extract.agencies import AgencyMention, agency_heading, find_agencies, read_roles
from vanban.extract.confidence import confidence
from vanban.extract.lists import body_of
from vanban.extract.orders import find_orders
from vanban.language.lexicon import load
from vanban.language.normal import key
from vanban.language.patterns import alternatives, whole_words
from vanban.language.sentences import clauses, sentences
from vanban.language.times import find_recurrences
from vanban.record import Recurrence, Reporting, Section, SectionRole, Span
from vanban.structure.headings import is_closing
from vanban.structure.text import Paragraph, ParagraphKind, Structure

_NEAR: Final = 3
_HEAD: Final = 6


class _Route(msgspec.Struct, frozen=True):
    to: str | None
    through: str | None


def read_reporting(structure: Structure) -> tuple[Reporting, ...]:
    """The duties to report, from the organisation part and the closing sentences; each route and period once."""
    sections = {section.id: section for section in structure.outline}
    orders = find_orders(structure)
    found: list[Reporting] = []
    seen: set[tuple[str | None, ...]] = set()
    for paragraph in structure.paragraphs:
        section = sections.get(paragraph.section or "")
        orderly = paragraph.index in orders or _may_report(paragraph, section)
        if paragraph.kind is ParagraphKind.ROW or not (orderly or not sections):
            continue
        for duty in _duties(paragraph, section):
            if not orderly and (duty.frequency is None or duty.due is None or duty.to is None):
                continue
            route = (duty.frequency, duty.to, duty.through, duty.due if duty.frequency is None else None)
            if route not in seen:
                seen.add(route)
                found.append(duty)
    return tuple(found)


def _may_report(paragraph: Paragraph, section: Section | None) -> bool:
    if section is None:
        return False
    if section.role is SectionRole.ORGANISATION or is_closing(paragraph.text):
        return True
    return section.role is SectionRole.TASKS and bool(agency_heading(section.heading))


def _duties(paragraph: Paragraph, section: Section | None) -> Iterator[Reporting]:
    for start, end in _clauses(paragraph.text):
        sentence = paragraph.text[start:end]
        lowered = key(sentence)
        verb = _verb(lowered)
        if verb is None:
            continue
        frequency = _frequency(lowered, raises=verb[1])
        due = _due(sentence, lowered)
        if frequency is None and (verb[1] or not _once(lowered, verb[0])):
            continue
        mentions = find_agencies(sentence)
        route = _route(lowered, verb[0], mentions)
        if route.to is None and (verb[1] or frequency is None):
            continue
        yield Reporting(
            frequency=frequency,
            by=_by(sentence, mentions, verb[0], section, closing=is_closing(paragraph.text)) or _subject(paragraph),
            to=route.to,
            through=route.through,
            due=due,
            span=(paragraph.start + start, paragraph.start + end),
            confidence=confidence("reporting", "addressed" if route.to is not None else "open"),
        )


def _clauses(text: str) -> Iterator[Span]:
    for first, last in sentences(text):
        yield from clauses(text, first, last)


@lru_cache(maxsize=3)
def _verbs(name: str) -> re.Pattern[str]:
    return whole_words(load("reporting")["verbs"][name])


def _verb(lowered: str) -> tuple[int, bool] | None:
    """Where the verb of reporting ends, and whether it only raises difficulties; None without such a verb."""
    barred = [match.span() for match in _verbs("not_verbs").finditer(lowered)]
    for match in _verbs("report").finditer(lowered):
        if not any(a <= match.start() < b for a, b in barred):
            return match.end(), False
    match_raise = _verbs("raise").search(lowered)
    return (match_raise.end(), True) if match_raise is not None else None


def _frequency(lowered: str, *, raises: bool) -> str | None:
    words = load("reporting")["frequency"]
    difficulties = any(word in lowered for word in words["difficulties"])
    if raises:
        return "ad_hoc" if difficulties else None
    codes = [r.value for r, _ in find_recurrences(lowered) if r is not Recurrence.CONTINUOUS]
    codes = list(dict.fromkeys(codes))
    if not codes and any(word in lowered for word in words["periodic"]):
        codes.append("periodic")
    if any(word in lowered for word in words["ad_hoc"]) or (difficulties and not codes):
        codes.append("ad_hoc")
    return "+".join(codes) or None


def _route(lowered: str, verb_end: int, mentions: tuple[AgencyMention, ...]) -> _Route:
    """Who receives the report, and through whom (`qua Sở …`); what the receiver passes on is the receiver's duty."""
    path = load("reporting")["path"]
    after = [m for m in mentions if m.span[0] >= verb_end]
    through = next((m for m in mentions if _preceded(lowered, m, path["through"])), None)
    candidates = [m for m in after if m is not through]
    direct = next((m for m in candidates if m.span[0] - verb_end <= _NEAR), None)
    sent = next((m for m in candidates if _preceded(lowered, m, path["to"])), None)
    # `kết quả của các đơn vị`: whose results they are, not who receives them
    named = (m for m in candidates if not _preceded(lowered, m, ("của ",)))
    to = direct or sent or next(named, None)
    if to is None:
        before = [m for m in mentions if m.span[1] <= verb_end and _preceded(lowered, m, path["to"])]
        to = before[-1] if before else None
    return _Route(to=to.name if to is not None else None, through=through.name if through is not None else None)


def _preceded(lowered: str, mention: AgencyMention, words: tuple[str, ...]) -> bool:
    return lowered[max(0, mention.span[0] - 14) : mention.span[0]].endswith(words)


def _by(
    sentence: str, mentions: tuple[AgencyMention, ...], verb_end: int, section: Section | None, *, closing: bool
) -> tuple[str, ...]:
    above = agency_heading(section.heading) if section is not None and not closing else ()
    if above:
        return above
    path = load("reporting")["path"]
    lowered = key(sentence)
    # Who is told does not tell: `phản ánh về Sở X để Sở X tổng hợp, báo cáo …`.
    told = {m.name for m in mentions if _preceded(lowered, m, (*path["to"], *path["through"]))}
    names = read_roles(sentence).lead or tuple(m.name for m in mentions if m.span[1] < verb_end)[:3]
    return tuple(name for name in names if name not in told)


def _subject(paragraph: Paragraph) -> tuple[str, ...]:
    """Who the paragraph begins with, for a clause further on that only says `báo cáo …`."""
    return read_roles(body_of(paragraph)).lead


def _once(lowered: str, verb_end: int) -> bool:
    """Whether a report is due by a day that the sentence names behind the verb or at its head: it is due once."""
    days = [match.start() for match in _due_pattern().finditer(lowered)]
    return any(start >= verb_end or start <= _HEAD for start in days)


def _due(sentence: str, lowered: str) -> str | None:
    match = _due_pattern().search(lowered)
    return sentence[match.start() : match.end()] if match is not None else None


@lru_cache(maxsize=1)
def _due_pattern() -> re.Pattern[str]:
    cues = alternatives(load("reporting")["path"]["due"])
    day = r"\d{1,2}(?:/\d{1,2}(?:/\d{4})?|(?: tháng \d{1,2})?(?: năm \d{4})?)"
    return re.compile(rf"\b(?:{cues})\b[^.;,\d]{{0,20}}{day}(?: (?:hằng|hàng|mỗi) (?:năm|quý|tháng))?")
