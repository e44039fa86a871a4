"""The list of reviews: what waits for me as reviewer, what waits for my approval, all that I may see."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from lotrinh.documents.selectors import reviews
from lotrinh.documents.vocab import ReviewState
from lotrinh.web.asking import actor_of
from lotrinh.web.lists import Column, ListPage, choice
from lotrinh.web.lists.export import export
from lotrinh.web.templatetags.documents import document_name
from lotrinh.web.templatetags.ui.parts import badge

#: The shape and colour of a state.
STATE_BADGES: Final[dict[str, str]] = {
    ReviewState.OPEN: "muted",
    ReviewState.SUBMITTED: "info",
    ReviewState.RETURNED: "warn",
    ReviewState.APPROVED: "ok",
    ReviewState.ADOPTED: "ok",
    ReviewState.ABANDONED: "muted",
}


def _decided(review: Any) -> str:
    return f"{review.items - review.pending}/{review.items}"


def _day(moment: Any) -> str:
    return f"{localtime(moment):%H:%M %d/%m/%Y}" if moment else ""


PAGE: Final = ListPage(
    key="ra-soat",
    noun=gettext_lazy("lần rà soát"),
    columns=(
        Column(
            key="document",
            label=pgettext_lazy("one", "Văn bản"),
            value=lambda row: document_name(row.document),
            sort=("document__sort_key",),
            head=True,
            width=60,
        ),
        Column(
            key="state",
            label=gettext_lazy("Trạng thái"),
            value=lambda row: str(ReviewState(row.state).label),
            html=lambda row: format_html(
                '<span class="nowrap">{}</span>', badge(ReviewState(row.state).label, STATE_BADGES[row.state])
            ),
            sort=("state",),
        ),
        Column(
            key="decided",
            label=gettext_lazy("Đã quyết định"),
            value=_decided,
            html=lambda row: format_html("<span class='num'>{}</span>", _decided(row)),
            sort=("pending",),
            numeric=True,
        ),
        Column(
            key="opened_by",
            label=gettext_lazy("Người mở"),
            value=lambda row: str(row.opened_by),
            html=lambda row: format_html('<span class="nowrap">{}</span>', row.opened_by),
            width=30,
        ),
        Column(
            key="opened",
            label=gettext_lazy("Mở lúc"),
            value=lambda row: localtime(row.opened_at).date(),
            html=lambda row: _day(row.opened_at),
            sort=("opened_at",),
            numeric=True,
        ),
        Column(
            key="changed",
            label=gettext_lazy("Quyết định cuối"),
            value=lambda row: localtime(row.changed_at).date() if row.changed_at else None,
            html=lambda row: _day(row.changed_at),
            sort=("changed_at",),
            empty_last=True,
            numeric=True,
        ),
        Column(
            key="owner",
            label=gettext_lazy("Cơ quan"),
            value=lambda row: row.document.owner.name,
            sort=("document__owner__sort_key",),
            shown=False,
            width=34,
        ),
    ),
    order="-opened",
    url=lambda row: reverse("reviews:screen", args=[row.pk]),
    searched="document__search",
    filters=(
        choice(
            "trang-thai",
            gettext_lazy("Trạng thái"),
            lambda _actor: ReviewState.choices,
            lambda rows, value: rows.filter(state=value),
        ),
    ),
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The reviews that the person may see, above them those that wait for them."""
    actor = actor_of(request)
    listing = PAGE.listing(request, reviews.listed(actor))
    context = {
        "listing": listing,
        "to_do": list(reviews.to_do(actor)[:20]),
        "awaiting": reviews.awaiting(actor)[:20],
    }
    return render(request, "web/reviews/list.html", context, status=listing.status)


@login_required
@require_safe
def exported(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same list as a file."""
    actor = actor_of(request)
    return export(PAGE.listing(request, reviews.listed(actor)), form, _("Danh sách rà soát"))
