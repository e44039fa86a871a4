"""Reading units."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.organisations import policies
from lotrinh.organisations.models import ApprovalChain, Unit
from lotrinh.organisations.selectors.people import Holder, holders
from lotrinh.organisations.vocab import DEFAULT_CHAIN


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with those below it."""

    unit: Unit
    below: list[Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What everybody sees of a unit."""

    unit: Unit
    above: tuple[Unit, ...]
    below: tuple[Unit, ...]
    names: tuple[str, ...]
    people: tuple[Holder, ...]
    chain: tuple[Role, ...]
    chain_is_own: bool
    may_manage: bool


def units(actor: Actor) -> QuerySet[Unit]:
    """All units, by name, each with its parent; one query."""
    return policies.visible_units(actor).select_related("parent")


def manageable_units(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor runs, by place in the tree and name; one query."""
    return policies.visible_units(actor, policies.Action.MANAGE_UNIT)


def may_manage(actor: Actor) -> bool:
    """Whether the actor runs any unit."""
    return policies.is_operator(actor)


def tree(actor: Actor) -> tuple[Branch, ...]:
    """All units from the top, each level by name; one query."""
    branches = {unit.pk: Branch(unit) for unit in policies.visible_units(actor).order_by("sort_key", "id")}
    tops: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.unit.parent_id or 0)
        (tops if parent is None else parent.below).append(branch)
    return tuple(tops)


def unit_page(actor: Actor, unit_id: int) -> UnitPage:
    """A unit with its surroundings; at most six queries.

    Raises:
        Missing: there is no such unit.

    """
    unit = policies.visible_units(actor).select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise Missing(_("Không có cơ quan này."), code="unit-missing")
    above = [int(part) for part in unit.path.split("/") if part and int(part) != unit.pk]
    chain = _own_chain(unit_id)
    return UnitPage(
        unit=unit,
        above=tuple(sorted(Unit.objects.filter(pk__in=above), key=lambda item: above.index(item.pk))) if above else (),
        below=tuple(unit.children.order_by("sort_key", "id")),
        names=tuple(unit.names.order_by("name").values_list("name", flat=True)),
        people=holders(unit_id),
        chain=chain or DEFAULT_CHAIN,
        chain_is_own=bool(chain),
        may_manage=policies.allowed(actor, policies.Action.MANAGE_UNIT, unit),
    )


def approval_chain(unit_id: int) -> tuple[Role, ...]:
    """The roles that approve in the unit, in order: its own or the default; one query."""
    return _own_chain(unit_id) or DEFAULT_CHAIN


def _own_chain(unit_id: int) -> tuple[Role, ...]:
    row = ApprovalChain.objects.filter(unit_id=unit_id).first()
    return tuple(Role(role) for role in row.roles) if row else ()
