"""Views of what decisions do to units: the list of acts, one act, recording one, taking it back, another name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lotrinh.core.problems import NotAllowed, Refused
from lotrinh.organisations.selectors import acts as selectors
from lotrinh.organisations.selectors.units import may_manage
from lotrinh.organisations.services import reorganising as services
from lotrinh.organisations.services.foreseeing import Foreseen, foresee
from lotrinh.organisations.services.units import unit_for
from lotrinh.organisations.vocab import ReorganisationKind
from lotrinh.plans.selectors.of_unit import led_by
from lotrinh.web.answers import form_page, telling, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.lists.export import export
from lotrinh.web.lists.page import Listing
from lotrinh.web.organisations.act_forms import RenameForm, Sheet
from lotrinh.web.organisations.listing import acts_page
from lotrinh.web.people.guards import operator_only


def _listing(request: HttpRequest) -> Listing:
    actor = actor_of(request)
    return acts_page(actor).listing(request, selectors.acts(actor), path=reverse("organisations:acts"))


@login_required
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """All acts."""
    actor, listing = actor_of(request), _listing(request)
    nothing = not listing.total and not listing.chips and not listing.form.errors
    context = {"listing": listing, "may_manage": may_manage(actor), "nothing": nothing}
    return render(request, "web/organisations/acts.html", context, status=listing.status)


@login_required
@require_safe
def acts_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    return export(_listing(request), form, _("Các lần sắp xếp cơ quan, đơn vị"))


@login_required
@require_safe
def act(request: HttpRequest, act_id: int) -> HttpResponse:
    """One act with its lines."""
    page = selectors.act_page(actor_of(request), act_id)
    return render(request, "web/organisations/act.html", {"page": page})


@operator_only
def withdraw(request: HttpRequest, act_id: int) -> HttpResponse:
    """Take an act back, once it is confirmed."""
    actor = actor_of(request)
    page = selectors.act_page(actor, act_id)
    if not page.may_withdraw:
        raise NotAllowed(_("Chỉ người quản trị của mọi cơ quan trong lần sắp xếp này được rút."), code="not-allowed")
    problem = ""
    if request.method == "POST":
        try:
            services.withdraw(actor, reorganisation_id=act_id)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, _("Đã rút lần sắp xếp."))
            return redirect("organisations:acts")
    reopened = {line.predecessor_id: line.predecessor for line in page.lines if line.closes}
    context = {"page": page, "problem": problem, "reopened": list(reopened.values())}
    return render(request, "web/organisations/withdraw.html", context, status=422 if problem else 200)


@operator_only
def record(request: HttpRequest) -> HttpResponse:
    """Record an act: fill in (`do=more`: more lines), look at what it does (`look`), confirm (`save`)."""
    actor = actor_of(request)
    sheet = Sheet(actor, typed(request), initial=_asked(request))
    do = request.POST.get("do", "")
    if do != "back" and sheet.is_valid():
        decision = sheet.head.decision()
        try:
            if do == "save":
                made = services.reorganise(actor, kind=sheet.kind, decision=decision, lines=sheet.passing)
                messages.success(request, _("Đã ghi lần sắp xếp."))
                return redirect("organisations:act", made.pk)
            seen = foresee(actor, kind=sheet.kind, decision=decision, lines=sheet.passing)
        except Refused as problem:
            sheet.tell(problem)
        else:
            return _preview(request, sheet, seen)
    kinds = [(kind.value, kind.label, selectors.kind_words(kind)) for kind in ReorganisationKind if kind != "rename"]
    context = {"sheet": sheet, "form": sheet.head, "kinds": kinds}
    wrong = request.method == "POST" and do not in {"more", "back"}
    return render(request, "web/organisations/record.html", context, status=422 if wrong else 200)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address says to begin with: the kind, and the unit that ends (its key or a name)."""
    return {name: request.GET[key][:300] for name, key in (("kind", "loai"), ("old", "tu")) if request.GET.get(key)}


def _preview(request: HttpRequest, sheet: Sheet, seen: Foreseen) -> HttpResponse:
    led = led_by([ending.unit_id for ending in seen.ending])
    context = {
        "sheet": sheet,
        "seen": seen,
        "ending": [(ending, led.get(ending.unit_id, 0)) for ending in seen.ending],
        "kind": ReorganisationKind(sheet.kind).label,
        "decision": sheet.head.decision(),
    }
    return render(request, "web/organisations/preview.html", context)


@operator_only
def rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Give a unit another name from a day on."""
    actor = actor_of(request)
    unit = unit_for(actor, unit_id)
    initial = {"name": unit.name, "short_name": unit.short_name}
    form = RenameForm(typed(request), actor=actor, initial=initial)
    if form.is_valid():
        with telling(form):
            services.rename(
                actor,
                unit_id=unit_id,
                decision=form.decision(),
                name=form.cleaned_data["name"],
                short_name=form.cleaned_data["short_name"],
                parent_id=form.cleaned_data["parent"],
            )
            messages.success(request, _("Đã ghi tên mới; tên cũ được giữ trong lịch sử."))
            return redirect("organisations:detail", unit_id)
    return form_page(request, "web/organisations/rename.html", form, {"unit": unit})
