"""Merger day: what has no sure owner on a day, who may take it over, and why.

Duties of bodies that ended and left a choice, of groups without members, of bodies that go on and lost a field; beside
them those of bodies with one heir, which pass by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.organisations.history import Line
from lotrinh.organisations.models import Reorganisation, Succession, Unit
from lotrinh.organisations.naming import resolve_all
from lotrinh.organisations.selectors.history import line_of
from lotrinh.organisations.vocab import GroupKind, ReorganisationKind, UnitKind
from lotrinh.plans import policies
from lotrinh.plans.cues import Chooser, Verdict, cues_of
from lotrinh.plans.models import AssignmentParty, HandoverChoice, ReportingParty, Section, TaskParty
from lotrinh.plans.policies import Action
from lotrinh.plans.selectors.board import EACH, Board, Body, Candidate, Duty, Loss, Lost
from lotrinh.plans.selectors.holding import Choice, Given, Owner, group_owner, group_sizes, holders
from lotrinh.plans.vocab import RowKind
from vanban.language import gazetteer

#: What becomes of groups that named the districts.
_WITHOUT_DISTRICTS: Final[Mapping[str, GroupKind]] = {
    GroupKind.DISTRICTS: GroupKind.COMMUNES,
    GroupKind.DISTRICTS_COMMUNES: GroupKind.COMMUNES,
    GroupKind.DEPARTMENTS_DISTRICTS: GroupKind.DEPARTMENTS_COMMUNES,
}
_DISTRICT_COMMITTEE: Final = "UBNDH"
_MOST_DAYS: Final = 12
_NO_VERDICT: Final = Verdict(chosen=None, words=(), points={})
_SOURCES: Final[tuple[tuple[RowKind, type[TaskParty | AssignmentParty | ReportingParty], str], ...]] = (
    (RowKind.TASK, TaskParty, "task"),
    (RowKind.ASSIGNMENT, AssignmentParty, "assignment"),
    (RowKind.REPORTING, ReportingParty, "duty"),
)
_KINDS: Final = tuple(str(kind) for kind, _parties, _row in _SOURCES)


def days(*, most: int = _MOST_DAYS) -> tuple[dt.date, ...]:
    """The days of recorded reorganisations, the latest first; one query."""
    acts = Reorganisation.objects.exclude(kind=ReorganisationKind.RENAME).order_by("-effective_on")
    return tuple(acts.values_list("effective_on", flat=True).distinct()[:most])


def merger_day(actor: Actor, on: dt.date | None = None) -> Board:
    """What the actor coordinates and nobody surely owns on a day (today); at most nine queries beside those of history.

    Plans of later days are left out, and duties that a recorded handover takes away later.
    """
    day = on or clock.today()
    sizes = group_sizes(day)
    groups = [group for group in GroupKind if _lacks(group_owner(group, sizes))]
    fields = _fields_taken(day)
    duties = _duties(actor, day, groups, tuple(fields))
    laid = _Laid(day, duties, fields, sizes, tops={int(path.split("/")[1]) for path in actor.scopes()})
    saved = {
        (kind, party): code
        for kind, party, code in HandoverChoice.objects.filter(user_id=actor.user_id or 0).values_list(
            "kind", "party_id", "choice"
        )
    }
    lost = []
    for duty in duties:
        found = laid.lost(duty, saved.get((duty.kind, duty.party_id), ""))
        if found is not None:
            counts = found.body.counts
            counts[duty.kind, duty.role] = counts.get((duty.kind, duty.role), 0) + 1
            lost.append(found)
    order = list(Loss)
    bodies = [body for body in laid.bodies.values() if body.total]
    bodies.sort(key=lambda body: (order.index(body.loss), -body.total, body.name))
    return Board(day=day, bodies=tuple(bodies), lost=tuple(lost))


class _Laid:
    """Puts duties to the bodies that they come from."""

    def __init__(
        self,
        day: dt.date,
        duties: Sequence[Duty],
        fields: Mapping[int, Sequence[Line]],
        sizes: Mapping[tuple[str, str], int],
        tops: Iterable[int],
    ) -> None:
        """`tops` are the units at the top of the reader's trees."""
        self.bodies: dict[str, Body] = {}
        self._day = day
        self._fields = fields
        named = {duty.unit_id for duty in duties}
        others = [*tops, *(line.successor for unit in named if unit for line in fields.get(unit, ()))]
        beside = [Given(unit_id=pk) for pk in others if pk is not None]
        self._owners = holders({*(duty.given for duty in duties), *beside}, day, sizes=sizes)
        self._units = {owner.unit.pk: owner.unit for owner in self._owners.values() if owner.unit is not None}
        self._provinces = [
            unit for pk in dict.fromkeys(tops) if (unit := self._units.get(pk)) and unit.kind == UnitKind.PROVINCE
        ]
        self._later = self._holders_of_choices()
        self._headings = _headings(duties)
        self._choosers: dict[str, Chooser] = {}

    def lost(self, duty: Duty, saved: str) -> Lost | None:
        """The duty as the page shows it; None where its words tell of no field that was taken."""
        owner = self._owners[duty.given]
        loss = self._loss(duty, owner)
        lines = [line for line in self._fields.get(duty.unit_id or 0, ()) if _given_before(duty, line.on)]
        if loss is Loss.FIELD and not lines:
            return None
        key = f"g{duty.group}" if loss is Loss.GROUP else f"{'f' if loss is Loss.FIELD else 'u'}{duty.unit_id}"
        if duty.subject:
            key = f"{key}-{duty.since:%Y%m%d}"
        if key not in self.bodies:
            self.bodies[key] = self._body(key, loss, duty, owner, lines)
            self._choosers[key] = Chooser(item.cues for item in self.bodies[key].candidates)
        body = self.bodies[key]
        heading = self._headings.get((duty.version_id, duty.section_key), "")
        verdict = _NO_VERDICT if loss is Loss.PASSES else self._choosers[key].choose(duty.text, heading)
        if loss is Loss.FIELD and not verdict.points:
            return None
        return Lost(
            duty=duty,
            body=body,
            heading=f"{duty.section} {heading}".strip(),
            verdict=verdict,
            proposed=_proposed(body, verdict),
            saved=saved,
        )

    def _loss(self, duty: Duty, owner: Owner) -> Loss:
        if duty.group:
            return Loss.GROUP
        if owner.lost:
            return Loss.ENDED
        unit = self._units[duty.unit_id or 0]
        return Loss.FIELD if unit.exists(self._day) else Loss.PASSES

    def _body(self, key: str, loss: Loss, duty: Duty, owner: Owner, lines: Sequence[Line]) -> Body:
        if loss is Loss.GROUP:
            return self._group(key, duty.group)
        unit = self._units[duty.unit_id or 0]
        body = Body(key=key, loss=loss, name=unit.name, ended_on=unit.ends_on)
        if loss is Loss.PASSES:
            body.after = "; ".join(item.name for item in owner.units)
            body.candidates = tuple(Candidate(code=f"u{item.pk}", label=item.name) for item in owner.units)
        elif loss is Loss.FIELD:
            body.candidates = _merged(
                (self._units[line.successor], line) for line in lines if line.successor is not None
            )
        else:
            self._add_successors(body, unit, owner)
        return body

    def _group(self, key: str, group: str) -> Body:
        kind = GroupKind(group)
        body = Body(key=key, loss=Loss.GROUP, name=str(kind.label))
        instead = _WITHOUT_DISTRICTS.get(kind)
        if instead is not None:
            said = gazetteer.body(_DISTRICT_COMMITTEE)
            subjects = {item.code: item.subject or "" for item in said.successors} if said is not None else {}
            first = Candidate(code=f"g{instead.value}", label=str(instead.label), subject=subjects.get("UBNDX", ""))
            body.candidates = (first, *self._province(subjects.get("UBNDT", "")))
            body.preset = first.code if kind is not GroupKind.DISTRICTS else ""
        return body

    def _add_successors(self, body: Body, unit: Unit, owner: Owner) -> None:
        """Those whom the lines name; where there are none, those whom the list of bodies of the State names."""
        reached = [(holder, choice.line) for choice in owner.choices for holder in self._now(choice)]
        candidates = _merged(reached)
        if not candidates:
            candidates = _of_the_state(unit.name, self._day)
        elif not any(item.subject for item in candidates):
            body.each = tuple(dict.fromkeys(holder.pk for holder, _line in reached))
            every = _("tất cả %(count)d cơ quan kế thừa") % {"count": len(body.each)}
            candidates = (Candidate(code=EACH, label=every), *candidates) if len(body.each) > 1 else candidates
        if unit.kind == UnitKind.DISTRICT:
            communes = Candidate(code=f"g{GroupKind.COMMUNES.value}", label=str(GroupKind.COMMUNES.label))
            candidates = (*candidates, communes, *self._province(""))
        body.candidates = _once(candidates)

    def _province(self, subject: str) -> tuple[Candidate, ...]:
        # What went up to the province is told by no words: its subject is shown and decides nothing.
        return tuple(Candidate(code=f"u{item.pk}", label=item.name, subject=subject) for item in self._provinces)

    def _now(self, choice: Choice) -> tuple[Unit, ...]:
        """Who holds on the day what would have come to the unit by the line."""
        if choice.unit.exists(self._day):
            return (choice.unit,)
        return self._later[_from(choice)].units

    def _holders_of_choices(self) -> Mapping[Given, Owner]:
        choices = (choice for owner in self._owners.values() for choice in owner.choices)
        ended = {_from(choice) for choice in choices if not choice.unit.exists(self._day)}
        return holders(ended, self._day) if ended else {}


