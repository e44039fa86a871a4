"""Targets of two levels that speak of the same thing and ask for something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lotrinh.plans.coverage.duties import Aim, Duty
from vanban.comparing import worded


class Clash(StrEnum):
    """What differs."""

    VALUE = "value"
    YEAR = "year"
    BOTH = "both"
    UNIT = "unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A target of the parent and one of the plan with the same indicator. `lower`: the plan asks for less."""

    parent: Duty
    child: Duty
    clash: Clash
    lower: bool


def conflicts(parents: Sequence[Duty], children: Sequence[Duty]) -> tuple[Conflict, ...]:
    """The targets that differ, in the order of the parent; a target that some row of the plan repeats differs nowhere.

    Two targets speak of the same thing where both have the same known indicator, or the same name word for word.
    """
    known: dict[str, list[Duty]] = defaultdict(list)
    for duty in children:
        for name in _names(duty):
            known[name].append(duty)
    found: list[Conflict] = []
    for duty in parents:
        same = {id(other): other for name in _names(duty) for other in known[name]}
        found.extend(_differing(duty, list(same.values())))
    return tuple(found)


def _names(duty: Duty) -> tuple[str, ...]:
    if duty.aim is None or duty.aim.value is None:
        return ()
    words = " ".join(word.form for word in worded(duty.words).words)
    return (words,) if not duty.aim.indicator else (words, f"={duty.aim.indicator}")


def _differing(duty: Duty, others: Sequence[Duty]) -> Iterator[Conflict]:
    pairs = [(other, clash) for other in others if other.aim and duty.aim for clash in (_clash(duty.aim, other.aim),)]
    if any(clash is None for _other, clash in pairs):
        return
    for other, clash in pairs:
        if clash is not None and duty.aim and other.aim:
            yield Conflict(parent=duty, child=other, clash=clash, lower=_lower(duty.aim, other.aim))


def _clash(one: Aim, other: Aim) -> Clash | None:
    if " ".join(one.unit.casefold().split()) != " ".join(other.unit.casefold().split()):
        return Clash.UNIT
    value = (one.value, one.value_high) != (other.value, other.value_high)
    year = one.year is not None and other.year is not None and one.year != other.year
    if value and year:
        return Clash.BOTH
    if value:
        return Clash.VALUE
    return Clash.YEAR if year else None


def _lower(one: Aim, other: Aim) -> bool:
    """Whether the second asks for less; of “at most” less is more."""
    if one.value is None or other.value is None:
        return False
    return other.value > one.value if one.comparator in {"<", "<="} else other.value < one.value
