"""What rows say of successions: who handed on what to whom, and whether it can have been so."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.core.actor import Actor
from lotrinh.organisations import policies
from lotrinh.organisations.history import Flaw, Line, Period, faults, subject_key
from lotrinh.organisations.models import Succession
from lotrinh.organisations.services.importing.nodes import Node, Register, composed, overlap
from lotrinh.organisations.services.importing.rows import Change, Draft
from lotrinh.organisations.services.reorganising import MOST_LINES
from lotrinh.organisations.vocab import ENDING, ReorganisationKind

_DAY: Final = dt.timedelta(days=1)
#: For each flaw the column and the sentence.
_FLAWS: Final[Mapping[Flaw, tuple[str, str | Promise]]] = {
    Flaw.CYCLE: ("predecessors", gettext_lazy("“%(old)s” chuyển vòng về chính nó trong cùng một ngày.")),
    Flaw.TOO_EARLY: ("act_effective_on", gettext_lazy("“%(old)s” chưa hoạt động trước ngày %(day)s.")),
    Flaw.ENDED: ("act_effective_on", gettext_lazy("“%(old)s” đã kết thúc hoạt động trước ngày %(day)s.")),
    Flaw.NO_SUCCESSOR: ("act_effective_on", gettext_lazy("“%(new)s” không hoạt động vào ngày %(day)s.")),
    Flaw.TWICE: ("predecessors", gettext_lazy("“%(old)s” chuyển cùng một nội dung cho “%(new)s” hai lần.")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The deciding document of a passage, as a row gives it."""

    effective_on: dt.date
    how: str
    number: str
    issued_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One line of an act that is not recorded yet; `index` is that of its row."""

    index: int
    act: Act
    predecessor: Node
    successor: Node | None
    subject: str

    @property
    def line(self) -> Line:
        """The passage as the rules know it; `act` is minus one minus the index of the row."""
        return Line(
            on=self.act.effective_on,
            predecessor=self.predecessor.key,
            successor=self.successor.key if self.successor else None,
            ends=self.act.how in ENDING,
            subject=self.subject,
            act=-1 - self.index,
        )


class Passages:
    """The successions of a table beside those that are recorded; one query, where the table has or touches any."""

    def __init__(self, drafts: Sequence[Draft], register: Register) -> None:
        self._drafts = drafts
        self._register = register
        self._known = _recorded() if any(draft.row.has_history or _days_change(draft) for draft in drafts) else []
        self.new: list[Passage] = []
        there = {_key(line) for line in self._known}
        for index, draft in enumerate(drafts):
            for passage in self._of_row(index, draft):
                if _key(passage.line) not in there:
                    self.new.append(passage)
                    draft.changes.append(_told(passage))
        for passage in self.new:
            self._end(passage)

    def check(self, actor: Actor) -> None:
        """Say of each row what of its history, or of its days beside recorded history, cannot be."""
        self._check_acts(actor)
        self._check_parents()
        touched = {node.key for passage in self.new for node in (passage.predecessor, passage.successor) if node}
        touched |= {draft.node.key for draft in self._drafts if draft.node is not None and _days_change(draft)}
        # What passes on the same day can close a circle with what is new, though it touches none of its units.
        days = {passage.act.effective_on for passage in self.new}
        near = [
            line for line in self._known if line.on in days or line.predecessor in touched or line.successor in touched
        ]
        lines = [*near, *(passage.line for passage in self.new)]
        nodes = self._register.nodes
        for line in near:
            self._check_last_day(line)
        ends = {line.predecessor for line in lines} | {line.successor for line in lines if line.successor is not None}
        periods = {key: Period(starts_on=nodes[key].starts_on, ends_on=nodes[key].ends_on) for key in ends}
        for fault in faults(lines, periods):
            column, sentence = _FLAWS[fault.flaw]
            old, new = nodes[fault.line.predecessor], nodes.get(fault.line.successor or 0)
            said = sentence % {
                "old": old.name, "new": new.name if new else "", "day": f"{fault.line.on:%d/%m/%Y}",
            }  # fmt: skip
            if fault.line.act < 0:
                self._drafts[-1 - fault.line.act].wrong(column, said)
            else:
                self._blame((old, new), said)

    def _of_row(self, index: int, draft: Draft) -> Iterable[Passage]:
        node = draft.node
        day = draft.effective_on
        if node is None or day is None or not draft.how or draft.has_fault("how", "subject", "act_effective_on"):
            return
        act = Act(effective_on=day, how=draft.how, number=composed(draft.row.act_number), issued_on=draft.issued_on)
        subject = composed(draft.row.subject)
        if not draft.predecessors:
            yield Passage(index=index, act=act, predecessor=node, successor=None, subject=subject)
        for text in draft.predecessors:
            old = self._predecessor(draft, text, day - _DAY)
            if old is not None:
                yield Passage(index=index, act=act, predecessor=old, successor=node, subject=subject)

    def _predecessor(self, draft: Draft, text: str, day: dt.date) -> Node | None:
        """The unit that is meant: the one of this code or name that existed on the day before."""
        called = self._register.called(composed(text), besides=draft.node)
        said = {"name": text[:200]}
        if not called:
            if draft.node in self._register.called(composed(text)):
                draft.wrong("predecessors", _("Một cơ quan không thể kế thừa chính nó."))
            else:
                draft.wrong("predecessors", _("Không có cơ quan “%(name)s” trong hệ thống hay trong bảng.") % said)
            return None
        chosen = called if len(called) == 1 else [node for node in called if node.exists(day)]
        if len(chosen) != 1:
            draft.wrong("predecessors", _("Có nhiều cơ quan tên “%(name)s”; hãy ghi mã định danh.") % said)
            return None
        return chosen[0]

    def _end(self, passage: Passage) -> None:
        """Let the predecessor end where the act ends it; it ends once."""
        if passage.act.how not in ENDING:
            return
        old, last = passage.predecessor, passage.act.effective_on - _DAY
        if old.ends_on is None:
            old.ends_on, old.ended_by_act = last, True
        elif old.ends_on != last:
            self._drafts[passage.index].wrong(
                "act_effective_on",
                _("“%(old)s” đã ghi hoạt động đến hết %(day)s, không khớp với ngày hiệu lực này.")
                % {"old": old.name, "day": f"{old.ends_on:%d/%m/%Y}"},
            )

    def _check_last_day(self, line: Line) -> None:
        """A recorded act has ended the unit: a row cannot give it another last day."""
        old = self._register.nodes[line.predecessor]
        if line.ends and old.ends_on != line.on - _DAY:
            self._blame((old,), _("Ngày kết thúc không khớp với lần sắp xếp đã ghi, có hiệu lực từ %(day)s.") % {
                "day": f"{line.on:%d/%m/%Y}"
            })  # fmt: skip

    def _blame(self, nodes: Iterable[Node | None], sentence: str) -> None:
        """Say it of the rows that change the days of one of the units."""
        for node in nodes:
            if node is not None and node.claimed is not None and _days_change(self._drafts[node.claimed]):
                draft = self._drafts[node.claimed]
                column = next(c.column for c in draft.changes if c.column in {"starts_on", "ends_on"})
                draft.wrong(column, sentence)

    def _check_parents(self) -> None:
        """A unit that begins when its parent has ended by an act of the table would find none the next time."""
        for draft in self._drafts:
            above = draft.parent
            if above is None or not above.ended_by_act or draft.has_fault("parent"):
                continue
            if not overlap((above.starts_on, above.ends_on), (draft.first_day, draft.ends_on)):
                draft.wrong(
                    "parent", _("Cấp trên “%(name)s” không hoạt động trong thời gian này.") % {"name": above.name}
                )

    def _check_acts(self, actor: Actor) -> None:
        sizes: dict[Act, int] = defaultdict(int)
        for passage in self.new:
            sizes[passage.act] += 1
            draft, old = self._drafts[passage.index], passage.predecessor
            if sizes[passage.act] == MOST_LINES + 1:
                draft.wrong("act_number", _("Nhiều nhất %(most)d dòng mỗi lần sắp xếp.") % {"most": MOST_LINES})
            if not old.is_new and not policies.allowed(actor, policies.Action.MANAGE_UNIT, old.unit):
                draft.wrong("predecessors", _("“%(old)s” ngoài phạm vi quản trị của bạn.") % {"old": old.name})


def _recorded() -> list[Line]:
    rows = Succession.objects.order_by("pk").values_list(
        "reorganisation__effective_on", "predecessor_id", "successor_id", "reorganisation__kind", "subject",
        "reorganisation_id",
    )  # fmt: skip
    return [
        Line(on=on, predecessor=old, successor=new, ends=kind in ENDING, subject=subject, act=act)
        for on, old, new, kind, subject, act in rows
        if old != new
    ]


def _key(line: Line) -> tuple[object, ...]:
    return line.on, line.predecessor, line.successor, line.ends, subject_key(line.subject)


def _days_change(draft: Draft) -> bool:
    return any(change.column in {"starts_on", "ends_on"} for change in draft.changes)


def _told(passage: Passage) -> Change:
    what = str(ReorganisationKind(passage.act.how).label)
    if passage.subject:
        what = f"{what}: {passage.subject}"
    old = passage.predecessor.name
    said = {"old": old, "what": what, "day": f"{passage.act.effective_on:%d/%m/%Y}"}
    return Change("predecessors", "", _("%(old)s (%(what)s, từ %(day)s)") % said)
