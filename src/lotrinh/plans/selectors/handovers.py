"""Handovers that were confirmed, and what stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations.models import Succession, Unit
from lotrinh.organisations.naming import in_force
from lotrinh.organisations.vocab import GroupKind, ReorganisationKind, UnitKind
from lotrinh.plans import policies
from lotrinh.plans.models import Handover, HandoverLine
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.holding import BESIDE_DISTRICTS
from lotrinh.plans.selectors.plans import MODELS
from lotrinh.plans.vocab import RowKind
from vanban.language import gazetteer

#: By what the districts ended.
_DISTRICT_COMMITTEE: Final = "UBNDH"
_WITH_DISTRICTS: Final = frozenset({GroupKind.DISTRICTS, *BESIDE_DISTRICTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedLine:
    """A line of a handover with the words of its row, in force or as they were last."""

    line: HandoverLine
    text: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    """A handover with its lines in the plans that the reader coordinates; `whole`: these are all there are."""

    handover: Handover
    lines: tuple[HandedLine, ...]
    whole: bool


def handovers(actor: Actor) -> QuerySet[Handover]:
    """The handovers in plans that the actor coordinates, each with `line_count`; one query."""
    mine = policies.visible(actor, Action.COORDINATE).order_by().values("pk")
    found = Handover.objects.filter(lines__plan__in=mine).select_related("made_by")
    return found.annotate(line_count=Count("lines", filter=Q(lines__plan__in=mine))).order_by("-effective_on", "-pk")


def handover_page(actor: Actor, handover_id: int) -> HandoverPage:
    """One handover; at most six queries.

    Raises:
        Missing: there is none, or nothing of it is for this person.

    """
    mine = policies.visible(actor, Action.COORDINATE).order_by().values("pk")
    made = Handover.objects.select_related("made_by").filter(pk=handover_id).first()
    lines = made.lines.filter(plan__in=mine).select_related("plan__document", "from_unit", "to_unit") if made else ()
    if made is None or not lines:
        raise Missing(_("Không có lần chuyển giao này, hoặc bạn không được xem."), code="handover-missing")
    words: dict[object, tuple[str, str]] = {}
    for kind in {RowKind(line.kind) for line in lines}:
        rows = MODELS[kind]._default_manager.filter(lineage__in={line.lineage for line in lines if line.kind == kind})  # noqa: SLF001 - see `plans.rows`
        for lineage, text, section in rows.order_by("version_id").values_list("lineage", "text", "section"):
            words[lineage] = (text, section)
    shown = [HandedLine(line=line, text=words[line.lineage][0], section=words[line.lineage][1]) for line in lines]
    shown.sort(key=lambda item: (-item.line.plan_id, item.line.pk))
    return HandoverPage(handover=made, lines=tuple(shown), whole=made.lines.count() == len(shown))


def labels(codes: Iterable[str]) -> Mapping[str, str]:
    """The names behind codes of bodies (`u12`, `gcommunes`), as far as there are any; one query for units."""
    wanted = set(codes)
    keys = {int(code[1:]) for code in wanted if code[:1] == "u" and code[1:].isdecimal()}
    found = {f"g{group}": str(group.label) for group in GroupKind if f"g{group}" in wanted}
    if keys:
        found |= {f"u{pk}": name for pk, name in Unit.objects.filter(pk__in=keys).values_list("pk", "name")}
    return found


def bases(units: Iterable[int | None], groups: Iterable[str]) -> Mapping[int | str, str]:
    """The decisions by which units ended or lost a field, and groups their members; by key or group; one query."""
    found: dict[int | str, str] = {}
    rows = Succession.objects.filter(predecessor__in={unit for unit in units if unit}).select_related("reorganisation")
    for row in rows.exclude(reorganisation__kind=ReorganisationKind.RENAME).order_by("reorganisation__effective_on"):
        found[row.predecessor_id] = row.reorganisation.number
    committee = gazetteer.body(_DISTRICT_COMMITTEE)
    if committee is not None:
        found |= {group: committee.source or "" for group in groups if group in _WITH_DISTRICTS}
    return found


def agencies() -> tuple[str, ...]:
    """The names that may be typed for who takes over: groups, and the agencies of today; one query."""
    standing = in_force().exclude(kind=UnitKind.DIVISION).order_by("sort_key")
    return (*(str(group.label) for group in GroupKind), *standing.values_list("name", flat=True))
