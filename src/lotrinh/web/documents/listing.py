"""The list of documents, on the page and as a file."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lotrinh.core.actor import Actor
from lotrinh.documents import policies
from lotrinh.documents.selectors import documents
from lotrinh.documents.vocab import Audience, Standing
from lotrinh.plans import selectors as plans
from lotrinh.web.asking import actor_of
from lotrinh.web.documents import words
from lotrinh.web.lists import Column, ListPage, choice, printed
from lotrinh.web.lists.export import export
from lotrinh.web.templatetags.documents import audience_badge, standing_badge
from lotrinh.web.templatetags.ui.values import partial_date
from vanban.language.wording import shorten

_LONGEST_NAME: Final = 180


def _name(document: Any) -> str:
    return document.title or document.first_filename or _("Chưa rõ trích yếu")


def _number(document: Any) -> str:
    return document.number or _("chưa có số")


def _kinds(actor: Actor) -> list[tuple[str, str]]:
    return [(code, words.kind_name(code)) for code in documents.kinds(actor)]


def _by_year(rows: QuerySet[Any], year: str) -> QuerySet[Any]:
    return rows.filter(issued_on__startswith=year)


PAGE: Final = ListPage(
    key="van-ban",
    noun=gettext_lazy("văn bản"),
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Trích yếu"),
            value=_name,
            html=lambda row: printed(shorten(_name(row), _LONGEST_NAME)),
            sort=("sort_key",),
            head=True,
            width=60,
        ),
        Column(key="number", label=gettext_lazy("Số, ký hiệu"), value=_number, sort=("number",), width=20),
        Column(
            key="kind",
            label=gettext_lazy("Loại"),
            value=lambda row: words.kind_name(row.kind) if row.kind else "",
            sort=("kind",),
            width=14,
        ),
        Column(
            key="issued",
            label=gettext_lazy("Ngày ban hành"),
            value=lambda row: partial_date(row.issued_on),
            sort=("issued_on",),
            numeric=True,
            width=14,
        ),
        Column(
            key="issuer",
            label=gettext_lazy("Cơ quan ban hành"),
            value=lambda row: row.issuer,
            from_document=True,
            sort=("issuer",),
            width=34,
        ),
        Column(
            key="standing",
            label=gettext_lazy("Hiệu lực"),
            value=lambda row: str(Standing(row.standing_now).label),
            html=lambda row: standing_badge(row.standing_now),
            sort=("standing_now",),
            width=16,
        ),
        Column(
            key="audience",
            label=gettext_lazy("Phạm vi"),
            value=lambda row: str(Audience(row.audience).label),
            html=lambda row: audience_badge(row.audience),
            sort=("audience",),
            width=18,
        ),
        Column(
            key="owner",
            label=gettext_lazy("Cơ quan giữ"),
            value=lambda row: row.owner.name,
            sort=("owner__sort_key",),
            shown=False,
            width=34,
        ),
        Column(
            key="added",
            label=gettext_lazy("Đưa vào"),
            value=lambda row: localtime(row.created_at).date(),
            html=lambda row: f"{localtime(row.created_at):%d/%m/%Y}",
            sort=("created_at",),
            numeric=True,
            shown=False,
            width=14,
        ),
    ),
    order="-added",
    url=lambda row: reverse("documents:detail", args=[row.pk]),
    filters=(
        choice("loai", gettext_lazy("Loại"), _kinds, lambda rows, value: rows.filter(kind=value)),
        choice(
            "hieu-luc",
            gettext_lazy("Hiệu lực"),
            lambda _actor: Standing.choices,
            lambda rows, value: rows.filter(standing_now=value),
        ),
        choice(
            "pham-vi",
            gettext_lazy("Phạm vi"),
            lambda _actor: Audience.choices,
            lambda rows, value: rows.filter(audience=value),
        ),
        choice("nam", gettext_lazy("Năm"), lambda actor: [(year, year) for year in documents.years(actor)], _by_year),
        choice(
            "co-quan",
            gettext_lazy("Cơ quan giữ"),
            lambda actor: [(unit.pk, unit.name) for unit in documents.owners(actor)],
            lambda rows, value: rows.filter(owner_id=value),
        ),
    ),
)


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The documents that the person may read."""
    actor = actor_of(request)
    found = PAGE.listing(request, documents.listed(actor))
    context = {
        "listing": found,
        "views": plans.saved_views(actor, PAGE.key),
        "may_upload": bool(policies.may_upload(actor)),
    }
    return render(request, "web/documents/list.html", context, status=found.status)


@login_required
@require_safe
def exported(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same list as a file."""
    actor = actor_of(request)
    found = PAGE.listing(request, documents.listed(actor))
    return export(found, form, _("Danh sách văn bản"))
