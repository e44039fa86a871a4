"""Views that make a province's list of units."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lotrinh.organisations import policies
from lotrinh.organisations.selectors.provinces import own_province
from lotrinh.organisations.services import founding
from lotrinh.organisations.services.founding import Presence, Report
from lotrinh.web.answers import form_page
from lotrinh.web.asking import actor_of
from lotrinh.web.founding.forms import FoundingForm
from lotrinh.web.people.guards import operator_only

#: Rows of a kind that the page shows before the rest folds away.
_FIRST: Final = 6


@require_safe
@operator_only
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the province and what its list is to hold; who comes back finds what was chosen."""
    policies.require_all(actor_of(request))
    own = own_province()
    form = FoundingForm(request.GET or None, initial={"province": own.code if own else ""})
    return form_page(request, "web/founding/choose.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@operator_only
def preview(request: HttpRequest) -> HttpResponse:
    """See what is there and what would be made; sent, it is made."""
    actor = actor_of(request)
    policies.require_all(actor)
    form = FoundingForm(request.GET)
    if not form.is_valid():
        return form_page(request, "web/founding/choose.html", form)
    code = form.cleaned_data["province"]
    if request.method == "POST":
        report = founding.found(actor, province_code=code, choice=form.choice())
        messages.success(request, _told(report))
        return redirect(f"{reverse('founding:preview')}?{form.address()}")
    report = founding.look(actor, province_code=code, choice=form.choice())
    return render(request, "web/founding/preview.html", _context(form, report))


def _told(report: Report) -> str:
    """What was made, in a sentence."""
    if not report.adds:
        return _("Danh mục đã đủ; không có gì thay đổi.")
    added, completed = report.count(Presence.ADD), report.count(Presence.FILL)
    return " ".join(
        (
            ngettext("Đã thêm %(n)d cơ quan", "Đã thêm %(n)d cơ quan", added) % {"n": added} + ",",
            ngettext("bổ sung thông tin %(n)d cơ quan", "bổ sung thông tin %(n)d cơ quan", completed) % {"n": completed}
            + ",",
            ngettext("ghi %(n)d dòng kế thừa.", "ghi %(n)d dòng kế thừa.", report.lines) % {"n": report.lines},
        )
    )


def _context(form: FoundingForm, report: Report) -> dict[str, object]:
    sections = []
    for section in report.sections:
        order = (Presence.DIFFERS, Presence.FILL, Presence.ADD, Presence.SAME)
        rows = sorted(section.rows, key=lambda row: order.index(row.presence))
        sections.append(
            {
                "label": section.kind.label,
                "ended": section.ended,
                "total": len(rows),
                "add": section.counts[Presence.ADD],
                "fill": section.counts[Presence.FILL],
                "same": section.counts[Presence.SAME],
                "differs": section.counts[Presence.DIFFERS],
                "first": rows[:_FIRST],
                "rest": rows[_FIRST:],
            }
        )
    return {
        "report": report,
        "sections": sections,
        "added": report.count(Presence.ADD),
        "completed": report.count(Presence.FILL),
        "differing": report.count(Presence.DIFFERS),
        "back": f"{reverse('founding:choose')}?{form.address()}",
        "no_places": form.cleaned_data["communes"] and not report.with_places,
    }
