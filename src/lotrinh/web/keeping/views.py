"""Views of keeping."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lotrinh.core.problems import Conflict, Refused
from lotrinh.documents.selectors import keeping as selectors
from lotrinh.documents.selectors.keeping import KeptPage
from lotrinh.documents.services.keeping import MOST
from lotrinh.documents.services.keeping import add_recipients as address
from lotrinh.plans.services import keeping as services
from lotrinh.web.answers import form_page, tell, typed
from lotrinh.web.asking import actor_of
from lotrinh.web.keeping.forms import KeepingForm
from lotrinh.web.people.guards import operator_only


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The agencies that ended and keep something, the decisions so far, and recipients that ended."""
    return _overview(request)


def _overview(request: HttpRequest, problem: Refused | None = None, of: int = 0) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "keepers": selectors.ended_keepers(actor),
        "keepings": selectors.keepings(actor),
        "addressed": selectors.addressed_to_ended(actor),
        "operator": selectors.decides(actor),
        "problem": problem,
        "problem_of": of,
    }
    return render(request, "web/keeping/list.html", context, status=problem.status if problem else 200)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What one of them keeps; give it to another agency."""
    actor = actor_of(request)
    page = selectors.kept_page(actor, unit_id, most=MOST)
    papers = [(document.pk, str(document.pk)) for document in page.documents]
    form = KeepingForm(typed(request), papers=papers, groups=_agencies(page), initial={"keeper": _only(page)})
    if form.is_valid():
        try:
            row = services.give(
                actor,
                giver_id=unit_id,
                keeper_id=form.cleaned_data["keeper"],
                document_ids=form.cleaned_data["documents"],
                decision=form.decision(),
            )
        except (Refused, Conflict) as problem:
            tell(form, problem)
        else:
            n = len(form.cleaned_data["documents"])
            said = ngettext(
                "Đã chuyển %(n)d văn bản để %(unit)s lưu giữ.", "Đã chuyển %(n)d văn bản để %(unit)s lưu giữ.", n
            )
            messages.success(request, said % {"n": n, "unit": row.keeper.name})
            return redirect("keeping:list")
    left = page.keeper.count - len(page.documents)
    context = {"page": page, "papers": _papers(page), "chosen": form.chosen(), "left": left}
    return form_page(request, "web/keeping/unit.html", form, context)


@operator_only
@require_POST
def withdraw(request: HttpRequest, keeping_id: int) -> HttpResponse:
    """Take back a decision that was recorded by mistake."""
    row = services.withdraw(actor_of(request), keeping_id=keeping_id)
    messages.success(request, _("Đã rút quyết định; văn bản trở lại %(unit)s.") % {"unit": row.giver.name})
    return redirect("keeping:list")


@login_required
@require_POST
def add_recipients(request: HttpRequest, document_id: int) -> HttpResponse:
    """Address a document to those who took over from a recipient."""
    chosen = [int(key) for key in request.POST.getlist("units") if key.isascii() and key.isdecimal() and len(key) < 19]
    try:
        address(actor_of(request), document_id=document_id, unit_ids=chosen)
    except Refused as problem:
        return _overview(request, problem, document_id)
    messages.success(request, _("Đã thêm nơi nhận."))
    return redirect("keeping:list")


def _papers(page: KeptPage) -> list[tuple[Any, bool, str]]:
    """Each document, whether its title may be shown, and its day as people write it."""
    return [
        (document, document.pk in page.readable, "/".join(reversed(document.issued_on.split("-"))))
        for document in page.documents
    ]


def _agencies(page: KeptPage) -> list[tuple[Any, Any]]:
    """Those who took over first, then everybody."""
    first = [
        (item.unit.pk, f"{item.unit.name} ({item.subject})" if item.subject else item.unit.name)
        for item in page.keeper.proposed
        if item.unit.pk in {unit.pk for unit in page.agencies}
    ]
    known = {pk for pk, _name in first}
    others = [(unit.pk, unit.name) for unit in page.agencies if unit.pk not in known]
    return [(_("Cơ quan kế thừa"), first), (_("Cơ quan khác"), others)] if first else others


def _only(page: KeptPage) -> int | str:
    """The agency that took over, where it is one."""
    return page.keeper.proposed[0].unit.pk if len(page.keeper.proposed) == 1 else ""
