"""A small province with a person for each role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import count

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.organisations.models import Post, Unit
from lotrinh.organisations.selectors import actor_of
from lotrinh.organisations.vocab import UnitKind

_numbers = count(1)
FIRST_DAY = dt.date(2020, 1, 1)
PASSWORD = "Một-mật-khẩu-dài-26"


def user(full_name: str = "Nguyễn Văn An", *, username: str = "") -> User:
    """A person who can sign in with PASSWORD."""
    return User.objects.create_user(username or f"nguoi{next(_numbers)}", PASSWORD, full_name=full_name)


def unit(name: str, kind: str = UnitKind.DEPARTMENT, *, parent: Unit | None = None, short_name: str = "") -> Unit:
    """A unit."""
    return Unit.objects.create(name=name, kind=kind, parent=parent, short_name=short_name)


def post(person: User, place: Unit, role: str) -> Post:
    """A post that is in force."""
    return Post.objects.create(user=person, unit=place, role=role, starts_on=FIRST_DAY)


def actor(role: str, place: Unit, full_name: str = "") -> Actor:
    """A new person in one role."""
    person = user(full_name or f"{Role(role).label} {place.name}")
    post(person, place, role)
    return actor_of(person)


@dataclass
class World:
    """UBND tỉnh Sông Trà above a sở with a division, another sở, and a commune; people are made when asked for."""

    province: Unit = field(default_factory=lambda: unit("Ủy ban nhân dân tỉnh Sông Trà", UnitKind.PROVINCE))

    def __post_init__(self) -> None:
        self.science = unit("Sở Khoa học và Công nghệ", parent=self.province, short_name="Sở KH&CN")
        self.division = unit("Phòng Kế hoạch", UnitKind.DIVISION, parent=self.science)
        self.finance = unit("Sở Tài chính", parent=self.province)
        self.commune = unit("Ủy ban nhân dân xã Bình An", UnitKind.COMMUNE, parent=self.province)
        self.coordinator = actor(Role.COORDINATOR, self.science)

    def actor(self, role: str, place: Unit | None = None) -> Actor:
        """Somebody new in this role, in the science department unless said otherwise."""
        return actor(role, place or self.science)
