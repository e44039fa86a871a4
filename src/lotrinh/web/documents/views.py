"""Views of one document: its page, its files, how far their reading is."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lotrinh.core.files import store
from lotrinh.core.jobs import selectors as jobs
from lotrinh.core.problems import Missing
from lotrinh.documents import policies
from lotrinh.documents.selectors import documents, exporting
from lotrinh.documents.services import audience, metadata, reading
from lotrinh.plans import selectors as plans
from lotrinh.web.asking import actor_of

#: The browser may keep such a file, never show it as a page of ours.
_SAFE_TYPE: Final = "application/octet-stream"


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A document and what stands around it."""
    actor = actor_of(request)
    page = documents.page_of(actor, pk)
    plan = plans.plans(actor).filter(document_id=pk).first()
    context = {
        "page": page,
        "reading": next((reading for file in page.files for reading in file.readings), None),
        "plan": plan,
        "may_address": policies.allowed(actor, audience.recipients_action(actor, page.document), page.document),
        **_reading_context(page.files),
    }
    return render(request, "web/documents/detail.html", context)


@login_required
@require_safe
def reading_state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading of the document's files is; asked every second, tells the page to reload when it ends.

    The list of uploads asks too: `X-Reading` is `done`, or `failed` where a file could not be read.
    """
    actor = actor_of(request)
    files = documents.files_of(documents.get(actor, pk))
    if not any(file.waits for file in files):
        ended = "failed" if any(file.failed for file in files) else "done"
        return HttpResponse(status=204, headers={"HX-Refresh": "true", "X-Reading": ended})
    return render(request, "web/documents/reading.html", {"document_id": pk, **_reading_context(files)})


@login_required
@require_safe
def download(request: HttpRequest, file_id: int) -> HttpResponse:
    """The bytes of a file, as an attachment of no type that a browser would show."""
    actor = actor_of(request)
    file = documents.file_of(actor, file_id)
    try:
        data = store.read(file.stored)
    except OSError as error:
        raise Missing(
            _("Không mở được tệp đã lưu. Hãy báo người quản trị hệ thống kiểm tra kho tệp."), code="file-lost"
        ) from error
    return HttpResponse(
        data,
        content_type=_SAFE_TYPE,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.filename, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@login_required
@require_safe
def akoma_ntoso(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of the document as Akoma Ntoso."""
    actor = actor_of(request)
    return _file(exporting.akoma_ntoso(actor, pk))


@login_required
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read in the document, as the plan record."""
    actor = actor_of(request)
    return _file(exporting.record_json(actor, pk))


def _file(made: exporting.Exported) -> HttpResponse:
    return HttpResponse(
        made.data,
        content_type=made.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{made.filename}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_POST
def read_again(request: HttpRequest, file_id: int) -> HttpResponse:
    """Have a file read once more."""
    actor = actor_of(request)
    file = reading.read_again(actor, file_id=file_id)
    return redirect("documents:detail", file.document_id)


@login_required
@require_POST
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done with a document that is the same as another: `apart`, or the number of the other."""
    actor = actor_of(request)
    into = request.POST.get("into", "")
    if into.isascii() and into.isdecimal() and len(into) < 19:
        document = metadata.join(actor, document_id=pk, into_id=int(into))
        messages.success(request, _("Đã nhập tệp vào văn bản có sẵn."))
        return redirect("documents:detail", document.pk)
    metadata.keep_apart(actor, document_id=pk)
    messages.success(request, _("Đã ghi nhận đây là văn bản khác."))
    return redirect("documents:detail", pk)


def _reading_context(files: tuple[documents.ReadFile, ...]) -> dict[str, object]:
    """What the part about reading shows; asks for workers only while something waits."""
    waiting = [file for file in files if file.waits]
    queued = [file for file in waiting if file.job is not None and file.job.started_at is None]
    return {"waiting": waiting, "no_worker": bool(queued) and not jobs.live_workers()}
