"""Many accounts at once from a table: looked through row by row first, then all of them or none."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lotrinh.accounts import services as accounts
from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock, words
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Refused
from lotrinh.core.writes import service
from lotrinh.organisations import policies
from lotrinh.organisations.models import Unit
from lotrinh.organisations.services.cells import check_count, day_of, name_key
from lotrinh.organisations.services.people import PersonData, PostData, create_person, role_refused

#: More in one go would take the server's time from everybody else.
MOST_ROWS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the table as it was typed."""

    number: int
    full_name: str
    username: str
    email: str = ""
    unit: str = ""
    role: str = ""
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row will do, or what is wrong with it."""

    row: Row
    problems: tuple[str, ...]
    unit: Unit | None
    role: Role | None
    starts_on: dt.date | None
    ends_on: dt.date | None

    @property
    def is_good(self) -> bool:
        """Whether the row can be carried out."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that was made, with the token of its first-login link."""

    user: User
    unit: Unit
    token: str


def check_rows(actor: Actor, *, rows: Sequence[Row]) -> tuple[Verdict, ...]:
    """What each row will do; writes nothing; three queries, however many rows.

    Raises:
        NotAllowed: the actor is no operator. Refused: no row, or too many.

    """
    policies.require_operator(actor)
    check_count(len(rows), MOST_ROWS)
    units = _Units(actor)
    names = Counter(row.username.strip().lower() for row in rows)
    taken = set(User.objects.filter(username__in=list(names)).values_list("username", flat=True))
    return tuple(_verdict(row, units, names, taken) for row in rows)


@service
def create_people(actor: Actor, *, rows: Sequence[Row]) -> tuple[NewAccount, ...]:
    """Make all the accounts, each with its post and a first-login link; one bad row and none is made.

    Raises:
        NotAllowed, Refused: see `check_rows`; Refused also where a row is wrong.

    """
    made = []
    for verdict in check_rows(actor, rows=rows):
        if not verdict.is_good or verdict.unit is None or verdict.role is None or verdict.starts_on is None:
            raise Refused(
                _("Dòng %(number)d: %(problem)s Chưa tài khoản nào được tạo.")
                % {"number": verdict.row.number, "problem": " ".join(verdict.problems)},
                code="row-wrong",
            )
        row = verdict.row
        user = create_person(
            actor,
            data=PersonData(username=row.username, full_name=row.full_name, email=row.email),
            posts=(
                PostData(
                    unit_id=verdict.unit.pk,
                    role=verdict.role,
                    starts_on=verdict.starts_on,
                    ends_on=verdict.ends_on,
                ),
            ),
        )
        token = accounts.open_link(user)
        audit.note(actor, "person.link_made", kind="person", id=user.pk, label=str(user))
        made.append(NewAccount(user=user, unit=verdict.unit, token=token))
    return tuple(made)


class _Units:
    """Finds a unit by one of its names, as people type them."""

    def __init__(self, actor: Actor) -> None:
        self._by_name: dict[str, list[Unit]] = {}
        self._mine = set(policies.visible_units(actor, policies.Action.MANAGE_UNIT).values_list("pk", flat=True))
        for unit in Unit.objects.prefetch_related("names"):
            for name in {unit.name, unit.short_name, *(alias.name for alias in unit.names.all())} - {""}:
                self._by_name.setdefault(name_key(name), []).append(unit)

    def find(self, name: str) -> tuple[Unit | None, str]:
        """The unit and, where there is not exactly one, what is wrong."""
        found = self._by_name.get(name_key(name), [])
        if not found:
            return None, _("Không có cơ quan tên “%(name)s”.") % {"name": name}
        if len(found) > 1:
            return None, _("Có nhiều cơ quan tên “%(name)s”; hãy ghi tên đầy đủ.") % {"name": name}
        if found[0].pk not in self._mine:
            return None, _("Cơ quan “%(name)s” ngoài phạm vi quản trị của bạn.") % {"name": name}
        return found[0], ""


def _verdict(row: Row, units: _Units, names: Counter[str], taken: Iterable[str]) -> Verdict:
    problems = []
    username = row.username.strip().lower()
    user = User(username=username, full_name=" ".join(row.full_name.split()), email=row.email.strip().lower())
    try:
        user.clean_fields(exclude=("password", "sort_key", "search"))
    except ValidationError as error:
        labels = {"username": _("Tên đăng nhập"), "full_name": _("Họ và tên"), "email": _("Thư điện tử")}
        problems += [f"{labels.get(name, name)}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
    if username in taken:
        problems.append(_("Tên đăng nhập “%(name)s” đã có.") % {"name": username})
    if username and names[username] > 1:
        problems.append(_("Tên đăng nhập “%(name)s” có hai lần trong bảng.") % {"name": username})
    unit, problem = units.find(row.unit) if row.unit.strip() else (None, _("Thiếu cơ quan."))
    role = _role(row.role)
    starts_on, wrong_start = day_of(row.starts_on)
    ends_on, wrong_end = day_of(row.ends_on)
    starts_on = starts_on or clock.today()
    problems += [problem] if problem else []
    if role is None:
        problems.append(_("Không có vai trò “%(name)s”.") % {"name": row.role} if row.role else _("Thiếu vai trò."))
    elif unit is not None and (refused := role_refused(unit, role)) is not None:
        problems.append(str(refused))
    if wrong_start or wrong_end:
        problems.append(_("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026."))
    elif ends_on is not None and ends_on < starts_on:
        problems.append(_("Ngày kết thúc trước ngày bắt đầu."))
    return Verdict(row, tuple(problems), unit, role, starts_on, ends_on)


def _role(text: str) -> Role | None:
    """The role by its label (with or without diacritics) or its code."""
    wanted = words.fold(text)
    return next((role for role in Role if wanted in {words.fold(str(role.label)), role.value}), None)