def _from(choice: Choice) -> Given:
    return Given(unit_id=choice.unit.pk, subject=choice.line.subject, since=choice.line.on)


def _proposed(body: Body, verdict: Verdict) -> str:
    """The code that is chosen until a person says otherwise; empty where nothing decides."""
    if body.loss in {Loss.FIELD, Loss.PASSES}:
        return ""
    if verdict.chosen is not None:
        return body.candidates[verdict.chosen].code
    return body.preset


def _merged(lines: Iterable[tuple[Unit, Line]]) -> tuple[Candidate, ...]:
    """One candidate for each unit, with all its fields."""
    found: dict[int, Candidate] = {}
    for unit, line in lines:
        fields = found[unit.pk].fields if unit.pk in found else ()
        if line.subject:
            fields = (*fields, (line.subject, cues_of(line.subject, line.cues)))
        said = "; ".join(subject for subject, _cues in fields)
        found[unit.pk] = Candidate(code=f"u{unit.pk}", label=unit.name, subject=said, fields=fields)
    return tuple(found.values())


def _of_the_state(name: str, day: dt.date) -> tuple[Candidate, ...]:
    """Who took over from a body of this name anywhere in the country, as far as it is known here; two queries."""
    body = gazetteer.body_of(name)
    if body is None or not body.successors:
        return ()
    known = resolve_all([item.name for item in body.successors], day)
    units = {item.name: known[item.name].unit for item in body.successors}
    return tuple(
        Candidate(
            code=f"u{unit.pk}",
            label=unit.name,
            subject=item.subject or "",
            fields=((item.subject, cues_of(item.subject)),) if item.subject else (),
        )
        for item in body.successors
        if (unit := units[item.name]) is not None and unit.exists(day)
    )


