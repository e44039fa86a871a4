"""The first run: the province, its usual units and the first administrator, made once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts import services as accounts
from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.audit.models import AuditHead
from lotrinh.core.problems import Conflict, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service
from lotrinh.organisations.models import Post, Unit
from lotrinh.organisations.provinces import province
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.vocab import UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What the first page asks for."""

    unit_name: str
    province: str
    is_city: bool
    full_name: str
    username: str
    password: str
    #: codes of `reference.bodies.today`
    units: Collection[str] = ()
    #: of the province, where it is one of the 34
    province_code: str = ""


@service
def begin(*, data: Beginning, address: str = "") -> User:
    """Make the topmost unit, the units that were chosen below it, and the account of who runs the platform.

    Of two that begin at the same moment one wins: both wait for the head of the platform's chain of traces.

    Raises:
        Conflict: there is an account already. Refused: a value is wrong; `fields` says which.

    """
    AuditHead.objects.get_or_create(chain=audit.PLATFORM)
    AuditHead.objects.select_for_update().get(chain=audit.PLATFORM)
    if User.objects.exists():
        raise Conflict(_("Hệ thống đã được thiết lập. Hãy đăng nhập."), code="begun")
    user = User(username=data.username.strip().lower(), full_name=" ".join(data.full_name.split()))
    try:
        validate_password(data.password, user)
    except ValidationError as error:
        raise Refused(
            _("Mật khẩu chưa đạt yêu cầu."), code="weak-password", fields={"password": " ".join(error.messages)}
        ) from None
    user.set_password(data.password)
    clean(user)
    user.save()
    place = province(data.province_code)
    since = place.starts_on if place else None
    top = Unit(
        kind=UnitKind.PROVINCE, name=" ".join(data.unit_name.split()), province=data.province.strip(),
        code=data.province_code if place else "", starts_on=since,
    )  # fmt: skip
    clean(top, as_field={"name": "unit_name"})
    top.save()
    Post.objects.create(user=user, unit=top, role=Role.OPERATOR, starts_on=clock.today())
    actor = Actor(user_id=user.pk, name=str(user), address=address)
    audit.note(actor, "platform.begun", kind="person", id=user.pk, label=str(user), after={"username": user.username})
    audit.note(actor, "unit.created", kind="unit", id=top.pk, label=top.name, after={"name": top.name})
    for body in bodies.today():
        if body.code in data.units:
            name, short_name = body.named(is_city=data.is_city, province=data.province_code)
            unit = Unit.objects.create(
                kind=body.kind, name=name, short_name=short_name, code=body.code, parent=top,
                starts_on=max((day for day in (since, body.starts_on) if day), default=None),
            )  # fmt: skip
            audit.note(actor, "unit.created", kind="unit", id=unit.pk, label=name, after={"name": name})
    transaction.on_commit(accounts.drop_setup_code)
    return user
