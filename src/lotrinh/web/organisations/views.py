"""Views of units."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Refused
from lotrinh.organisations.selectors import units as selectors
from lotrinh.organisations.services import units as services
from lotrinh.organisations.vocab import UnitKind
from lotrinh.web.answers import form_page, tell, typed
from lotrinh.web.lists import Column, ListPage, choice
from lotrinh.web.lists.export import export
from lotrinh.web.organisations.forms import ChainForm, NamesForm, UnitForm
from lotrinh.web.people.guards import operator_only

PAGE = ListPage(
    key="co-quan",
    noun=gettext_lazy("cơ quan, đơn vị"),
    columns=(
        Column(
            key="ten",
            label=gettext_lazy("Tên"),
            value=lambda unit: unit.name,
            sort=("sort_key",),
            head=True,
            width=50,
        ),
        Column(key="viet-tat", label=gettext_lazy("Tên viết tắt"), value=lambda unit: unit.short_name),
        Column(
            key="loai", label=gettext_lazy("Loại"), value=lambda unit: unit.get_kind_display(), sort=("kind",), width=28
        ),
        Column(
            key="cap-tren",
            label=gettext_lazy("Cấp trên"),
            value=lambda unit: unit.parent.name if unit.parent else "",
            sort=("parent__sort_key",),
            width=40,
        ),
        Column(
            key="het",
            label=gettext_lazy("Kết thúc hoạt động"),
            value=lambda unit: unit.ends_on,
            html=lambda unit: f"{unit.ends_on:%d/%m/%Y}" if unit.ends_on else "",
            sort=("ends_on",),
            empty_last=True,
            shown=False,
        ),
    ),
    order="ten",
    url=lambda unit: reverse("organisations:detail", args=(unit.pk,)),
    filters=(
        choice(
            "loai", gettext_lazy("Loại"), lambda _actor: UnitKind.choices, lambda rows, kind: rows.filter(kind=kind)
        ),
    ),
)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    return actor


@login_required
@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """All units."""
    actor = _actor(request)
    listing = PAGE.listing(request, selectors.units(actor))
    context = {"listing": listing, "may_manage": selectors.may_manage(actor)}
    return render(request, "web/organisations/list.html", context, status=listing.status)


@login_required
@require_safe
def unit_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    listing = PAGE.listing(request, selectors.units(_actor(request)), path=reverse("organisations:list"))
    return export(listing, form, _("Danh sách cơ quan, đơn vị"))


@login_required
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """All units from the top down."""
    actor = _actor(request)
    context = {"branches": selectors.tree(actor), "may_manage": selectors.may_manage(actor)}
    return render(request, "web/organisations/tree.html", context)


@login_required
@require_safe
def detail(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit: what it is, its other names, who holds which post, who approves."""
    return render(request, "web/organisations/detail.html", {"page": selectors.unit_page(_actor(request), unit_id)})


@operator_only
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    actor = _actor(request)
    above = request.GET.get("cap-tren", "")
    initial = {"parent": int(above)} if above.isascii() and above.isdecimal() and len(above) < 19 else {}
    form = UnitForm(typed(request), actor=actor, initial=initial)
    if form.is_valid():
        try:
            unit = services.create_unit(actor, data=form.data_of())
        except Refused as problem:
            tell(form, problem)
        else:
            messages.success(request, _("Đã thêm cơ quan."))
            return redirect("organisations:detail", unit.pk)
    return form_page(request, "web/organisations/edit.html", form)


@operator_only
def edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Change a unit."""
    actor = _actor(request)
    unit = services.unit_for(actor, unit_id)
    initial = {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": unit.parent_id,
        "province": unit.province,
        "starts_on": unit.starts_on,
        "ends_on": unit.ends_on,
    }
    form = UnitForm(typed(request), actor=actor, initial=initial)
    if form.is_valid():
        try:
            services.change_unit(actor, unit_id=unit_id, data=form.data_of())
        except Refused as problem:
            tell(form, problem)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/edit.html", form, {"unit": unit})


@operator_only
def names(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The names under which documents know the unit."""
    actor = _actor(request)
    unit = services.unit_for(actor, unit_id)
    page = selectors.unit_page(actor, unit_id)
    form = NamesForm(typed(request), initial={"names": "\n".join(page.names)})
    if form.is_valid():
        try:
            services.set_names(actor, unit_id=unit_id, names=form.cleaned_data["names"])
        except Refused as problem:
            tell(form, problem)
        else:
            messages.success(request, _("Đã lưu các tên gọi."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/names.html", form, {"unit": unit})


@operator_only
def chain(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who approves in this unit, in which order."""
    actor = _actor(request)
    unit = services.unit_for(actor, unit_id)
    form = ChainForm(typed(request), roles=selectors.approval_chain(unit_id))
    if form.is_valid():
        try:
            services.set_chain(actor, unit_id=unit_id, roles=form.roles())
        except Refused as problem:
            tell(form, problem)
        else:
            messages.success(request, _("Đã lưu quy trình duyệt; các lần trình sau đi theo quy trình này."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/chain.html", form, {"unit": unit})
