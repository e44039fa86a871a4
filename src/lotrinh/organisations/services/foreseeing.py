"""What recording or taking back an act would do, shown before anybody confirms it. Nothing stays written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Post, Reorganisation, Unit
from lotrinh.organisations.services.reorganising import Decision, Passing, reorganise

_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A unit that would end.

    heir: who would take over everything, empty where nobody or several. below: units under it that would go on without
    it. posts: people who hold a post in it. takers: how many units would take over.
    """

    unit_id: int
    name: str
    last_day: dt.date
    heir: str
    takers: int
    below: int
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A line as it would stand; `new`: the successor would begin by it."""

    old: str
    successor: str
    new: bool
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What an act would do."""

    ending: tuple[Ending, ...]
    beginning: tuple[str, ...]
    passing: tuple[Pass, ...]


def foresee(actor: Actor, *, kind: str, decision: Decision, lines: Sequence[Passing]) -> Foreseen:
    """What `reorganise` would do: it is done and undone; four queries more than it takes.

    Raises:
        NotAllowed, Missing, Refused: see `reorganise`.

    """
    with transaction.atomic():
        act = reorganise(actor, kind=kind, decision=decision, lines=lines)
        try:
            return _seen(act)
        finally:
            transaction.set_rollback(True)


def _seen(act: Reorganisation) -> Foreseen:
    rows = list(act.lines.select_related("predecessor__heir", "successor"))
    ended = {row.predecessor_id: row.predecessor for row in rows if row.closes}
    begun = {
        row.successor_id
        for row in rows
        if row.successor is not None and row.successor.starts_on == act.effective_on and row.successor_id is not None
    }
    below: dict[int, int] = {}
    for parent in Unit.objects.filter(parent__in=ended, ends_on=None).order_by().values_list("parent_id", flat=True):
        below[parent or 0] = below.get(parent or 0, 0) + 1
    posts: dict[int, int] = {}
    last = act.effective_on - _DAY
    held = Post.objects.filter(unit__in=ended, user__is_active=True).order_by()
    for unit, ends_on in held.values_list("unit_id", "ends_on"):
        if ends_on is None or ends_on >= max(last, clock.today()):
            posts[unit] = posts.get(unit, 0) + 1
    return Foreseen(
        ending=tuple(
            Ending(
                unit_id=unit.pk,
                name=unit.name,
                last_day=last,
                heir=unit.heir.name if unit.heir else "",
                takers=len({row.successor_id for row in rows if row.predecessor_id == unit.pk and row.successor_id}),
                below=below.get(unit.pk, 0),
                posts=posts.get(unit.pk, 0),
            )
            for unit in ended.values()
        ),
        beginning=tuple(
            dict.fromkeys(row.successor.name for row in rows if row.successor_id in begun and row.successor)
        ),
        passing=tuple(
            Pass(
                old=row.predecessor.name,
                successor=row.successor.name if row.successor else "",
                new=row.successor_id in begun,
                subject=row.subject,
            )
            for row in rows
        ),
    )
