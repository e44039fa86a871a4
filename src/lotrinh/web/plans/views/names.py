"""What the names of a reading stand for: said once for the whole plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lotrinh.core.problems import Problem, Refused
from lotrinh.documents import policies as documents
from lotrinh.organisations.naming import group_sizes
from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.selectors.naming import NamesPage, names_page
from lotrinh.plans.services.naming import Chosen, StaleNames, choose_names
from lotrinh.web.asking import actor_of
from lotrinh.web.plans import names as table


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, review_id: int) -> HttpResponse:
    """The names with what they stand for; saying it."""
    actor = actor_of(request)
    page = names_page(actor, review_id)
    sizes = group_sizes(page.on, within=page.within)
    if request.method != "POST":
        return _page(request, page, table.shown(page, sizes))
    documents.require(actor, documents.Action.REVIEW, page.review.document)
    if "find" in request.POST:
        return _page(request, page, table.filled(page, sizes, request.POST, looking=True).lines)
    sent = table.filled(page, sizes, request.POST)
    if sent.wrong:
        problem = Refused(_("Chưa lưu được: hãy xem lại các tên được đánh dấu."), code="wrong-fields")
        return _page(request, page, sent.lines, problem)
    try:
        done = choose_names(actor, review_id=review_id, picks=sent.picks)
    except StaleNames as stale:
        table.mark_stale(sent, stale.theirs)
        return _page(request, page, sent.lines, stale)
    except Refused as refused:
        table.mark_refused(sent, refused.fields)
        return _page(request, page, sent.lines, refused)
    _tell(request, done)
    return redirect("plans:names", review_id=review_id)


def _tell(request: HttpRequest, done: Chosen) -> None:
    if done.changed:
        said = ngettext("Đã xác nhận %(n)d tên.", "Đã xác nhận %(n)d tên.", done.changed) % {"n": done.changed}
        messages.success(request, said)
    else:
        messages.info(request, _("Không có gì thay đổi."))
    if done.remembered:
        messages.success(request, _("Đã ghi %(n)d tên vào tên gọi khác của cơ quan.") % {"n": done.remembered})
    if done.not_remembered:
        messages.warning(
            request,
            _("%(n)d tên chỉ được ghi cho kế hoạch này: bạn không quản trị cơ quan đó.") % {"n": done.not_remembered},
        )


def _page(
    request: HttpRequest, page: NamesPage, lines: list[table.Line], problem: Problem | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "page": page,
        "document": page.review.document,
        "lines": lines,
        "groups": [(kind.value, kind.label) for kind in GroupKind],
        "problem": problem,
        "may_adopt": documents.allowed(actor_of(request), documents.Action.ADOPT, page.review.document),
    }
    return render(request, "web/plans/names.html", context, status=problem.status if problem else 200)
