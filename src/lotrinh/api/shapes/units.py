"""Units through time, and the person of the token."""

from __future__ import annotations

import datetime as dt

from ninja import Field

from lotrinh.accounts.vocab import Role, Scope
from lotrinh.api.shapes.values import Asked, Day, Flag, Page, Paged, Shape, Text, UnitRef
from lotrinh.organisations.vocab import Level, UnitKind

_AS_OF = "The day; today where it is left out."


class UnitQuery(Paged):
    """Narrows the list of units."""

    as_of: Day | None = Field(None, description=_AS_OF)
    ended: Flag = Field(False, description="Also those that ended before the day.")
    kind: UnitKind | None = None
    level: Level | None = None
    text: Text = Field("", description="Words of a name, former names too, with or without diacritics.")


class Unit(Shape):
    """A unit as it was on a day."""

    id: int
    kind: UnitKind
    level: Level
    name: str
    short_name: str
    code: str
    parent: UnitRef | None
    province: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    exists: bool = Field(description="Whether it exists on the day.")


class UnitList(Page):
    """Units by name, as they were on the day."""

    as_of: dt.date
    items: list[Unit]


class UnitDay(Asked):
    """A day."""

    as_of: Day | None = Field(None, description=_AS_OF)


class SuccessorQuery(Asked):
    """Which duties."""

    on: Day | None = Field(None, description=_AS_OF)
    since: Day | None = Field(None, description="The day on which the unit was given the duty.")
    subject: Text = Field("", description="The field of duties, as the succession calls it.")


class Choice(Shape):
    """One of those among whom somebody has to choose."""

    unit: UnitRef
    subject: str


class Successors(Shape):
    """Who holds the duties of a unit on a day."""

    unit: UnitRef
    on: dt.date
    subject: str
    units: list[UnitRef] = Field(description="The holders; none where nobody took over or a choice is open.")
    choices: list[Choice] = Field(description="Where the successions leave a choice: name the subject.")


class Grant(Shape):
    """A role in a unit."""

    role: Role
    unit_id: int
    agency_id: int
    standing_in: bool = Field(description="Held in place of somebody who is absent.")
    inherited: bool = Field(description="The unit has ended and left everything to yours.")


class TokenShape(Shape):
    """The token with which you ask."""

    name: str
    prefix: str
    scopes: list[Scope]
    expires_at: dt.datetime


class Me(Shape):
    """The person of the token and what they may do."""

    id: int
    username: str
    full_name: str
    grants: list[Grant]
    token: TokenShape
