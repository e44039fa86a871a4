"""The list of accounts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lotrinh.accounts.vocab import Role
from lotrinh.organisations.selectors import people
from lotrinh.web.asking import actor_of
from lotrinh.web.lists import Column, ListPage, choice
from lotrinh.web.lists.export import export
from lotrinh.web.people.forms import unit_choices
from lotrinh.web.people.guards import operator_only
from lotrinh.web.templatetags.ui.parts import badge


def _state(person: Any) -> str:
    if not person.is_active:
        return _("Đã ngừng")
    if person.link_nonce:
        return _("Chờ đặt mật khẩu")
    return _("Đang dùng") if person.has_usable_password() else _("Chưa có mật khẩu")


def _state_badge(person: Any) -> str:
    kind = "muted" if not person.is_active else "ok"
    if person.is_active and (person.link_nonce or not person.has_usable_password()):
        kind = "warn"
    return badge(_state(person), kind)


def _posts(person: Any) -> list[str]:
    return [f"{post.get_role_display()} – {post.unit.short_name or post.unit.name}" for post in person.current_posts]


PAGE = ListPage(
    key="tai-khoan",
    noun=gettext_lazy("tài khoản"),
    columns=(
        Column(
            key="ten",
            label=gettext_lazy("Họ và tên"),
            value=lambda person: person.full_name,
            sort=("sort_key",),
            head=True,
            width=30,
        ),
        Column(
            key="dang-nhap",
            label=gettext_lazy("Tên đăng nhập"),
            value=lambda person: person.username,
            sort=("username",),
        ),
        Column(
            key="vai-tro",
            label=gettext_lazy("Vai trò"),
            value=lambda person: "; ".join(_posts(person)),
            html=lambda person: format_html_join("", "<div>{}</div>", ((text,) for text in _posts(person))),
            width=50,
        ),
        Column(
            key="thu",
            label=gettext_lazy("Thư điện tử"),
            value=lambda person: person.email,
            shown=False,
            width=30,
        ),
        Column(
            key="vao-gan-nhat",
            label=gettext_lazy("Đăng nhập gần nhất"),
            value=lambda person: person.last_login.date() if person.last_login else None,
            html=lambda person: f"{person.last_login:%d/%m/%Y}" if person.last_login else "",
            sort=("last_login",),
            empty_last=True,
        ),
        Column(key="trang-thai", label=gettext_lazy("Trạng thái"), value=_state, html=_state_badge),
    ),
    order="ten",
    url=lambda person: reverse("people:detail", args=(person.pk,)),
    filters=(
        choice(
            "don-vi",
            gettext_lazy("Cơ quan"),
            lambda actor: unit_choices(actor)[1:],
            lambda rows, unit: rows.filter(pk__in=people.holders_in(int(unit))),
        ),
        choice(
            "vai-tro",
            gettext_lazy("Vai trò"),
            lambda _actor: Role.choices,
            lambda rows, role: rows.filter(pk__in=people.holders_of_role(role)),
        ),
        choice(
            "trang-thai",
            gettext_lazy("Trạng thái"),
            lambda _actor: (("dang", gettext_lazy("Đang hoạt động")), ("ngung", gettext_lazy("Đã ngừng"))),
            lambda rows, state: rows.filter(is_active=state == "dang"),
        ),
    ),
)


@operator_only
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """Everybody in the operator's scope."""
    listing = PAGE.listing(request, people.people(actor_of(request)))
    return render(request, "web/people/list.html", {"listing": listing}, status=listing.status)


@operator_only
@require_safe
def people_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    listing = PAGE.listing(request, people.people(actor_of(request)), path=reverse("people:list"))
    return export(listing, form, _("Danh sách tài khoản"))
