"""Views of units: the list, the tree, a group, one unit, and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotrinh.organisations import policies
from lotrinh.organisations.selectors import units as selectors
from lotrinh.organisations.selectors.tree import tree as tree_of
from lotrinh.organisations.services import units as services
from lotrinh.organisations.vocab import LEVEL_OF_KIND, GroupKind, Level
from lotrinh.plans.selectors.of_unit import duties_of_unit
from lotrinh.web.answers import form_page, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.lists.export import export
from lotrinh.web.lists.page import Listing
from lotrinh.web.organisations.days import DayForm
from lotrinh.web.organisations.drawing import FEW, draw
from lotrinh.web.organisations.forms import ChainForm, NamesForm, UnitForm
from lotrinh.web.organisations.listing import group_page, units_found, units_page
from lotrinh.web.people.guards import operator_only


def _units(request: HttpRequest) -> Listing:
    day = DayForm(request).day_or_today
    found = units_found(actor_of(request), day)
    return units_page(day).listing(request, found, path=reverse("organisations:list"))


@login_required
@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """The units of a day."""
    listing, day = _units(request), DayForm(request)
    actor = actor_of(request)
    context = {
        "listing": listing,
        "may_manage": selectors.may_manage(actor),
        "may_found": policies.manages_all(actor),
        "day": day,
    }
    return render(request, "web/organisations/list.html", context, status=listing.status)


@login_required
@require_safe
def unit_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    return export(_units(request), form, _("Danh sách cơ quan, đơn vị"))


def _group(request: HttpRequest, group: str) -> Listing:
    day = DayForm(request).day_or_today
    rows = selectors.group_members(actor_of(request), group, day)
    return group_page(group, day).listing(request, rows, path=reverse("organisations:group", args=(group,)))


@login_required
@require_safe
def group(request: HttpRequest, group: str) -> HttpResponse:
    """Whom a group takes in on a day."""
    listing, day = _group(request, group), DayForm(request)
    context = {"listing": listing, "group": GroupKind(group), "day": day}
    return render(request, "web/organisations/group.html", context, status=listing.status)


@login_required
@require_safe
def group_export(request: HttpRequest, group: str, form: str) -> HttpResponseBase:
    """The members as a file."""
    listing = _group(request, group)
    return export(listing, form, str(GroupKind(group).label))


@login_required
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The units of a day from the top down."""
    actor, day = actor_of(request), DayForm(request, shown=True)
    found = tree_of(actor, day.day_or_today)
    opened = request.GET.get("mo") == "het"
    context = {
        "tree": found,
        "drawing": draw(found, all_open=opened),
        "opened": opened,
        "small": found.count <= FEW,
        "day": day,
        "may_manage": selectors.may_manage(actor),
    }
    return render(request, "web/organisations/tree.html", context, status=day.status)


@login_required
@require_safe
def detail(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit: what it is and was, its people, what it owes, which plans it keeps."""
    actor, day = actor_of(request), DayForm(request)
    page = selectors.unit_page(actor, unit_id, day.day)
    context = {"page": page, "duties": duties_of_unit(actor, page.unit), "day": day}
    return render(request, "web/organisations/detail.html", context, status=day.status)


@operator_only
def add(request: HttpRequest) -> HttpResponse:
    """A new unit."""
    actor = actor_of(request)
    above = request.GET.get("cap-tren", "")
    initial = {"parent": int(above)} if above.isascii() and above.isdecimal() and len(above) < 19 else {}
    form = UnitForm(typed(request), actor=actor, initial=initial)
    if form.is_valid():
        with telling(form):
            unit = services.create_unit(actor, data=form.data_of())
            messages.success(request, _("Đã thêm cơ quan."))
            return redirect("organisations:detail", unit.pk)
    return form_page(request, "web/organisations/edit.html", form)


def _initial(unit: Any) -> dict[str, Any]:
    data, place = services.data_of(unit), unit.place
    return {
        "name": data.name,
        "short_name": data.short_name,
        "kind": data.kind,
        "parent": data.parent_id,
        "parent_name": unit.parent.name if unit.parent else "",
        "level": "" if data.level == LEVEL_OF_KIND.get(data.kind, Level.PROVINCE) else data.level,
        "code": data.code,
        "place": selectors.place_words(place),
        "place_now": place,
        "province": data.province,
        "starts_on": data.starts_on,
        "ends_on": data.ends_on,
    }


@operator_only
def edit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Change a unit."""
    actor = actor_of(request)
    unit = services.unit_for(actor, unit_id)
    form = UnitForm(typed(request), actor=actor, initial=_initial(unit))
    if form.is_valid():
        with telling(form):
            services.change_unit(actor, unit_id=unit_id, data=form.data_of())
            messages.success(request, _("Đã lưu."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/edit.html", form, {"unit": unit})


@operator_only
def names(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The names under which documents know the unit."""
    actor = actor_of(request)
    unit = services.unit_for(actor, unit_id)
    form = NamesForm(typed(request), initial={"names": "\n".join(selectors.other_names(unit_id))})
    if form.is_valid():
        with telling(form):
            services.set_names(actor, unit_id=unit_id, names=form.cleaned_data["names"])
            messages.success(request, _("Đã lưu các tên gọi."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/names.html", form, {"unit": unit})


@operator_only
def chain(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Who approves in this unit, in which order."""
    actor = actor_of(request)
    unit = services.unit_for(actor, unit_id)
    form = ChainForm(typed(request), roles=selectors.approval_chain(unit_id))
    if form.is_valid():
        with telling(form):
            services.set_chain(actor, unit_id=unit_id, roles=form.roles())
            messages.success(request, _("Đã lưu quy trình duyệt; các lần trình sau đi theo quy trình này."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/chain.html", form, {"unit": unit})
