"""Views of the audit trail."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lotrinh.core.audit.selectors import action_label, kind_label
from lotrinh.core.audit.vocab import ACTIONS, KINDS
from lotrinh.core.clock import ZONE
from lotrinh.organisations.selectors import traces
from lotrinh.web.asking import actor_of
from lotrinh.web.lists import Column, Filter, ListPage, choice, date_from
from lotrinh.web.lists.export import export


def _when(entry: Any) -> str:
    return f"{entry.at.astimezone(ZONE):%H:%M:%S %d/%m/%Y}"


def _until(rows: Any, day: dt.date) -> Any:
    """Up to the end of the day in Vietnam."""
    return rows.filter(at__lt=dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=ZONE))


def _since(rows: Any, day: dt.date) -> Any:
    return rows.filter(at__gte=dt.datetime.combine(day, dt.time(), tzinfo=ZONE))


_FROM = date_from("tu", gettext_lazy("Từ ngày"), "at")
_TO = date_from("den", gettext_lazy("Đến hết ngày"), "at")

PAGE = ListPage(
    key="nhat-ky",
    noun=gettext_lazy("dòng"),
    columns=(
        Column(key="luc", label=gettext_lazy("Lúc"), value=_when, sort=("id",), head=True, width=20),
        Column(key="ai", label=gettext_lazy("Người thực hiện"), value=lambda entry: entry.actor_name, width=26),
        Column(
            key="viec",
            label=gettext_lazy("Việc"),
            value=lambda entry: str(action_label(entry.action)),
            width=28,
        ),
        Column(
            key="loai", label=gettext_lazy("Đối tượng"), value=lambda entry: str(kind_label(entry.thing_kind)), width=18
        ),
        Column(key="ten", label=gettext_lazy("Tên"), value=lambda entry: entry.thing_label, width=50),
        Column(key="qua", label=gettext_lazy("Qua"), value=lambda entry: entry.get_via_display(), shown=False),
        Column(key="dia-chi", label=gettext_lazy("Địa chỉ máy"), value=lambda entry: entry.address, shown=False),
        Column(
            key="chuoi",
            label=gettext_lazy("Chuỗi / số"),
            value=lambda entry: f"{entry.chain}/{entry.seq}",
            shown=False,
        ),
    ),
    order="-luc",
    url=lambda entry: reverse("audit:detail", args=(entry.pk,)),
    filters=(
        choice(
            "loai",
            gettext_lazy("Đối tượng"),
            lambda _actor: KINDS.items(),
            lambda rows, kind: rows.filter(thing_kind=kind),
        ),
        choice(
            "viec",
            gettext_lazy("Việc"),
            lambda _actor: sorted(ACTIONS.items(), key=lambda item: str(item[1])),
            lambda rows, action: rows.filter(action=action),
        ),
        Filter(name=_FROM.name, field=_FROM.field, apply=_since),
        Filter(name=_TO.name, field=_TO.field, apply=_until),
    ),
)


@login_required
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """What was done, as far as this person may see it."""
    listing = PAGE.listing(request, traces.traces(actor_of(request)))
    return render(request, "web/audit/list.html", {"listing": listing}, status=listing.status)


@login_required
@require_safe
def trail_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file."""
    listing = PAGE.listing(request, traces.traces(actor_of(request)), path=reverse("audit:list"))
    return export(listing, form, _("Nhật ký"))


@login_required
@require_safe
def detail(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One row: what was before, what is after."""
    page = traces.trace_page(actor_of(request), entry_id)
    return render(request, "web/audit/detail.html", {"page": page, "entry": page.entry})
