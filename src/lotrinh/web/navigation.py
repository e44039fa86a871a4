"""The menu: what a person with these roles works with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str | Promise
    url: str
    icon: str
    active: bool
    #: what one finds there, for the first page
    about: str | Promise = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry leads; without roles everybody sees it."""

    label: str | Promise
    name: str
    icon: str
    about: str | Promise = ""
    roles: tuple[str, ...] = ()


_PLACES: Final = (
    _Place(_("Việc của tôi"), "home", "home"),
    _Place(_("Kế hoạch"), "plans:list", "plan", _("Chỉ tiêu, nhiệm vụ, kinh phí và các phiên bản của từng kế hoạch")),
    _Place(_("Nhiệm vụ"), "plans:tasks", "task", _("Mọi nhiệm vụ, theo cơ quan, thời hạn và kế hoạch")),
    _Place(
        _("Chuyển giao"),
        "handovers:board",
        "merge",
        _("Nhiệm vụ của cơ quan đã sắp xếp lại: ai tiếp nhận, theo quyết định nào"),
        (Role.COORDINATOR,),
    ),
    _Place(_("Văn bản"), "documents:list", "document", _("Tải lên, hiệu lực, phạm vi xem, rà soát và duyệt")),
    _Place(
        _("Rà soát"),
        "reviews:list",
        "approve",
        _("Xem lại những gì máy đọc được bên cạnh nguyên văn, rồi trình duyệt để đưa vào theo dõi."),
        (Role.COORDINATOR, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY),
    ),
    _Place(_("Soát dự thảo"), "draft_check", "check", _("Tìm chỗ thiếu, chỗ sai trong dự thảo trước khi trình")),
    _Place(
        pgettext_lazy("many", "Cơ quan"),
        "organisations:list",
        "unit",
        _("Cơ quan, đơn vị và tên gọi qua các lần sắp xếp"),
    ),
    _Place(_("Tài khoản"), "people:list", "people", _("Người dùng, vai trò, liên kết đặt mật khẩu"), (Role.OPERATOR,)),
    _Place(
        _("Thông báo máy"),
        "webhooks:list",
        "send",
        _("Báo cho phần mềm khác khi văn bản, kế hoạch, nhiệm vụ thay đổi"),
        (Role.COORDINATOR, Role.OPERATOR),
    ),
    _Place(
        _("Nhật ký"),
        "audit:list",
        "audit",
        _("Ai làm gì, lúc nào, trước và sau"),
        (Role.INSPECTOR, Role.OPERATOR, Role.LEADER, Role.HEAD_OF_AGENCY),
    ),
)


def menu(request: HttpRequest, actor: Actor) -> tuple[Entry, ...]:
    """The entries for this person, the one of the present page marked."""
    return tuple(_entries(request, actor))


def _entries(request: HttpRequest, actor: Actor) -> Iterator[Entry]:
    for place in _PLACES:
        if place.roles and not actor.has(*place.roles):
            continue
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            continue
        active = request.path == url if url == reverse("home") else request.path.startswith(url)
        yield Entry(place.label, url, place.icon, active, place.about)
