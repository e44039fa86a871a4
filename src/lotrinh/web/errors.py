"""Pages for what went wrong: a sentence, and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lotrinh.core.problems import Problem


def problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer to a problem of a service."""
    return page(request, problem.status, str(problem.message))


def page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """A page (or, for htmx, a notice) with this status and sentence."""
    template = "web/errors/notice.html" if getattr(request, "htmx", False) else "web/errors/page.html"
    return render(request, template, {"status": status, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400."""
    return page(request, 400, _("Yêu cầu không đúng dạng. Hãy quay lại và thử lần nữa."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403."""
    return page(request, 403, _("Bạn không có quyền làm việc này."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: also what a person may not see."""
    return page(request, 404, _("Không có trang này, hoặc bạn không được xem."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500."""
    return page(request, 500, _("Hệ thống gặp lỗi. Việc của bạn chưa được ghi; lỗi đã được ghi lại để khắc phục."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """A form without its token: the session ended, or the page is too old."""
    return page(request, 403, _("Phiên làm việc đã hết hoặc trang đã cũ. Hãy tải lại trang rồi gửi lần nữa."))
