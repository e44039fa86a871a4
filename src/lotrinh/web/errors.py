"""Pages for what went wrong: a sentence, and a way on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lotrinh.core.problems import Problem
from lotrinh.web.system import THEME_COOKIE, THEMES

_TITLES: Final[dict[int, str | Promise]] = {
    HTTPStatus.BAD_REQUEST: gettext_lazy("Yêu cầu không đúng dạng"),
    HTTPStatus.FORBIDDEN: gettext_lazy("Không có quyền"),
    HTTPStatus.NOT_FOUND: gettext_lazy("Không tìm thấy"),
    HTTPStatus.CONFLICT: gettext_lazy("Nội dung vừa thay đổi"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_lazy("Tệp quá lớn"),
    HTTPStatus.UNPROCESSABLE_ENTITY: gettext_lazy("Chưa thực hiện được"),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_lazy("Hệ thống gặp lỗi"),
}


def problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer to a problem of a service."""
    return page(request, problem.status, str(problem.message))


def page(request: HttpRequest, status: int, message: str, title: str = "") -> HttpResponse:
    """A page with this status and sentence, and a link back.

    htmx gets a notice instead, which it shows among the toasts: nothing on the page is replaced.
    """
    context = {"status": status, "message": message, "title": title or title_of(status), "back": _back(request)}
    if getattr(request, "htmx", False):
        response = render(request, "web/errors/notice.html", context, status=status)
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
        return response
    return render(request, "web/errors/page.html", context, status=status)


def title_of(status: int) -> str:
    """The name of a page with this status."""
    return str(_TITLES.get(status, gettext_lazy("Chưa thực hiện được")))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return page(request, HTTPStatus.BAD_REQUEST, _("Yêu cầu không đúng dạng. Hãy quay lại và thử lần nữa."))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return page(request, HTTPStatus.FORBIDDEN, _("Bạn không có quyền làm việc này."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also what a person may not see."""
    return page(request, HTTPStatus.NOT_FOUND, _("Không có trang này, hoặc bạn không được xem."))


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Yêu cầu quá lớn. Hãy gửi từng tệp nhỏ hơn."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither the database nor the session, which may be what failed."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    theme = request.COOKIES.get(THEME_COOKIE, "")
    context = {
        "status": int(status),
        "message": _("Việc của bạn chưa được ghi; lỗi đã được ghi lại để khắc phục. Hãy thử lại sau ít phút."),
        "title": title_of(status),
        "theme": theme if theme in THEMES else "",
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", ""),
    }
    return HttpResponse(render_to_string("web/errors/page.html", context), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the session ended, or the page is too old. The shell's script renews the token itself."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=HTTPStatus.FORBIDDEN, headers={"X-Token": "old"})
    return page(
        request,
        HTTPStatus.FORBIDDEN,
        _("Phiên làm việc đã hết hoặc trang đã cũ. Hãy tải lại trang rồi gửi lần nữa."),
        title=_("Trang đã cũ"),
    )


def _back(request: HttpRequest) -> str:
    """The page of this site that the person came from; empty where it is unknown or the very page that failed."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or came.path == request.path:
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path
