"""The page on which whoever writes a plan has it checked: one file in, findings or the appendix out."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotrinh.core.problems import Problem, Refused
from lotrinh.documents import policies
from lotrinh.documents.services import draft
from lotrinh.web.asking import actor_of
from lotrinh.web.documents.receiving import files_of

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_check(request: HttpRequest) -> HttpResponse:
    """The form; with a file the findings (`output=findings`) or the workbook (`output=xlsx`). Nothing is stored."""
    actor = actor_of(request)
    output = request.POST.get("output", "findings")
    context = {"may_keep": bool(policies.may_upload(actor)), "limit": settings.UPLOAD_MAX_BYTES, "output": output}
    if request.method != "POST":
        return render(request, "web/draft_check/page.html", context)
    part = request.htmx  # type: ignore[attr-defined]  # set by the middleware
    template = "web/draft_check/result.html" if part else "web/draft_check/page.html"
    try:
        files = files_of(request)
        if len(files) > 1:
            raise Refused(_("Mỗi lần chỉ soát một tệp."), code="one-file")
        name, data = files[0].name or "", files[0].read()
        if output == "xlsx":
            return _workbook(*draft.appendix(actor, filename=name, data=data))
        checked = draft.check(actor, filename=name, data=data)
    except Problem as problem:
        # A part is swapped in by status 422 only.
        status = 422 if part else problem.status
        return render(request, template, {**context, "problem": problem}, status=status)
    return render(request, template, {**context, "checked": checked, "counts": checked.counts})


def _workbook(name: str, data: bytes) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=_XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )
