"""What of a province's list of units is missing, and making it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.search.changes import touch
from lotrinh.organisations.models import Reorganisation, Succession, Unit, UnitState
from lotrinh.organisations.provinces import Province
from lotrinh.organisations.reference.outline import NOW, Act, Choice, Handing, Wanted, outline
from lotrinh.organisations.searching import SOURCE
from lotrinh.organisations.services.founding.matching import Known, blank
from lotrinh.organisations.services.founding.report import Presence, Report, Row, Section
from lotrinh.organisations.services.founding.territory import territory_of
from lotrinh.organisations.services.reorganising import settle_heirs
from lotrinh.organisations.vocab import ENDING, UnitKind

_DAY: Final = dt.timedelta(days=1)
_BATCH: Final = 200
#: Values in which a unit can differ from the list.
_COMPARED: Final = ("name", "kind", "starts_on", "ends_on")


class Founding:
    """The list, what of it is there, and what has to be written."""

    def __init__(self, place: Province, choice: Choice) -> None:
        self._province = place
        territory = territory_of(place)
        self._with_places = territory is not None
        plan = outline(place, choice, territory)
        self._wanted = {unit.key: unit for unit in plan.units}
        known = Known(self._wanted.values())
        self._units: dict[str, Unit] = known.match()
        self._new = [unit for unit in plan.units if unit.key not in self._units]
        self._fills = {key: fill for key, unit in self._units.items() if (fill := blank(unit, self._wanted[key]))}
        self._acts, self._left_out = self._open(plan.acts)

    def report(self) -> Report:
        """What is to be done; no query."""
        rows: dict[tuple[UnitKind, bool], list[Row]] = defaultdict(list)
        for wanted in self._wanted.values():
            rows[wanted.kind, wanted.ends_on is not None].append(self._row(wanted))
        order = list(UnitKind)
        sections = tuple(
            Section(kind=kind, ended=ended, rows=tuple(found), counts=Counter(row.presence for row in found))
            for (kind, ended), found in sorted(rows.items(), key=lambda item: (item[0][1], order.index(item[0][0])))
        )
        top = self._units.get(NOW)
        return Report(
            province=self._province,
            sections=sections,
            top_id=top.pk if top else None,
            with_places=self._with_places,
            acts=len(self._acts),
            lines=sum(len(act.lines) for act in self._acts),
            left_out=self._left_out,
        )

    def write(self, actor: Actor) -> None:
        """Make the units that are missing, fill what is blank, record the acts."""
        for key, fill in self._fills.items():
            self._fill(actor, self._units[key], fill)
        waiting = self._new
        while waiting:
            ready = [unit for unit in waiting if not unit.parent or unit.parent in self._units]
            self._make(ready)
            waiting = [unit for unit in waiting if unit.key not in self._units]
        self._record()
        self._new, self._fills = [], {}

    def _row(self, wanted: Wanted) -> Row:
        unit = self._units.get(wanted.key)
        if unit is None:
            presence = Presence.ADD
        elif wanted.key in self._fills:
            presence = Presence.FILL
        else:
            differs = any(getattr(unit, name) != getattr(wanted, name) for name in _COMPARED)
            presence = Presence.DIFFERS if differs else Presence.SAME
        shown: Unit | Wanted = unit or wanted
        return Row(
            presence=presence, part=wanted.part, kind=wanted.kind, name=shown.name, short_name=shown.short_name,
            starts_on=shown.starts_on, ends_on=shown.ends_on, unit_id=unit.pk if unit else None,
            listed_name=wanted.name if unit and unit.name != wanted.name else "",
            above=self._name(wanted.parent) if wanted.parent else "",
        )  # fmt: skip

    def _make(self, wanted: Sequence[Wanted]) -> None:
        """Make units whose parents are there."""
        made = []
        for item in wanted:
            unit = Unit(
                kind=item.kind, level=item.level, name=item.name, short_name=item.short_name, code=item.code,
                place_id=item.place_id, parent=self._units[item.parent] if item.parent else None,
                province=item.province, starts_on=item.starts_on, ends_on=item.ends_on,
            )  # fmt: skip
            unit.clean_fields(exclude=("path", "parent", "place", "sort_key", "search"))
            unit.set_keys()
            made.append(unit)
        Unit.objects.bulk_create(made, batch_size=_BATCH)
        for item, unit in zip(wanted, made, strict=True):
            unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
            unit.agency_id = unit.pk
            self._units[item.key] = unit
        Unit.objects.bulk_update(made, ("path", "agency_id"), batch_size=_BATCH)
        touch(SOURCE, (unit.pk for unit in made))

    @staticmethod
    def _fill(actor: Actor, unit: Unit, fill: Mapping[str, Any]) -> None:
        before = {name: getattr(unit, name) for name in fill}
        for name, value in fill.items():
            setattr(unit, name, value)
        unit.save()
        audit.note(
            actor, "unit.changed", kind="unit", id=unit.pk, label=unit.name, before=before, after=dict(fill)
        )  # fmt: skip

    def _record(self) -> None:
        """Write the acts with their lines; the heirs follow from them."""
        acts = [
            Reorganisation(
                kind=act.kind, effective_on=act.effective_on, number=act.number, issued_on=act.issued_on,
                issuer=act.issuer,
            )
            for act in self._acts
        ]  # fmt: skip
        Reorganisation.objects.bulk_create(acts, batch_size=_BATCH)
        lines, states = [], []
        for act, row in zip(self._acts, acts, strict=True):
            lines += [
                Succession(
                    reorganisation=row, predecessor=self._units[line.predecessor],
                    successor=self._units[line.successor],
                    subject=line.subject, cues=line.cues,
                )
                for line in act.lines
            ]  # fmt: skip
            states += [
                UnitState(
                    unit=self._units[moved], name=self._units[moved].name, short_name=self._units[moved].short_name,
                    parent=self._units[above], ends_on=act.effective_on - _DAY, reorganisation=row,
                )
                for moved, above in act.moved
            ]  # fmt: skip
            if act.was:
                top = self._units[NOW]
                last = act.effective_on - _DAY
                states.append(UnitState(unit=top, name=act.was, parent=top.parent, ends_on=last, reorganisation=row))
        Succession.objects.bulk_create(lines, batch_size=_BATCH)
        UnitState.objects.bulk_create(states, batch_size=_BATCH)
        touch(SOURCE, (state.unit_id for state in states))
        settle_heirs({line.predecessor_id for line in lines})

    def _open(self, acts: Iterable[Act]) -> tuple[list[Act], tuple[str, ...]]:
        """The acts with what of them is not recorded yet, and who is left out because here it ended otherwise."""
        there = {unit.pk for unit in self._units.values()}
        ending = Succession.objects.filter(predecessor_id__in=there, reorganisation__kind__in=ENDING)
        settled = set(ending.values_list("predecessor_id", flat=True))
        stated = set(UnitState.objects.filter(unit_id__in=there).values_list("unit_id", flat=True))
        found: list[Act] = []
        left_out: dict[str, None] = {}
        for act in acts:
            if act.was:
                if not self._is_settled(NOW, stated) and self._was_there(NOW, act.effective_on):
                    found.append(act)
                continue
            lines = [line for line in act.lines if not self._is_settled(line.predecessor, settled)]
            wrong = {line.predecessor for line in lines if not self._fits(line, act.effective_on)}
            left_out |= {self._name(key): None for key in wrong}
            lines = [line for line in lines if line.predecessor not in wrong]
            if lines:
                moved = tuple(pair for pair in act.moved if not self._is_settled(pair[0], stated))
                found.append(replace(act, lines=tuple(lines), moved=moved))
        return found, tuple(left_out)

    def _was_there(self, key: str, day: dt.date) -> bool:
        """Whether the unit is older than the day."""
        starts_on, _ = self._period(key)
        return starts_on is None or starts_on < day

    def _is_settled(self, key: str, settled: frozenset[int] | set[int]) -> bool:
        return key in self._units and self._units[key].pk in settled

    def _fits(self, line: Handing, day: dt.date) -> bool:
        """Whether the predecessor ends on the day before and the successor exists on the day."""
        starts_on, ends_on = self._period(line.successor)
        there = not (starts_on and starts_on > day) and not (ends_on and ends_on < day)
        return there and self._period(line.predecessor)[1] == day - _DAY

    def _period(self, key: str) -> tuple[dt.date | None, dt.date | None]:
        shown: Unit | Wanted = self._units.get(key) or self._wanted[key]
        fill = self._fills.get(key, {})
        return fill.get("starts_on", shown.starts_on), fill.get("ends_on", shown.ends_on)

    def _name(self, key: str) -> str:
        return (self._units.get(key) or self._wanted[key]).name
