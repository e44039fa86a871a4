"""Making a proposed value binding by the document that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.webhooks.emitting import emit
from lotrinh.core.writes import service
from lotrinh.documents.services.reviewing import person
from lotrinh.organisations.naming import resolve_all
from lotrinh.plans import policies
from lotrinh.plans.models import Confirmation, Plan, Row, Target, Task, TaskParty
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.plans import MODELS, AnyRow
from lotrinh.plans.selectors.schedule import due_on
from lotrinh.plans.services.building import Built, lead_sort, party_values
from lotrinh.plans.vocab import ProposedField, RowKind

#: No document is older than the Republic.
_FIRST_DAY: Final = dt.date(1945, 9, 2)


@service
def confirm_proposal(  # noqa: PLR0913 - the facts of a confirmation
    actor: Actor,
    *,
    lineage: UUID,
    field: str,
    number: str,
    issued_on: dt.date | None,
    issuer: str,
    kind: str = RowKind.TASK,
) -> Confirmation:
    """Say which document, by number and date, makes a proposed value of a row in force binding.

    Raises:
        Missing, NotAllowed: see `policies`.
        Refused: the field is no open proposal of the row, or number, date or issuer are not well given (`fields`).

    """
    row = _row(RowKind(kind), lineage)
    plan = row.plan
    policies.require(actor, Action.COORDINATE, plan)
    if field not in row.proposed:
        raise Refused(_("Thông tin này không phải là đề xuất đang chờ xác nhận."), code="not-proposed")
    if issued_on is None:
        raise _refused({"issued_on": _("Hãy ghi ngày ban hành của văn bản.")})
    made = Confirmation(
        plan=plan,
        kind=kind,
        lineage=lineage,
        field=field,
        value=value_of(row, field),
        number=" ".join(number.split()),
        issued_on=issued_on,
        issuer=" ".join(issuer.split()),
        made_by_id=person(actor),
    )
    _check(made)
    made.save()
    row.proposed = [name for name in row.proposed if name != field]
    if isinstance(row, Task):
        row.proposes = bool(row.proposed)
    row.save(update_fields=("proposed", *(("proposes",) if isinstance(row, Task) else ())))
    audit.note(
        actor,
        "plan.proposal_confirmed",
        kind=str(kind),
        id=lineage,
        label=row.text,
        unit_id=plan.owner_id,
        before={"field": field, "proposed": True},
        after={
            "field": field,
            "value": made.value,
            "number": made.number,
            "issued_on": made.issued_on,
            "issuer": made.issuer,
        },
    )
    if kind == RowKind.TASK:
        emit("task.changed", "task", lineage)
    return made


def value_of(row: Row, field: str) -> Any:
    """The value of a field that may be a proposal, as JSON."""
    if field == ProposedField.LEAD:
        return list(row.lead) if isinstance(row, Target) else getattr(row, "lead_names", "").split("; ")
    return getattr(row, field)


def carry_over(plan: Plan, built: Built) -> Sequence[TaskParty]:
    """Let confirmed values hold in the rows of a new version, not saved yet; new parties of tasks.

    A proposal of the same value is confirmed; a task whose field is empty takes the confirmed value. What the new
    document itself says goes before: it is no proposal.
    """
    parties: list[TaskParty] = []
    rows = {(kind, row.lineage): row for kind, found in built.rows().items() for row in found}
    latest = {(RowKind(item.kind), item.lineage, item.field): item for item in plan.confirmations.order_by("id")}
    for (kind, lineage, field), confirmed in latest.items():
        row = rows.get((kind, lineage))
        if row is None:
            continue
        if field in row.proposed:
            if value_of(row, field) == confirmed.value:
                row.proposed = [name for name in row.proposed if name != field]
        elif isinstance(row, Task):
            parties += _filled(row, field, confirmed.value)
    return parties


def _filled(task: Task, field: str, value: Any) -> list[TaskParty]:
    """Give a task the confirmed value where it has none."""
    if field == ProposedField.DEADLINE and not (task.deadline or task.deadline_text or task.every):
        task.deadline, task.due_on = value, due_on(value, task.every)
    if field == ProposedField.DELIVERABLE and not task.deliverable:
        task.deliverable = value
    if field != ProposedField.LEAD or task.lead_names:
        return []
    task.lead_names, task.lead_sort = "; ".join(value), lead_sort(value)
    task.search = words.fold(f"{task.search} {task.lead_names}")
    return [TaskParty(task=task, **party) for party in party_values(resolve_all(value), value)]


def _check(made: Confirmation) -> None:
    wrong = {}
    if not _FIRST_DAY <= made.issued_on <= clock.today():
        wrong["issued_on"] = _("Ngày ban hành không được sau hôm nay.")
    try:
        made.clean_fields(exclude=("plan", "made_by", "issued_on"))
    except ValidationError as problem:
        wrong |= {name: " ".join(messages) for name, messages in problem.message_dict.items()}
    if wrong:
        raise _refused(wrong)


def _refused(wrong: Mapping[str, str]) -> Refused:
    sentence = _("Chưa xác nhận được: đề xuất chỉ có hiệu lực khi có số, ngày và cơ quan ban hành văn bản.")
    return Refused(sentence, code="wrong-fields", fields=wrong)


def _row(kind: RowKind, lineage: UUID) -> AnyRow:
    manager = MODELS[kind]._default_manager  # noqa: SLF001 - the manager of a model known only at run time
    row = (
        manager.select_for_update(of=("self",))
        .select_related("plan__document__owner")
        .filter(lineage=lineage, current=True)
        .first()
    )
    if row is None:
        raise Missing(_("Không có mục này, hoặc bạn không được xem."), code="row-missing")
    return row
