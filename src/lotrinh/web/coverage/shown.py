"""A plan beside a higher document as the page shows it: what is asked for, marked words, shares in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lotrinh.core import words
from lotrinh.plans.coverage.duties import Duty
from lotrinh.plans.selectors.coverage import Answer, Coverage, Line
from lotrinh.plans.vocab import RowKind, Taken
from lotrinh.web.plans.addresses import row_url
from lotrinh.web.plans.wording import badge, target_value, years
from vanban.comparing import Likeness, Shared, topic_label

PER_PAGE: Final = 25
#: Paper has one page for everything.
_ON_PAPER: Final = 5000
#: Words with a smaller part of a score are not worth a mark.
_TELLING: Final = 0.04
_MOST_CHIPS: Final = 5
_REPEATED: Final = "repeated"
_TONES: Final = {
    Taken.CONFIRMED: "ok",
    Taken.PROPOSED: "info",
    Taken.MISSING: "warn",
    Taken.LEFT_OUT: "bad",
    Taken.OUT_OF_SCOPE: "muted",
}
#: What a list can be narrowed to: the states, and what repeats the parent word for word.
STATES: Final[tuple[tuple[str, str | Promise], ...]] = (*Taken.choices, (_REPEATED, _("Chép nguyên văn")))
KINDS: Final = ((RowKind.TASK, _("Nhiệm vụ")), (RowKind.TARGET, _("Chỉ tiêu")))
CLEAR: Final = {
    "owner": _("Có cơ quan chủ trì"),
    "deadline": _("Có thời hạn"),
    "deliverable": _("Có sản phẩm"),
    "measure": _("Có cách đo"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `shared`: the other text has them too."""

    text: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """Shared words with their part of the score in per cent; `topic`: what both speak of, be it in other words."""

    words: str
    share: int
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """A row of the plan beside a duty. `code` is what the buttons send; `percent` the score."""

    answer: Answer
    code: str
    percent: int
    copied: int
    pieces: tuple[Piece, ...]
    chips: tuple[Chip, ...]
    more: int
    url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A duty of the parent with its state and its answers."""

    line: Line
    badge: Any
    pieces: tuple[Piece, ...]
    note: str
    first: AnswerShown | None
    others: tuple[AnswerShown, ...]
    url: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address narrows the list to; an unknown code narrows nothing."""

    state: str = ""
    kind: str = ""
    text: str = ""
    page: int = 1
    paper: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        """What the query of an address asks for."""
        state, kind, page = query.get("trang-thai", ""), query.get("loai", ""), query.get("trang", "1")
        return cls(
            state=state if state in dict(STATES) else "",
            kind=kind if kind in dict(KINDS) else "",
            text=" ".join(query.get("tim", "").replace("\x00", " ").split())[:200],
            page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1,
            paper=query.get("in") == "1",
        )

    def query(self, **changes: str) -> str:
        """The query that asks for the same, changed; the page is the first unless it is among the changes."""
        given = {"trang-thai": self.state, "loai": self.kind, "tim": self.text, **changes}
        return urlencode({name: value for name, value in given.items() if value})

    def of_lines(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Those that are asked for."""
        return tuple(line for line in lines if self._wants(line))

    def _wants(self, line: Line) -> bool:
        if self.kind and line.duty.kind != self.kind:
            return False
        if self.state == _REPEATED and not line.repeated:
            return False
        if self.state and self.state not in {_REPEATED, line.state}:
            return False
        return not self.text or any(says(duty, self.text) for duty in (line.duty, *(one.duty for one in line.answers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the lines that are asked for."""

    lines: tuple[LineShown, ...]
    total: int
    number: int
    pages: int
    links: tuple[tuple[int, str], ...]


def page_of(found: Coverage, asked: Asked) -> Page:
    """The lines of one page; the words that are shared are worked out for them alone."""
    wanted = asked.of_lines(found.lines)
    size = _ON_PAPER if asked.paper else PER_PAGE
    pages = max(1, -(-len(wanted) // size))
    number = min(max(asked.page, 1), pages)
    rows = tuple(line_of(found, line) for line in wanted[(number - 1) * size : number * size])
    links = tuple((index, f"?{asked.query(trang=str(index))}") for index in range(1, pages + 1))
    return Page(lines=rows, total=len(wanted), number=number, pages=pages, links=links)


def line_of(found: Coverage, line: Line, answers: Sequence[Answer] | None = None) -> LineShown:
    """A duty with its answers (or with others that are given)."""
    shown = [answer_of(found, line, answer) for answer in (line.answers if answers is None else answers)]
    first = found.matching.explain(line.index, line.answers[0].index) if line.answers else None
    plan = found.above.plan
    return LineShown(
        line=line,
        badge=state_badge(line.state),
        pieces=tuple(pieces(line.duty.words, left_spans(first))),
        note=note_of(line.duty),
        first=shown[0] if shown else None,
        others=tuple(shown[1:]),
        url=reverse("coverage:duty", args=(found.plan.pk, found.above.document.pk, line.duty.key)),
        row=row_url(line.duty.kind, line.duty) if plan is not None else "",
    )


def answer_of(found: Coverage, line: Line, answer: Answer) -> AnswerShown:
    """A row of the plan with the words that it shares with the duty."""
    said = found.matching.explain(line.index, answer.index)
    return AnswerShown(
        answer=answer,
        code=f"{line.duty.key} {answer.duty.kind} {answer.duty.lineage}",
        percent=per_cent(answer.score),
        copied=per_cent(answer.copied),
        pieces=tuple(pieces(answer.duty.words, right_spans(said))),
        chips=chips_of(said),
        more=len(said.shared) - len(chips_of(said)),
        url=row_url(answer.duty.kind, answer.duty),
        note=note_of(answer.duty),
    )


def says(duty: Duty, text: str) -> bool:
    """Whether every word stands in the duty, its heading or who leads it, with or without diacritics."""
    said = words.fold(f"{duty.section} {duty.heading} {duty.text} {duty.who}")
    return all(word in said for word in words.fold(text).split())


def note_of(duty: Duty) -> str:
    """Where a duty stands, and what a target asks for."""
    parts = [str(RowKind(duty.kind).label)]
    if duty.section:
        parts.append(duty.section)
    if duty.aim is not None:
        parts.append(aim_words(duty.aim))
    elif duty.who:
        parts.append(duty.who)
    return " · ".join(part for part in parts if part)


def aim_words(aim: Any) -> str:
    """`≥ 40%, 2030`."""
    return ", ".join(part for part in (target_value(aim), years(aim)) if part)


def state_badge(state: Taken) -> Any:
    """What becomes of a duty, as a badge."""
    return badge(_TONES[state], str(state.label))


def per_cent(share: float) -> int:
    """A share between 0 and 1 in whole per cents."""
    return round(100 * share)


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    """The text in runs, those in the spans marked; spans may overlap. The runs one after the other are the text."""
    at = 0
    for start, end in sorted(spans):
        first, last = max(start, at), min(end, len(text))
        if last <= first:
            continue
        if first > at:
            yield Piece(text[at:first], shared=False)
        yield Piece(text[first:last], shared=True)
        at = last
    if at < len(text):
        yield Piece(text[at:], shared=False)


def left_spans(said: Likeness | None) -> list[tuple[int, int]]:
    """The places in the first text of what is worth a mark."""
    return [] if said is None else [span for item in said.shared if item.share >= _TELLING for span in item.left]


def right_spans(said: Likeness) -> list[tuple[int, int]]:
    """The places in the second text of what is worth a mark."""
    return [span for item in said.shared if item.share >= _TELLING for span in item.right]


def shared_words(item: Shared) -> str:
    """What two rows share, in one line: `nhân lực: đào tạo, chuyên gia`."""
    mark = chip(item)
    return ": ".join(part for part in (mark.topic, mark.words) if part)


def chips_of(said: Likeness) -> tuple[Chip, ...]:
    """What makes most of a score."""
    return tuple(chip(item) for item in said.shared[:_MOST_CHIPS] if item.share >= _TELLING)


def chip(item: Shared) -> Chip:
    """What two rows share, as a mark with its part of the score."""
    topic = topic_label(item.topic) if item.topic else ""
    words = item.words if item.words or topic else str(_("từ ngữ của đề mục"))
    return Chip(words, per_cent(item.share), topic)


def clear_of(found: Coverage) -> list[tuple[str | Promise, int, int]]:
    """How many tasks of the plan say who, by when, what comes out and how it is measured: label, number, per cent."""
    share: Mapping[str, int] = found.clear
    return [
        (label, share[name], per_cent(share[name] / found.tasks) if found.tasks else 0) for name, label in CLEAR.items()
    ]
