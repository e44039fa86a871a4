"""Places through time: which place a code means on a day, what became of one, what lay in a province."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import Place, PlaceChange
from lotrinh.organisations.reference.places import LEVEL_OF_LENGTH, Source, sources
from lotrinh.organisations.vocab import Level


@dataclass(frozen=True, slots=True)
class Became:
    """A place that an old one has become. part: only a part of the old one, or not into this one alone."""

    place: Place
    part: bool


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What everybody sees of a place."""

    place: Place
    #: its places above, the nearest first
    above: tuple[Place, ...]
    origins: tuple[PlaceChange, ...]
    became: tuple[PlaceChange, ...]
    #: of a place above communes that has no changes of its own: what became of the communes in it
    through: tuple[Became, ...]
    #: what lies in it, of a district
    inside: tuple[Place, ...]
    may_correct: bool

    @property
    def from_top(self) -> tuple[Place, ...]:
        """The places above, the province first."""
        return self.above[::-1]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is loaded: rows in force today and before, for each level, and how many an operator corrected."""

    counts: tuple[tuple[Level, int, int], ...]
    corrected: int
    sources: tuple[Source, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is loaded."""
        return not any(now + before for _level, now, before in self.counts)


def places(actor: Actor) -> QuerySet[Place]:
    """All places, each with the places above it, for who is signed in; one query."""
    rows = Place.objects.select_related("parent__parent")
    return rows if actor.user_id is not None or policies.manages_all(actor) else rows.none()


def in_force(day: dt.date) -> Q:
    """The places that are there on the day."""
    return (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))


def within(province_id: int) -> Q:
    """The places of a province, now or before, itself included."""
    return (
        Q(pk=province_id)
        | Q(parent_id=province_id)
        | Q(parent__parent_id=province_id)
        | Q(parent_before__parent_id=province_id)
    )


def provinces() -> QuerySet[Place]:
    """The provinces of both lists, by name, those of today first among namesakes; one query."""
    return Place.objects.filter(level=Level.PROVINCE).order_by("sort_key", "-edition")


def place_as_of(code: str, on: dt.date | None = None) -> Place | None:
    """The place that has this code on a day (today), None where none has; one query.

    Codes of two digits changed on 1 July 2025: `24` is Bắc Giang the day before and Bắc Ninh from then on.
    """
    level = LEVEL_OF_LENGTH.get(len(code))
    return Place.objects.filter(in_force(on or clock.today()), level=level, code=code).order_by("-edition").first()


def what_became_of(place: Place, on: dt.date | None = None) -> tuple[Became, ...]:
    """The places that a place is on a day (today), by name; itself where nothing happened, none before it began.

    A district that ended became the communes that its communes became. Two queries for each change it went through.
    """
    day = on or clock.today()
    if place.starts_on and place.starts_on > day:
        return ()
    found: dict[int, Became] = {}
    waiting: dict[int, Became] = {place.pk: Became(place, part=False)}
    seen = set(waiting)
    while waiting:
        steps: dict[int, list[tuple[Place, bool]]] = {pk: [] for pk in waiting}
        rows = PlaceChange.objects.filter(predecessor_id__in=waiting, effective_on__lte=day)
        for change in rows.select_related("successor__parent"):
            steps[change.predecessor_id].append((change.successor, change.part))
        ended = [
            pk for pk, item in waiting.items() if not steps[pk] and item.place.ends_on and item.place.ends_on < day
        ]
        if ended:
            _through_communes(ended, steps)
        following: dict[int, Became] = {}
        for pk, item in waiting.items():
            if not steps[pk] and pk not in ended:
                found[pk] = item
            for successor, part in steps[pk]:
                split = item.part or part or len(steps[pk]) > 1
                if successor.pk not in seen:
                    following[successor.pk] = Became(successor, part=split)
        seen |= set(following)
        waiting = following
    return tuple(sorted(found.values(), key=lambda item: (item.place.sort_key, item.place.pk)))


def communes_of(province: Place, on: dt.date | None = None) -> QuerySet[Place]:
    """The communes of a province on a day (today), whether a district was between or not, by name; one query."""
    day = on or clock.today()
    moved = Q(parent_before__isnull=True) | Q(parent_before__ends_on__lt=day)
    here = (moved & (Q(parent=province) | Q(parent__parent=province))) | (
        Q(parent_before__ends_on__gte=day) & Q(parent_before__parent=province)
    )
    rows = Place.objects.filter(in_force(day), here, level=Level.COMMUNE)
    return rows if _exists(province, day) else rows.none()


def place_page(actor: Actor, place_id: int) -> PlacePage:
    """A place with its past and its future; at most nine queries.

    Raises:
        Missing: there is no such place.

    """
    place = places(actor).select_related("parent__parent", "parent_before__parent").filter(pk=place_id).first()
    if place is None:
        raise Missing(_("Không có địa danh này."), code="place-missing")
    above = [place.parent, place.parent.parent] if place.parent else []
    became = tuple(_named(place.successions.select_related("successor__parent"), "successor"))
    ended = place.ends_on is not None and place.ends_on < clock.today()
    return PlacePage(
        place=place,
        above=tuple(item for item in above if item is not None),
        origins=tuple(_named(place.origins.select_related("predecessor__parent__parent"), "predecessor")),
        became=became,
        through=what_became_of(place) if ended and not became else (),
        inside=tuple(_inside(place)) if place.level == Level.DISTRICT else (),
        may_correct=policies.manages_all(actor),
    )


def loaded() -> Loaded:
    """What is loaded, and where it comes from; two queries."""
    today = clock.today()
    now = Count("pk", filter=in_force(today))
    rows = Place.objects.order_by().values("level").annotate(now=now, every=Count("pk"))
    found = {row["level"]: (row["now"], row["every"] - row["now"]) for row in rows}
    levels = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
    return Loaded(
        counts=tuple((level, *found.get(level, (0, 0))) for level in levels),
        corrected=Place.objects.filter(corrected=True).count(),
        sources=sources(),
    )


def may_load(actor: Actor) -> bool:
    """Whether the actor may load the lists and correct places."""
    return policies.manages_all(actor)


def _through_communes(ended: list[int], steps: dict[int, list[tuple[Place, bool]]]) -> None:
    """What lay in places that ended without a successor of their own goes on from there."""
    lay = Place.objects.filter(Q(parent_id__in=ended) | Q(parent_before_id__in=ended)).select_related("parent")
    for below in lay:
        above = below.parent_before_id if below.parent_before_id in ended else below.parent_id
        if above is not None:
            steps[above].append((below, False))


def _inside(place: Place) -> QuerySet[Place]:
    return Place.objects.filter(Q(parent=place) | Q(parent_before=place)).order_by("sort_key", "pk")


def _named(rows: QuerySet[PlaceChange], end: str) -> QuerySet[PlaceChange]:
    return rows.order_by("effective_on", f"{end}__sort_key", "pk")


def _exists(place: Place, day: dt.date) -> bool:
    return not (place.starts_on and place.starts_on > day) and not (place.ends_on and place.ends_on < day)
