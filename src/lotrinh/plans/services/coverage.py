"""What people say about the duties of a higher document that a plan takes up. The machine only proposes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.writes import service
from lotrinh.documents.services.reviewing import person
from lotrinh.plans import policies
from lotrinh.plans.models import CoverageDecision, Plan
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.coverage import Answer, Coverage, Line, coverage
from lotrinh.plans.selectors.plans import plan_of
from lotrinh.plans.vocab import RowKind, Taken, Verdict

#: More than any document has duties.
MOST: Final = 5000
_LONGEST_LABEL: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A duty by its key and, for a verdict about one, the row of the plan."""

    key: str
    kind: str = ""
    lineage: UUID | None = None


@service
def decide(
    actor: Actor, *, plan_id: int, document_id: int, verdict: str, pairs: Sequence[Pair]
) -> tuple[CoverageDecision, ...]:
    """Say the same of some duties, in one gesture.

    A verdict about rows (takes up, is not it) needs a row in each pair, one about whole duties has none.

    Raises:
        Missing, NotAllowed: see `policies` and `selectors.coverage`.
        Refused: the verdict is unknown, nothing is chosen, or a pair has no row where it needs one.
        Conflict: a duty or row is no more what the person saw.

    """
    found = _asked(actor, plan_id, document_id)
    if verdict not in Verdict.values or not pairs or len(pairs) > MOST:
        raise Refused(_("Hãy chọn ít nhất một mục và một kết luận."), code="coverage-nothing-chosen")
    of_pair = verdict in Verdict.of_pairs()
    if any((pair.lineage is not None) is not of_pair for pair in pairs):
        raise Refused(_("Kết luận này cần chỉ rõ mục của kế hoạch."), code="coverage-pair-needed")
    rows = {duty.lineage: duty.kind for duty in found.children}
    lines = {line.duty.key: line for line in found.lines}
    if any(pair.key not in lines or (of_pair and rows.get(pair.lineage) != pair.kind) for pair in pairs):
        raise _changed()
    return _say(actor, found, Verdict(verdict), [(lines[pair.key], pair) for pair in pairs])


@service
def confirm_above(
    actor: Actor, *, plan_id: int, document_id: int, least: int, seen: int
) -> tuple[CoverageDecision, ...]:
    """Confirm, for each duty that waits, its first candidate where its score is at least `least` per cent.

    `seen` is how many the person was shown: they confirm those and no others.

    Raises:
        Missing, NotAllowed: see `policies` and `selectors.coverage`.
        Refused: `least` is no share between 1 and 100, or no candidate has as much.
        Conflict: it would be others than the person saw.

    """
    found = _asked(actor, plan_id, document_id)
    if not 1 <= least <= 100:
        raise Refused(_("Mức điểm là số từ 1 đến 100."), code="coverage-score-wrong")
    chosen = waiting_above(found, least)
    if not chosen:
        raise Refused(_("Không có đề xuất nào đạt mức điểm này."), code="coverage-nothing-chosen")
    if len(chosen) != seen:
        raise _changed()
    pairs = [
        (line, Pair(key=line.duty.key, kind=answer.duty.kind, lineage=answer.duty.lineage)) for line, answer in chosen
    ]
    return _say(actor, found, Verdict.TAKES_UP, pairs, least=least)


def waiting_above(found: Coverage, least: int) -> tuple[tuple[Line, Answer], ...]:
    """The duties that wait, with their first candidate, where its score is at least `least` per cent."""
    return tuple(
        (line, line.answers[0])
        for line in found.lines
        if line.state is Taken.PROPOSED and round(100 * line.answers[0].score) >= least
    )


@service
def undo(actor: Actor, *, plan_id: int, document_id: int, batch: UUID) -> int:
    """Take back what was said in one gesture; what was said before counts again. How many decisions.

    Raises:
        Missing, NotAllowed: see `policies` and `selectors.coverage`.
        Conflict: it is taken back already.

    """
    found = _asked(actor, plan_id, document_id)
    rows = CoverageDecision.objects.select_for_update().filter(
        plan_id=plan_id, parent_id=document_id, batch=batch, withdrawn_at=None
    )
    known = list(rows)
    if not known:
        raise Conflict(_("Kết luận này đã được hoàn tác."), code="coverage-undone")
    rows.update(withdrawn_at=clock.now(), withdrawn_by_id=person(actor))
    _note(actor, found, "coverage.undone", before={"verdict": known[0].verdict, "items": len(known)})
    return len(known)


def _asked(actor: Actor, plan_id: int, document_id: int) -> Coverage:
    policies.require(actor, Action.COMPARE, plan_of(actor, plan_id))
    # Two people who say something at the same time say it one after the other, the second seeing what the first said.
    Plan.objects.select_for_update(of=("self",)).filter(pk=plan_id).first()
    return coverage(actor, plan_id, document_id)


def _changed() -> Conflict:
    return Conflict(
        _("Văn bản hoặc kế hoạch vừa thay đổi. Hãy xem lại danh sách rồi kết luận lần nữa."), code="coverage-changed"
    )


def _say(
    actor: Actor, found: Coverage, verdict: Verdict, pairs: Sequence[tuple[Line, Pair]], *, least: int | None = None
) -> tuple[CoverageDecision, ...]:
    batch, now, user = uuid.uuid4(), clock.now(), person(actor)
    rows = [
        CoverageDecision(
            parent=found.above.document,
            parent_key=line.duty.key,
            parent_lineage=line.duty.lineage,
            plan=found.plan,
            kind=RowKind(pair.kind) if pair.kind and pair.lineage else "",
            lineage=pair.lineage,
            verdict=verdict,
            batch=batch,
            made_by_id=user,
            made_at=now,
        )
        for line, pair in pairs
    ]
    for row in rows:
        row.clean_fields(exclude=("parent", "plan", "made_by"))
    made = CoverageDecision.objects.bulk_create(rows)
    after: dict[str, object] = {"verdict": verdict.value, "items": len(rows)}
    if len(rows) == 1:
        after["item"] = pairs[0][0].duty.text[:_LONGEST_LABEL]
    if least is not None:
        after["least"] = least
    _note(actor, found, "coverage.decided", after=after)
    return tuple(made)


def _note(
    actor: Actor,
    found: Coverage,
    action: str,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.note(
        actor,
        action,
        # Not the plan itself: its history is open to all who may read it, comparisons are for those inside.
        kind="coverage",
        id=f"{found.plan.pk}-{found.above.document.pk}",
        label=f"{found.plan.title} – {found.above.document}",
        unit_id=found.plan.owner_id,
        before=before,
        after=after,
    )
