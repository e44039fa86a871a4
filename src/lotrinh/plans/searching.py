"""What of plans the search index holds, and when it changes: tasks and targets of the versions in force.

Only what documents say: the public finds by the same index, and what a reviewer proposes is no matter of theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from lotrinh.core import words
from lotrinh.core.search.changes import touch
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.search.registry import Entry, Source, of_kind, register
from lotrinh.core.vocab import EntryKind
from lotrinh.documents.models import Document
from lotrinh.documents.searching import dated, year
from lotrinh.organisations.searching import units_called
from lotrinh.plans.models import IN_FORCE, Plan, Target, Task, TaskParty
from lotrinh.plans.selectors.stated import proposes, stated
from lotrinh.plans.vocab import PartyRole, ProposedField

#: All rows of whole plans; single rows.
PLANS: Final = "plans"
TASKS: Final = "tasks"
TARGETS: Final = "targets"
_ROWS: Final = (EntryKind.TASK, EntryKind.TARGET)


def plan_entries(keys: Collection[int]) -> Iterator[Entry]:
    """The entries of all rows of these plans; four queries."""
    yield from _tasks(Q(plan__in=keys))
    yield from _targets(Q(plan__in=keys))


def task_entries(keys: Collection[int]) -> Iterator[Entry]:
    """The entries of these tasks; two queries."""
    return _tasks(Q(pk__in=keys))


def target_entries(keys: Collection[int]) -> Iterator[Entry]:
    """The entries of these targets; two queries."""
    return _targets(Q(pk__in=keys))


def _tasks(which: Q) -> Iterator[Entry]:
    tasks = list(Task.objects.filter(IN_FORCE & which).select_related("plan__document").order_by("pk"))
    units: dict[int, dict[int, None]] = {}
    parties = TaskParty.objects.filter(task__in=[task.pk for task in tasks], unit__isnull=False)
    parties = parties.exclude(Q(role=PartyRole.LEAD) & proposes(ProposedField.LEAD, row="task__"))
    for task_id, unit_id in parties.order_by("pk").values_list("task_id", "unit_id"):
        units.setdefault(task_id, {})[unit_id] = None
    for task in map(stated, tasks):
        said = (task.deliverable, task.lead_names, task.partner_names, task.deadline_text)
        yield _entry(EntryKind.TASK, task, " · ".join(filter(None, said)), tuple(units.get(task.pk, ())))


def _targets(which: Q) -> Iterator[Entry]:
    rows = Target.objects.filter(IN_FORCE & which).select_related("plan__document").order_by("pk")
    targets = [stated(row) for row in rows]
    units = units_called(name for target in targets for name in target.lead)
    for target in targets:
        leads = sorted({pk for name in target.lead for pk in units.get(words.fold(name), ())})
        yield _entry(EntryKind.TARGET, target, " · ".join(target.lead), tuple(leads), target.name)


def _entry(kind: EntryKind, row: Task | Target, body: str, unit_ids: tuple[int, ...], name: str = "") -> Entry:
    document = row.plan.document
    return Entry(
        kind=kind,
        ref=row.pk,
        key=str(row.lineage),
        title=row.text,
        heads=name,
        body=body,
        document_id=document.pk,
        plan_id=row.plan_id,
        year=year(document),
        doc_kind=document.kind,
        dated=dated(document),
        unit_ids=unit_ids,
    )


def _keys() -> Iterable[int]:
    return Plan.objects.order_by("pk").values_list("pk", flat=True).iterator()


register(
    Source(
        name=PLANS,
        read=plan_entries,
        entries=lambda keys: Q(kind__in=_ROWS, plan_id__in=keys),
        keys=_keys,
        at_once=5,
    )
)
register(Source(name=TASKS, read=task_entries, entries=of_kind(EntryKind.TASK)))
register(Source(name=TARGETS, read=target_entries, entries=of_kind(EntryKind.TARGET)))


@receiver((post_save, post_delete), sender=Task)
def on_task(sender: object, instance: Task, **kwargs: Any) -> None:
    """One task changed."""
    touch(TASKS, (instance.pk,))


@receiver((post_save, post_delete), sender=Target)
def on_target(sender: object, instance: Target, **kwargs: Any) -> None:
    """One target changed."""
    touch(TARGETS, (instance.pk,))


@receiver(post_save, sender=Plan)
def on_plan(sender: object, instance: Plan, **kwargs: Any) -> None:
    """A plan went on under another document: whoever may read that may find its rows."""
    rows = SearchEntry.objects.filter(plan_id=instance.pk)
    if rows.exclude(document_id=instance.document_id).exists():
        touch(PLANS, (instance.pk,))


@receiver(post_delete, sender=Plan)
def on_plan_gone(sender: object, instance: Plan, **kwargs: Any) -> None:
    """A plan was removed."""
    touch(PLANS, (instance.pk,))


@receiver(post_save, sender=Document)
def on_document(sender: object, instance: Document, **kwargs: Any) -> None:
    """The date or type of a plan's document changed: its rows are filtered and put in order by them."""
    rows = SearchEntry.objects.filter(document_id=instance.pk, kind__in=_ROWS)
    changed = rows.exclude(dated=dated(instance), doc_kind=instance.kind, year=year(instance))
    touch(PLANS, changed.order_by().values_list("plan_id", flat=True).distinct())  # type: ignore[arg-type]  # rows of plans have one