def _once(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple({item.code: item for item in reversed(tuple(candidates))}.values())[::-1]


def _lacks(owner: Owner) -> bool:
    return not owner.members or owner.part_lost


def _fields_taken(day: dt.date) -> dict[int, list[Line]]:
    """The fields that were taken from bodies that go on, by body; one query."""
    rows = Succession.objects.select_related("reorganisation").filter(
        Q(predecessor__ends_on__isnull=True) | Q(predecessor__ends_on__gte=day),
        reorganisation__kind=ReorganisationKind.TRANSFER,
        reorganisation__effective_on__lte=day,
    )
    found: dict[int, list[Line]] = {}
    for row in rows:
        found.setdefault(row.predecessor_id, []).append(line_of(row))
    return found


def _given_before(duty: Duty, day: dt.date) -> bool:
    """Whether the duty was given before a field was taken; who gave it later knew."""
    given = duty.since.isoformat() if duty.since is not None else duty.plan_issued_on
    return given < day.isoformat()


def _duties(actor: Actor, day: dt.date, groups: Sequence[str], fields: Sequence[int]) -> list[Duty]:
    """The parties that may be without a sure owner, in the order of plans and rows; one query."""
    mine = policies.visible(actor, Action.COORDINATE).order_by().values("pk")
    found: list[QuerySet[Any, Any]] = []
    for kind, parties, row in _SOURCES:
        rows = parties._default_manager.filter(  # noqa: SLF001 - the manager of a model known only at run time
            Q(starts_on__isnull=True) | Q(starts_on__lte=day),
            Q(unit__ends_on__lt=day) | Q(group__in=groups) | Q(unit_id__in=fields, handed__isnull=True),
            **{
                "ends_on__isnull": True,
                f"{row}__current": True,
                f"{row}__plan__in": mine,
                f"{row}__plan__document__issued_on__lte": day.isoformat(),
            },
        )
        columns = (
            *("pk", "role", "position", "printed", "unit_id", "group", "starts_on", "handed__subject"),
            *(f"{row}__{name}" for name in ("plan_id", "version_id", "lineage", "position", "text", "section")),
            *(f"{row}__{name}" for name in ("section_key", "plan__title", "plan__document__number")),
            f"{row}__plan__document__issued_on",
        )
        named = (
            rows.order_by()
            .annotate(of=Value(str(kind), output_field=CharField()))
            .annotate(**{f"c{index:02}": F(name) for index, name in enumerate(columns)})
        )
        found.append(named.values_list("of", *(f"c{index:02}" for index in range(len(columns)))))
    duties = [Duty(*row) for row in found[0].union(*found[1:], all=True)]
    duties.sort(key=lambda item: (-item.plan_id, _KINDS.index(item.kind), item.row_position, item.role, item.position))
    return duties


def _headings(duties: Iterable[Duty]) -> dict[tuple[int, str], str]:
    """The headings of the versions, by version and key; one query."""
    rows = Section.objects.filter(version__in={duty.version_id for duty in duties}).order_by()
    return {(version, key): heading for version, key, heading in rows.values_list("version_id", "key", "heading")}
