"""Merger day as the page shows it: counts in words, a choice for each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lotrinh.plans.selectors.board import EACH, KEEP, Board, Body, Loss, Lost
from lotrinh.plans.selectors.handovers import labels
from lotrinh.plans.services.handing import Passing
from lotrinh.plans.vocab import PartyRole, RowKind
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.plans.wording import count, plain
from lotrinh.web.templatetags.ui.values import issued_words

PER_PAGE: Final = 50
_OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in the list: what it had, how much of it is decided."""

    body: Body
    had: str
    decided: int
    url: str
    here: bool


@dataclass(slots=True)
class RowLine:
    """A duty with its choice. `code` and `typed` are what was sent or saved; `wrong` says what is wrong with it."""

    item: Lost
    options: tuple[tuple[str, str], ...]
    code: str
    typed: str = ""
    wrong: str = ""
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = f"{self.item.duty.kind}-{self.item.duty.party_id}"

    @property
    def choices(self) -> SafeString:
        """The options of the select box."""
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, SafeString(" selected") if code == self.code else "", label) for code, label in self.options),
        )

    @property
    def url(self) -> str:
        """The row of the plan."""
        return row_url(RowKind(self.item.duty.kind), self.item.duty)

    @property
    def text(self) -> str:
        """The words of the row."""
        return plain(self.item.duty.text)

    @property
    def plan(self) -> str:
        """The number of the plan and its day."""
        return plan_words(self.item.duty.plan_number, self.item.duty.plan_issued_on, self.item.duty.plan_title)

    @property
    def role(self) -> str:
        """What the body owed."""
        return role_words(self.item.duty.kind, self.item.duty.role)

    @property
    def reason(self) -> str:
        """By which words the proposal was made."""
        return ", ".join(f"“{word}”" for word in self.item.verdict.words)


def had(body: Body) -> str:
    """`14 nhiệm vụ chủ trì, 9 nhiệm vụ phối hợp`."""
    words = {
        (RowKind.TASK, PartyRole.LEAD): _("%(n)s nhiệm vụ chủ trì"),
        (RowKind.TASK, PartyRole.PARTNER): _("%(n)s nhiệm vụ phối hợp"),
        (RowKind.ASSIGNMENT, PartyRole.LEAD): _("%(n)s phân công chủ trì"),
        (RowKind.ASSIGNMENT, PartyRole.PARTNER): _("%(n)s phân công phối hợp"),
        (RowKind.REPORTING, PartyRole.LEAD): _("%(n)s chế độ báo cáo"),
    }
    return ", ".join(text % {"n": count(body.counts[key])} for key, text in words.items() if key in body.counts)


def bodies(board: Board, here: str) -> list[BodyLine]:
    """All bodies with how many of their duties are decided."""
    decided: dict[str, int] = {}
    for item in board.lost:
        if item.code:
            decided[item.body.key] = decided.get(item.body.key, 0) + 1
    return [
        BodyLine(body, had(body), decided.get(body.key, 0), board_url(board, body.key), body.key == here)
        for body in board.bodies
    ]


def board_url(board: Board, key: str = "", page: int = 1) -> str:
    """The address of the page for a body."""
    query = {"ngay": f"{board.day:%d/%m/%Y}"}
    if key:
        query["nhom"] = key
    if page > 1:
        query["trang"] = str(page)
    return f"{reverse('handovers:board')}?{urlencode(query)}{'#dong' if key else ''}"


def rows(items: Sequence[Lost], sent: Mapping[str, Any] | None = None) -> list[RowLine]:
    """The rows of a page; `sent` is what the form sent, where something in it is wrong. One query at most."""
    known = labels({item.code for item in items if item.code and item.body.candidate(item.code) is None})
    found = []
    for item in items:
        line = RowLine(item, tuple(_options(item, known)), item.code)
        if sent is not None:
            line.code = sent.get(f"c-{line.name}", line.code)
            line.typed = sent.get(f"t-{line.name}", "")
        found.append(line)
    return found


def _options(item: Lost, known: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    yield "", _("— chưa chọn —") if item.body.loss in {Loss.ENDED, Loss.GROUP} else _("— không đưa vào —")
    for candidate in item.body.candidates:
        yield candidate.code, f"{candidate.label} ({candidate.subject})" if candidate.subject else candidate.label
    if item.code in known:
        yield item.code, known[item.code]
    yield KEEP, _("Để lại, chưa chuyển trong quyết định này")


def role_words(kind: str, role: str) -> str:
    """`Chủ trì`, `Phối hợp (phân công)`, `Báo cáo`."""
    if kind == RowKind.REPORTING:
        return _("Báo cáo")
    label = str(PartyRole(role).label)
    return label if kind == RowKind.TASK else _("%(role)s (phân công)") % {"role": label}


def plan_words(number: str, issued_on: str, title: str) -> str:
    """`12/KH-UBND ngày 05/02/2026`, else the title."""
    return f"{number} {issued_words(issued_on)}".strip() if number else title


def names(board: Board, items: Iterable[Lost]) -> dict[str, str]:
    """The names behind the codes of the items; one query."""
    found = dict(labels({item.code for item in items}))
    found |= {candidate.code: candidate.label for body in board.bodies for candidate in body.candidates}
    return found


def passings(items: Iterable[Lost]) -> list[Passing]:
    """What the service takes: each row with who takes it over."""
    found = []
    for item in items:
        units = item.body.each if item.code == EACH else ()
        if item.code[:1] == "u":
            units = (int(item.code[1:]),)
        found.append(
            Passing(
                kind=RowKind(item.duty.kind),
                party_id=item.duty.party_id,
                to_units=units,
                to_group=item.code[1:] if item.code[:1] == "g" else "",
                subject=item.subject,
            )
        )
    return found
