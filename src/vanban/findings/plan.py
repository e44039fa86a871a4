"""Rules on what makes a plan one that can be carried out: targets, owners, deadlines, money.

They speak to plans, programmes and schemes; a circular or a notice is not asked for targets.
"""

from __future__ import annotations

from collections.abc import Iterator

from vanban.findings.context import Context, Hit
from vanban.language import lexicon
from vanban.language.normal import key
from vanban.record import Task


def is_plan(context: Context) -> bool:
    """Whether the document, or the text that it promulgates, is a plan."""
    document = context.document
    return bool({document.kind, document.promulgates} & frozenset(lexicon.load("findings")["plan"]["kinds"]))


def assigns(context: Context) -> bool:
    """Whether the document's tasks are meant to be carried out by others: a plan, or a directive and the like."""
    kinds = lexicon.load("findings")["plan"]["assigning_kinds"]
    return bool(context.tasks) and (is_plan(context) or context.document.kind in kinds)


def _has_deadline(task: Task) -> bool:
    """A date, or words that count days from an event; a duty that comes back or only says when to begin has none."""
    if task.deadline is not None:
        return True
    counted = lexicon.load("findings")["plan"]["counted_from"]
    return task.every is None and any(word in key(task.deadline_text or "") for word in counted)


def targets_missing(context: Context) -> Iterator[Hit]:
    """No target carries a number."""
    if is_plan(context) and not any(target.value is not None for target in context.targets):
        yield Hit(variant="general" if context.targets else "")


def deadline_missing(context: Context) -> Iterator[Hit]:
    """No task says by when."""
    if assigns(context) and not any(_has_deadline(task) for task in context.tasks):
        yield Hit(fields={"total": str(len(context.tasks))})


def owner_missing(context: Context) -> Iterator[Hit]:
    """Tasks without a lead: one finding with their number."""
    if not assigns(context):
        return
    without = [task for task in context.tasks if not task.lead]
    if without:
        fields = {"count": str(len(without)), "total": str(len(context.tasks))}
        variant = "all" if len(without) == len(context.tasks) else ""
        yield Hit(fields=fields, variant=f"{variant}-assigned".strip("-") if context.assignments else variant)


def budget_missing(context: Context) -> Iterator[Hit]:
    """The plan gives no amount of money, neither in its funding part nor with a task."""
    if is_plan(context) and not context.budget and all(task.budget is None for task in context.tasks):
        yield Hit()
