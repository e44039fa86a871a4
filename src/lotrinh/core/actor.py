"""Who acts: what a service and a policy need to know of a person, read once for each request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lotrinh.core.vocab import Via


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in a unit.

    `path` is the unit's place in the tree (`/1/7/`), so that scope is a comparison of text; `agency_id` is the unit
    itself or, for a division, the agency that it belongs to. `deputy_of` names the holder of the post where somebody
    else stands in, `principal_id` is that holder. `inherited`: the unit has ended and left everything to the holder's.
    """

    role: str
    unit_id: int
    agency_id: int
    path: str
    deputy_of: str = ""
    principal_id: int | None = None
    inherited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person (or the platform itself, without `user_id`) with the roles in force today."""

    user_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    via: Via = Via.WEB
    address: str = ""

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is held in any unit."""
        return any(grant.role in roles for grant in self.grants)

    def units(self, *roles: str) -> tuple[int, ...]:
        """The units in which one of the roles (without roles: any) is held, each once, in order."""
        return tuple(dict.fromkeys(g.unit_id for g in self.grants if not roles or g.role in roles))

    def agencies(self, *roles: str) -> tuple[int, ...]:
        """The agencies in which one of the roles (without roles: any) is held, each once, in order."""
        return tuple(dict.fromkeys(g.agency_id for g in self.grants if not roles or g.role in roles))

    def scopes(self, *roles: str) -> tuple[str, ...]:
        """The paths at and below which one of the roles reaches."""
        return tuple(dict.fromkeys(g.path for g in self.grants if not roles or g.role in roles))

    def reaches(self, path: str, *roles: str) -> bool:
        """Whether the unit at `path` lies at or below a unit in which one of the roles is held."""
        return any(path.startswith(scope) for scope in self.scopes(*roles))


def system(name: str, via: Via = Via.JOB) -> Actor:
    """The platform itself, acting by a job or a command of the operator."""
    return Actor(user_id=None, name=name, via=via)


#: Whoever looks from outside, without an account.
VISITOR: Final = Actor(user_id=None, name="")
