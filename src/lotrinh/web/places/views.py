"""Views of places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Refused
from lotrinh.organisations import policies
from lotrinh.organisations.reference.places import sources
from lotrinh.organisations.selectors import places as selectors
from lotrinh.organisations.services import places as services
from lotrinh.organisations.vocab import Level
from lotrinh.web.answers import attachment, form_page, tell, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.lists import Column, ListPage, choice
from lotrinh.web.lists.export import export
from lotrinh.web.lists.filters import Filter, flag
from lotrinh.web.people.guards import operator_only
from lotrinh.web.places import tables
from lotrinh.web.places.forms import PlaceForm
from lotrinh.web.tables import carried
from lotrinh.web.tables.forms import TableForm
from lotrinh.web.tables.writing import XLSX

#: More lines on one page are of no use to anybody.
_MOST_SHOWN: Final = 200
#: What a table is signed for while it travels through the page.
_PURPOSE: Final = "places.table"


def _day_field(actor: Actor) -> forms.Field:
    return forms.DateField(
        label=_("Tồn tại vào ngày"),
        required=False,
        widget=forms.DateInput(
            attrs={"placeholder": _("ngày/tháng/năm"), "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages={"invalid": _("Ngày viết dạng ngày/tháng/năm, ví dụ 05/06/2026.")},
    )


def _on_day(rows: QuerySet[Any], day: dt.date) -> QuerySet[Any]:
    return rows.filter(selectors.in_force(day))


def _levels(actor: Actor) -> Iterable[tuple[str, Any]]:
    return [(level.value, level.label) for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)]


def _provinces(actor: Actor) -> list[tuple[int, str]]:
    return [
        (
            place.pk,
            _("%(name)s (đến %(day)s)") % {"name": place.full_name, "day": f"{place.ends_on:%d/%m/%Y}"}
            if place.ends_on
            else place.full_name,
        )
        for place in selectors.provinces()
    ]


def _province_of(place: Any) -> str:
    top = place.parent.parent or place.parent if place.parent else None
    return top.full_name if top else ""


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


PAGE = ListPage(
    key="dia-danh",
    noun=gettext_lazy("địa danh"),
    columns=(
        Column(
            key="ten",
            label=gettext_lazy("Tên"),
            value=lambda place: place.full_name,
            sort=("sort_key", "-edition"),
            head=True,
            width=36,
        ),
        Column(key="ma", label=gettext_lazy("Mã số"), value=lambda place: place.code, sort=("code", "-edition")),
        Column(
            key="cap",
            label=gettext_lazy("Cấp"),
            value=lambda place: place.get_level_display(),
            # The codes of the levels happen to stand in the alphabet from the lowest to the highest.
            sort=("-level", "sort_key", "-edition"),
        ),
        Column(
            key="cap-tren",
            label=gettext_lazy("Trực thuộc"),
            value=lambda place: place.parent.full_name if place.parent else "",
            sort=("parent__sort_key", "sort_key"),
            width=36,
        ),
        Column(key="tinh", label=gettext_lazy("Tỉnh, thành phố"), value=_province_of, width=36, shown=False),
        Column(
            key="tu",
            label=gettext_lazy("Từ ngày"),
            value=lambda place: place.starts_on,
            html=lambda place: _day(place.starts_on),
            sort=("starts_on", "sort_key"),
            empty_last=True,
        ),
        Column(
            key="den",
            label=gettext_lazy("Đến hết ngày"),
            value=lambda place: place.ends_on,
            html=lambda place: _day(place.ends_on),
            sort=("ends_on", "sort_key"),
            empty_last=True,
        ),
        Column(key="can-cu", label=gettext_lazy("Căn cứ"), value=lambda place: place.source, shown=False, width=60),
    ),
    order="cap",
    url=lambda place: reverse("places:detail", args=(place.pk,)),
    filters=(
        choice("cap", gettext_lazy("Cấp"), _levels, lambda rows, level: rows.filter(level=level)),
        choice(
            "tinh",
            gettext_lazy("Tỉnh, thành phố"),
            _provinces,
            lambda rows, pk: rows.filter(selectors.within(int(pk))),
        ),
        Filter(name="ngay", field=_day_field, apply=_on_day),
        flag("da-sua", gettext_lazy("Đã sửa thủ công"), lambda rows: rows.filter(corrected=True)),
    ),
)


@login_required
@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """All places, those of today and those before."""
    actor = actor_of(request)
    listing = PAGE.listing(request, selectors.places(actor))
    context = {"listing": listing, "may_load": selectors.may_load(actor), "sources": sources()}
    return render(request, "web/places/list.html", context, status=listing.status)


@login_required
@require_safe
def place_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    listing = PAGE.listing(request, selectors.places(actor_of(request)), path=reverse("places:list"))
    return export(listing, form, _("Danh mục địa danh"))


@login_required
@require_safe
def detail(request: HttpRequest, place_id: int) -> HttpResponse:
    """A place: what it is, what it was formed from, what became of it."""
    return render(request, "web/places/detail.html", {"page": selectors.place_page(actor_of(request), place_id)})


@require_POST
@operator_only
def load(request: HttpRequest) -> HttpResponse:
    """Bring the places in step with the national lists."""
    try:
        report = services.load_places(actor_of(request))
    except Refused as problem:
        messages.error(request, str(problem))
        return redirect("places:list")
    if report.writes:
        messages.success(
            request,
            _("Đã nạp danh mục: thêm %(added)d, đổi %(changed)d, giữ %(kept)d địa danh đã sửa thủ công.")
            % {"added": report.places.added, "changed": report.places.changed, "kept": report.places.kept},
        )
    else:
        messages.info(request, _("Danh mục đã đúng như bản đi kèm phần mềm, không có gì thay đổi."))
    return redirect("places:list")


@operator_only
def own_table(request: HttpRequest) -> HttpResponse:
    """Correct and add many places, or what became of them, by a table: tried first, then loaded."""
    policies.require_all(actor_of(request))
    looked_at = request.method == "POST" and carried.FIELD in request.POST and not request.FILES
    form = TableForm() if looked_at else TableForm(typed(request), request.FILES or None)
    report, content = None, b""
    try:
        if looked_at:
            content = carried.unseal(request, _PURPOSE).encode()
        elif form.is_valid():
            content = tables.as_csv(form.cleaned_data["table"].read())
        if content:
            report = services.load_places(actor_of(request), file=content, dry_run="load" not in request.POST)
    except signing.BadSignature:
        form = TableForm({})
        form.errors.clear()
        form.add_error(None, _("Bảng đã xem quá lâu. Hãy chọn lại tệp."))
    except Refused as problem:
        tell(form, problem)
    if report is not None and not report.faults and not report.dry_run:
        counts = {"added": report.places.added + report.changes.added}
        counts["changed"] = report.places.changed + report.changes.changed
        messages.success(request, _("Đã nạp bảng: thêm %(added)d, sửa %(changed)d.") % counts)
        return redirect("places:list")
    good = report is not None and not report.faults
    context = {
        "form": form,
        "report": report,
        "faults": report.faults[:_MOST_SHOWN] if report else (),
        "signed": carried.seal(request, _PURPOSE, content.decode()) if good else "",
    }
    wrong = (form.is_bound and form.errors) or (report is not None and not good)
    return render(request, "web/places/own_table.html", context, status=422 if wrong else 200)


@require_safe
@operator_only
def template(request: HttpRequest) -> HttpResponse:
    """The table of places to fill in."""
    return _template(request, "dia-danh-mau.xlsx", changes=False)


@require_safe
@operator_only
def template_of_changes(request: HttpRequest) -> HttpResponse:
    """The table of what became of places, to fill in."""
    return _template(request, "dia-danh-thay-doi-mau.xlsx", changes=True)


def _template(request: HttpRequest, name: str, *, changes: bool) -> HttpResponse:
    policies.require_all(actor_of(request))
    return attachment(tables.template(changes=changes), XLSX, name)


@operator_only
def edit(request: HttpRequest, place_id: int) -> HttpResponse:
    """Correct a place."""
    actor = actor_of(request)
    place = services.place_for(actor, place_id)
    names = ("kind", "name", "code", "starts_on", "ends_on", "source")
    form = PlaceForm(typed(request), level=place.level, initial={name: getattr(place, name) for name in names})
    if form.is_valid():
        with telling(form):
            services.correct_place(actor, place_id=place_id, data=form.data_of())
            messages.success(request, _("Đã lưu. Lần nạp danh mục sau giữ nguyên phần sửa này."))
            return redirect("places:detail", place_id)
    return form_page(request, "web/places/edit.html", form, {"place": place})


@require_POST
@operator_only
def undo(request: HttpRequest, place_id: int) -> HttpResponse:
    """Give a place back what the lists say of it."""
    try:
        services.undo_correction(actor_of(request), place_id=place_id)
    except Refused as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Đã bỏ phần sửa: địa danh trở lại như trong danh mục."))
    return redirect("places:detail", place_id)
