"""The right side of the page: what was read, one card an item, grouped by part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from vanban.language import wording
from vanban.language.wording import Lang
from vanban.reading_warnings import translated
from vanban.record import PlanRecord, SectionRole, Severity, Span, Task
from vanban.writers import formats
from vanban.writers.explain.html import tag, text
from vanban.writers.explain.parts import (
    ASSIGNMENT,
    BUDGET,
    CITATION,
    FINDING,
    PARTS,
    REPORTING,
    TARGET,
    TASK,
    Item,
    Part,
)
from vanban.writers.explain.texts import say
from vanban.writers.labels import (
    BUDGET_KINDS,
    CITATION_ROLES,
    SEVERITIES,
    Words,
    frequency,
    instrument,
    pick,
)
from vanban.writers.tables import Places, identity

_NUMBERS: Final = re.compile(r"[1-9]\d*|[IV]+(?=/)")
_HIGH: Final = 0.9
_MIDDLE: Final = 0.7
_EXCERPT: Final = 400
#: The sentence that stands for a part without items.
_EMPTY: Final[Mapping[str, str]] = MappingProxyType(
    {
        TARGET.key: "no-targets",
        TASK.key: "no-tasks",
        ASSIGNMENT.key: "no-assignments",
        REPORTING.key: "no-reporting",
        BUDGET.key: "no-budget",
        CITATION.key: "no-citations",
        FINDING.key: "no-findings",
    }
)
#: Fields of a task that officials call clear: who, when, what comes of it, how much.
_CLEAR: Final[tuple[tuple[str, Words], ...]] = (
    ("owner", ("rõ người chủ trì", "lead named")),
    ("deadline", ("rõ thời gian", "time given")),
    ("deliverable", ("rõ sản phẩm", "product named")),
    ("measure", ("rõ số đo", "number given")),
)


class _Card(msgspec.Struct, kw_only=True):
    """What a card shows. facts: terms with their values, empty ones are left out. missing: what the source omits."""

    heading: str
    body: str = ""
    place: str = ""
    confidence: float | None = None
    facts: list[tuple[Words, str]]
    missing: list[Words]
    classes: str = ""
    attributes: str = ""


def write(record: PlanRecord, items: Mapping[str, tuple[Item, ...]], lang: Lang) -> str:
    """The HTML of all parts, each with its cards or with a sentence that says why there are none."""
    writer = _Writer(record, lang)
    makers = {
        TARGET.key: writer.target,
        TASK.key: writer.task,
        ASSIGNMENT.key: writer.assignment,
        REPORTING.key: writer.reporting,
        BUDGET.key: writer.budget,
        CITATION.key: writer.citation,
        FINDING.key: writer.finding,
    }
    html: list[str] = []
    for part in PARTS:
        cards = [writer.card(item, makers[part.key](item.order - 1)) for item in items[part.key]]
        body = "".join(cards) or f'<p class="none">{text(_why_none(part, record, lang))}</p>'
        html.append(
            f'<section class="part p-{part.key}" id="{part.prefix}" aria-labelledby="h-{part.prefix}">'
            f'<h2 id="h-{part.prefix}" class="{part.key}"><i aria-hidden="true">{part.shape}</i> '
            f"{pick(part.name, lang)} <b>{len(cards)}</b></h2>{body}</section>"
        )
    return "".join(html)


def document(record: PlanRecord, lang: Lang) -> str:
    """The card of the document itself: what identifies it, and how many tasks are clear."""
    pairs = identity(record, lang)
    rows = "".join(f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in pairs)
    missing = [
        pick(words, lang)
        for words, value in (
            (("số", "number"), record.document.number),
            (("ngày", "date"), record.document.date),
            (("cơ quan ban hành", "issuer"), record.document.issuer),
            (("người ký", "signer"), record.document.signer),
        )
        if not value
    ]
    if missing:
        label = pick(("Chưa thấy", "Not found"), lang)
        rows += f'<div class="no"><dt>{label}</dt><dd>{text(", ".join(missing))}</dd></div>'
    warnings = "".join(
        f'<p class="warn"><b aria-hidden="true">!</b> {text(translated(line, lang))}</p>'
        for line in record.text.warnings
    )
    return f'<dl class="doc">{rows}</dl>{warnings}{_clearness(record.tasks, lang)}'


def _clearness(tasks: Sequence[Task], lang: Lang) -> str:
    """For each clear field, how many tasks have it: a bar, the figure, and a button that lists those that lack it."""
    if not tasks:
        return ""
    rows = []
    for key, words in _CLEAR:
        having = sum(bool(getattr(task.specificity, key)) for task in tasks)
        share = round(100 * having / len(tasks))
        lacking = len(tasks) - having
        hint = pick((f"Xem {lacking} nhiệm vụ chưa {words[0]}", f"Show {lacking} tasks without: {words[1]}"), lang)
        button = (
            f'<button type="button" data-miss="{key}" title="{hint}" aria-label="{hint}" aria-pressed="false" disabled>'
            f"{pick(('thiếu', 'lacking'), lang)} {lacking}</button>"
            if lacking
            else f"<span>{pick(('đủ', 'all'), lang)}</span>"
        )
        rows.append(
            f"<li><span>{pick(words, lang)}</span>"
            f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="8"/>'
            f'<rect class="v" width="{share}" height="8"/></svg><b>{having}/{len(tasks)}</b>{button}</li>'
        )
    title = pick(("Nhiệm vụ có đủ rõ không", "Are the tasks clear"), lang)
    return f'<h3 class="sub">{title}</h3><ul class="clear">{"".join(rows)}</ul>'


def _why_none(part: Part, record: PlanRecord, lang: Lang) -> str:
    """Why a part is empty, said so that the reader knows what to look for."""
    roles = {section.role for section in record.outline}
    key = _EMPTY[part.key]
    if (part is TARGET and SectionRole.OBJECTIVES not in roles) or (
        part is TASK and not roles & {SectionRole.TASKS, SectionRole.APPENDIX}
    ):
        key += "-no-part"
    return say(key, lang)


class _Writer:
    """Makes the cards of one record."""

    def __init__(self, record: PlanRecord, lang: Lang) -> None:
        self._record = record
        self._lang: Lang = lang
        self._places = Places(record)

    def _at(self, span: Span | None, section: str | None = None, section_id: str | None = None) -> str:
        where = self._places.where(span, self._lang)
        path = self._places.section(section, section_id)
        return f"{path} · {where}" if path else where

    def card(self, item: Item, card: _Card) -> str:
        """The HTML of one card."""
        lang = self._lang
        href = f"s-{item.anchor}" if item.spans else item.anchor
        facts = "".join(
            f"<div><dt>{pick(words, lang)}</dt><dd>{value}</dd></div>" for words, value in card.facts if value
        )
        if card.missing:
            label = pick(("Chưa nêu", "Not given"), lang)
            names = ", ".join(pick(words, lang) for words in card.missing)
            facts += f'<div class="no"><dt>{label}</dt><dd>{text(names)}</dd></div>'
        heading = f'<p class="hd">{card.heading}</p>' if card.heading else ""
        body = f'<p class="x">{text(wording.shorten(card.body, _EXCERPT))}</p>' if card.body else ""
        place = f'<span class="at">{text(card.place)}</span>' if card.place else ""
        sure = _confidence(card.confidence, lang) if card.confidence is not None else ""
        return (
            f'<article class="c {item.part.key}{card.classes}" id="{item.anchor}"{card.attributes}>'
            f"<header>{tag(item, lang, href=href)}{place}{sure}</header>"
            f"{heading}{body}{f'<dl>{facts}</dl>' if facts else ''}</article>"
        )

    def target(self, index: int) -> _Card:
        target = self._record.targets[index]
        lang = self._lang
        value = formats.target_value(target, lang, words=True)
        when = formats.target_when(target, lang)
        figure = f"<b>{text(value)}</b>" if value else ""
        return _Card(
            heading=text(target.name) + (f" {figure}" if figure else ""),
            place=self._at(target.span, target.section),
            confidence=target.confidence,
            facts=[
                (("Năm", "Year"), text(when)),
                (("Chủ trì", "Lead"), text(formats.agencies(target.lead))),
                (("Mã chỉ số", "Indicator"), f"<code>{text(target.indicator)}</code>" if target.indicator else ""),
            ],
            missing=[
                *([("con số để đo", "a number to measure")] if target.value is None else []),
                *([("năm phải đạt", "the year")] if not when else []),
            ],
        )

    def task(self, index: int) -> _Card:
        task = self._record.tasks[index]
        lang = self._lang
        when = formats.task_when(task, lang)
        lacking = " ".join(key for key, _ in _CLEAR if not getattr(task.specificity, key))
        dates = [wording.date(value, lang) for value in (task.start, task.deadline) if value]
        normal = " – ".join(dates)
        every = formats.recurrence(task.every, lang)
        if normal and _NUMBERS.findall(normal) != _NUMBERS.findall(when):
            when = f"{when} ({normal})"
        return _Card(
            heading="",
            body=formats.sentence(task.text),
            place=self._at(task.span, task.section, task.section_id),
            confidence=task.confidence,
            facts=[
                (("Chủ trì", "Lead"), text(formats.agencies(task.lead))),
                (("Phối hợp", "Partners"), text(formats.agencies(task.partners))),
                (("Thời gian", "Time"), text(when)),
                (("Lặp lại", "Recurrence"), "" if every.casefold() in when.casefold() else text(every)),
                (("Sản phẩm", "Product"), text(task.deliverable or "")),
                (("Kinh phí", "Budget"), text(wording.money(task.budget, lang)) if task.budget is not None else ""),
            ],
            missing=[
                *([("chủ trì", "lead")] if not task.lead else []),
                *([("thời gian", "time")] if not when else []),
                *([("sản phẩm", "product")] if not task.deliverable else []),
            ],
            attributes=f' data-lack="{lacking}"' if lacking else "",
        )

    def assignment(self, index: int) -> _Card:
        assignment = self._record.assignments[index]
        return _Card(
            heading=text(formats.agencies(assignment.lead)),
            body=formats.sentence(assignment.text),
            place=self._at(assignment.span, assignment.section),
            confidence=assignment.confidence,
            facts=[(("Phối hợp", "Partners"), text(formats.agencies(assignment.partners)))],
            missing=[],
        )

    def reporting(self, index: int) -> _Card:
        duty = self._record.reporting[index]
        lang = self._lang
        words = frequency(duty.frequency, lang)
        return _Card(
            heading=text(words[:1].upper() + words[1:]),
            body=formats.sentence(self._record.text.content[slice(*duty.span)]),
            place=self._at(duty.span),
            confidence=duty.confidence,
            facts=[
                (("Ai báo cáo", "Who reports"), text(formats.agencies(duty.by))),
                (("Gửi đến", "To"), text(duty.to or "")),
                (("Qua", "Through"), text(duty.through or "")),
                (("Thời hạn", "Due"), text(duty.due or "")),
            ],
            missing=[
                *([("chế độ", "frequency")] if not duty.frequency else []),
                *([("nơi nhận", "recipient")] if not duty.to else []),
                *([("thời hạn", "due date")] if not duty.due else []),
            ],
        )

    def budget(self, index: int) -> _Card:
        line = self._record.budget[index]
        lang = self._lang
        parent = ""
        if line.parent is not None and 0 <= line.parent < len(self._record.budget):
            parent = tag(Item(BUDGET, line.parent + 1, ()), lang, href=f"{BUDGET.prefix}{line.parent + 1}")
        return _Card(
            heading=f"{text(line.label)} <b>{text(wording.money(line.amount, lang))}</b>",
            place=self._at(line.span),
            confidence=line.confidence,
            facts=[
                (("Loại", "Kind"), text(pick(BUDGET_KINDS[line.kind], lang))),
                (("Giai đoạn", "Years"), text(formats.budget_years(line))),
                (("Nguồn vốn", "Source"), text(line.source or "")),
                (("Thuộc", "Part of"), parent),
            ],
            missing=[],
        )

    def citation(self, index: int) -> _Card:
        citation = self._record.citations[index]
        lang = self._lang
        number = f"{pick(('số', 'No.'), lang)} {citation.number}" if citation.number else ""
        mentions = "".join(
            f'<a href="#s-{CITATION.prefix}{index + 1}{f"-{mention}" if mention > 1 else ""}">{mention}</a> '
            for mention in range(1, len(citation.spans) + 1)
        )
        return _Card(
            heading=f"{text(instrument(citation.kind, lang))} {text(number)}".strip(),
            body=citation.subject or "",
            place=self._at(citation.spans[0] if citation.spans else None),
            facts=[
                (("Ngày", "Date"), text(wording.date(citation.date, lang))),
                (("Cơ quan", "Issuer"), text(citation.issuer or "")),
                (("Vai trò", "Role"), text(pick(CITATION_ROLES[citation.role], lang))),
                (("Nhắc đến", "Mentions"), mentions.strip() if len(citation.spans) > 1 else ""),
            ],
            missing=[
                *([("số, ký hiệu", "number")] if not citation.number else []),
                *([("ngày", "date")] if not citation.date else []),
            ],
        )

    def finding(self, index: int) -> _Card:
        finding = self._record.findings[index]
        lang = self._lang
        severity = pick(SEVERITIES[finding.severity], lang)
        sign = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.NOTE: "i"}[finding.severity]
        words = (
            wording.shorten(formats.plain(self._record.text.content[slice(*finding.span)]), _EXCERPT // 2)
            if finding.span
            else ""
        )
        quoted = f"“{words}”" if words else ""
        return _Card(
            heading=f'<span class="sv {finding.severity}"><i aria-hidden="true">{sign}</i> {severity}</span> '
            f"{text(finding.message)}",
            body=quoted,
            place=self._at(finding.span),
            facts=[(("Mã", "Code"), f"<code>{text(finding.code)}</code>")],
            missing=[],
        )


def _confidence(value: float, lang: Lang) -> str:
    """How sure the reading is: a word, a figure and dots."""
    if value >= _HIGH:
        level, words, dots = "hi", ("cao", "high"), "●●●"
    elif value >= _MIDDLE:
        level, words, dots = "mid", ("vừa", "medium"), "●●○"
    else:
        level, words, dots = "lo", ("thấp", "low"), "●○○"
    label = pick(("Độ tin cậy", "Confidence"), lang)
    return (
        f'<span class="q {level}" title="{label}"><i aria-hidden="true">{dots}</i> '
        f'<span class="sr">{label}: </span>{pick(words, lang)} {round(value * 100)}%</span>'
    )
