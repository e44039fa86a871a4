"""Views that bring files in: several at once, each answered for itself."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lotrinh.core.problems import NotAllowed, Problem, Refused
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents
from lotrinh.documents.services import uploading
from lotrinh.web.asking import actor_of

FIELD = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one file. `url`: its document, where it is in."""

    filename: str
    ok: bool
    known: bool
    message: str
    code: str
    url: str
    status: int


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Bring new documents in; a script sends each file by itself and wants JSON, a plain form may send several."""
    actor = actor_of(request)
    owners = documents.upload_owners(actor)
    if not owners:
        raise NotAllowed(
            _("Đưa văn bản vào là việc của đầu mối kế hoạch, chuyên viên và văn thư. Bạn vẫn có thể soát dự thảo."),
            code="not-allowed",
        )
    context = {"owners": owners, "limit": settings.UPLOAD_MAX_BYTES, "chosen": request.POST.get("owner", "")}
    if request.method != "POST":
        return render(request, "web/documents/upload.html", context)
    owner = _number(request.POST.get("owner", "")) or owners[0].pk
    return _answered(request, "web/documents/upload.html", context, actor=actor, owner_id=owner)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def further(request: HttpRequest, pk: int) -> HttpResponse:
    """Add files to a document: a corrected version, an appendix."""
    actor = actor_of(request)
    document = documents.get(actor, pk, Action.EDIT)
    context = {"document": document, "limit": settings.UPLOAD_MAX_BYTES}
    if request.method != "POST":
        return render(request, "web/documents/further.html", context)
    return _answered(request, "web/documents/further.html", context, actor=actor, document_id=document.pk)


def files_of(request: HttpRequest) -> list[UploadedFile[bytes]]:
    """The files that were sent; a file over the limit was cut off and counts as too large.

    Raises:
        TooLarge: a file was over the limit and there is no other.
        Refused: none was sent.

    """
    found: list[UploadedFile[bytes]] = request.FILES.getlist(FIELD)
    if found:
        return found
    if any(getattr(handler, "received", 0) > settings.UPLOAD_MAX_BYTES for handler in request.upload_handlers):
        raise uploading.too_large()
    raise Refused(_("Hãy chọn ít nhất một tệp."), code="no-file", fields={FIELD: _("Chưa chọn tệp nào.")})


def _answered(request: HttpRequest, template: str, context: dict[str, Any], **where: Any) -> HttpResponse:
    try:
        answers = [_one(file, **where) for file in files_of(request)]
    except Problem as problem:
        answers = [_refused("", problem)]
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"files": [_plain(answer) for answer in answers]}, status=_status(answers))
    if len(answers) == 1 and answers[0].ok:
        messages.success(request, answers[0].message)
        return redirect(answers[0].url)
    return render(request, template, {**context, "answers": answers}, status=_status(answers))


def _one(file: UploadedFile[bytes], **where: Any) -> Answer:
    """One bad file does not stop the others."""
    name = uploading.clean_name(file.name or "")
    try:
        done = uploading.upload(filename=name, data=file.read(), **where)
    except Problem as problem:
        return _refused(name, problem)
    message = (
        _("Tệp này đã có: mở văn bản đã lưu.")
        if done.known
        else _("Đã nhận tệp “%(name)s”. Hệ thống đang đọc.") % {"name": name}
    )
    return Answer(
        filename=name,
        ok=True,
        known=done.known,
        message=message,
        code="known" if done.known else "kept",
        url=reverse("documents:detail", args=[done.document.pk]),
        status=HTTPStatus.OK,
    )


def _refused(name: str, problem: Problem) -> Answer:
    return Answer(
        filename=name,
        ok=False,
        known=False,
        message=str(problem.message),
        code=problem.code,
        url="",
        status=problem.status,
    )


def _status(answers: list[Answer]) -> int:
    """Good as soon as one file is in; else what became of the first."""
    return HTTPStatus.OK if any(answer.ok for answer in answers) else answers[0].status


def _plain(answer: Answer) -> dict[str, Any]:
    return {
        "name": answer.filename,
        "ok": answer.ok,
        "known": answer.known,
        "message": answer.message,
        "code": answer.code,
        "url": answer.url,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
