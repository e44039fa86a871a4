"""Which unit or group a printed name stands for.

Documents name one body in many ways: `UBND tỉnh`, `Sở KH&CN`, `Sở Khoa học, Công nghệ`, `các sở, ban, ngành`. Names are
compared without the small words and signs between their parts, abbreviations written in full. Abbreviations that are
not known here stay codes: they are compared letter by letter, as ĐA and DA are different things. A name that is only
similar to a unit's is never taken for it: it yields candidates, each with its reason, for a person to choose from.

A name stands for the unit that had it on the day. Where several units have one name at one time, those of the tree in
which the name was read (`within`) or of the province that it says are meant; the others are candidates at most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from lotrinh.core import clock
from lotrinh.organisations.models import Unit
from lotrinh.organisations.naming.directory import Directory
from lotrinh.organisations.naming.results import Candidate, Likeness, Reason, Resolution
from lotrinh.organisations.vocab import GROUP_MEMBERS, GroupKind, UnitKind

__all__ = [
    "Candidate",
    "Directory",
    "Likeness",
    "Reason",
    "Resolution",
    "group_sizes",
    "groups_of",
    "in_force",
    "in_province",
    "member_rule",
    "members",
    "resolve",
    "resolve_all",
]


def resolve(name: str, on: dt.date | None = None, *, within: Unit | None = None) -> Resolution:
    """What the name stands for on a day (today); three queries, one more where the body has ended."""
    return resolve_all((name,), on, within=within)[name]


def resolve_all(
    names: Iterable[str], on: dt.date | None = None, *, within: Unit | None = None
) -> dict[str, Resolution]:
    """What each name stands for on a day (today); three queries however many there are, one more for ended bodies.

    `within` is the unit whose tree is preferred, as the province whose plan it is.
    """
    return Directory.load(on, within).resolve_all(names)


def members(group: GroupKind | str, on: dt.date | None = None, *, within: Unit | None = None) -> QuerySet[Unit]:
    """The agencies that a group takes in on a day (today), in order of name; `within` as `in_province` has it."""
    return in_force(on).filter(member_rule((group,)), in_province(within, on))


def group_sizes(on: dt.date | None = None, *, within: Unit | None = None) -> dict[GroupKind, int]:
    """How many agencies each group takes in on a day (today); one query beside those of `in_province`."""
    found = in_force(on).filter(in_province(within, on)).order_by()
    kinds = found.values_list("kind", "level").annotate(n=Count("pk"))
    counts = {(kind, level): n for kind, level, n in kinds}
    return {group: sum(counts.get(pair, 0) for pair in taken) for group, taken in GROUP_MEMBERS.items()}


def member_rule(groups: Iterable[GroupKind | str]) -> Q:
    """The units that one of the groups takes in, whether they exist or not."""
    rule = Q(pk__in=())
    for kind, level in {pair for group in groups for pair in GROUP_MEMBERS[GroupKind(group)]}:
        rule |= Q(kind=kind, level=level)
    return rule


def in_province(within: Unit | None, on: dt.date | None = None) -> Q:
    """The units that do not stand below another province than `within` does on a day (today), or its heir by then.

    Of a province that has not begun by then all units: it comes of several trees. At most two queries, and one for
    each heir; none without `within`.
    """
    if within is None:
        return Q()
    day = on or clock.today()
    top = Unit.objects.get(pk=int(within.path.split("/")[1])) if within.parent_id else within
    seen = {top.pk}
    while top.ends_on is not None and top.ends_on < day and top.heir is not None and top.heir_id not in seen:
        top = top.heir
        seen.add(top.pk)
    rule = Q()
    if top.kind == UnitKind.PROVINCE and top.exists(day):
        for path in Unit.objects.filter(parent=None, kind=top.kind).exclude(pk=top.pk).values_list("path", flat=True):
            rule &= ~Q(path__startswith=path)
    return rule


def groups_of(kinds: Iterable[tuple[str, str]]) -> tuple[GroupKind, ...]:
    """The groups in which agencies of these kinds and levels are."""
    wanted = frozenset(kinds)
    return tuple(group for group, taken in GROUP_MEMBERS.items() if wanted & taken)


def in_force(on: dt.date | None = None) -> QuerySet[Unit]:
    """The units that exist on a day (today)."""
    day = on or clock.today()
    return Unit.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day)).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
