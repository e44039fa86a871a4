"""The menu: what a person with these roles works with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str | Promise
    url: str
    icon: str
    active: bool


#: (label, name of the address, icon, roles that see it; none: everybody)
_ENTRIES: tuple[tuple[str | Promise, str, str, tuple[str, ...]], ...] = (
    (_("Việc của tôi"), "home", "home", ()),
    (_("Kế hoạch"), "plans:list", "plan", ()),
    (_("Nhiệm vụ"), "plans:tasks", "task", ()),
    (_("Văn bản"), "documents:list", "document", ()),
    (_("Soát dự thảo"), "draft_check", "check", ()),
    (_("Cơ quan"), "organisations:list", "unit", ()),
    (_("Tài khoản"), "people:list", "people", (Role.OPERATOR,)),
    (_("Nhật ký"), "audit:list", "audit", (Role.INSPECTOR, Role.OPERATOR)),
)


def menu(request: HttpRequest, actor: Actor) -> tuple[Entry, ...]:
    """The entries for this person, the one of the present page marked."""
    return tuple(_entries(request, actor))


def _entries(request: HttpRequest, actor: Actor) -> Iterator[Entry]:
    for label, name, icon, roles in _ENTRIES:
        if roles and not actor.has(*roles):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        active = request.path == url if url == "/" else request.path.startswith(url)
        yield Entry(label, url, icon, active)
