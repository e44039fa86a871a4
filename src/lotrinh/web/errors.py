"""Pages for what went wrong: a sentence, and a way on."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

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
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_lazy("Hệ thống đang bận"),
}


def problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The answer to a problem of a service."""
    return page(request, problem.status, str(problem.message))


def page(request: HttpRequest, status: int, message: str, title: str = "") -> HttpResponse:
    """A page with this status and sentence, and a link back.

    htmx gets a notice instead, which it shows among the toasts: nothing on the page is replaced. From 500 on the page
    needs neither the database nor the session, which may be what failed.
    """
    context = {"status": int(status), "message": message, "title": title or title_of(status), "back": _back(request)}
    notice = bool(getattr(request, "htmx", False))
    template = "web/errors/notice.html" if notice else "web/errors/page.html"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        response = HttpResponse(render_to_string(template, context | _look(request)), status=status)
    else:
        response = render(request, template, context, status=status)
    if notice:
        response.headers["HX-Retarget"] = "#toasts"
        response.headers["HX-Reswap"] = "beforeend"
    return response


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
    """413, before anything is known of the request: a page where one is wanted, else a line of text."""
    status, message = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Yêu cầu quá lớn. Hãy gửi từng tệp nhỏ hơn.")
    if "text/html" not in request.headers.get("Accept", ""):
        return HttpResponse(f"{message}\n", content_type="text/plain; charset=utf-8", status=status)
    context = {"status": int(status), "message": message, "title": title_of(status), "back": _back(request)}
    return HttpResponse(render_to_string("web/errors/page.html", context | _look(request)), status=status)


def busy(request: HttpRequest) -> HttpResponse:
    """503: the database is locked, or away."""
    return page(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Cơ sở dữ liệu đang bận nên việc vừa làm chưa được ghi. Hãy thử lại sau ít giây."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 where a middleware (session, looks) met a database that is locked, which no view ever sees."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return busy(request)
    message = _("Việc của bạn chưa được ghi; lỗi đã được ghi lại để khắc phục. Hãy thử lại sau ít phút.")
    return page(request, HTTPStatus.INTERNAL_SERVER_ERROR, message)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the session ended, or the page is too old. For htmx the shell renews the token."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=HTTPStatus.FORBIDDEN, headers={"X-Token": "old"})
    return page(
        request,
        HTTPStatus.FORBIDDEN,
        _("Phiên làm việc đã hết hoặc trang đã cũ. Hãy tải lại trang rồi gửi lần nữa."),
        title=_("Trang đã cũ"),
    )


def _look(request: HttpRequest) -> dict[str, str]:
    """The colours and the language of a page that is made without context processors."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {"theme": theme if theme in THEMES else "", "LANGUAGE_CODE": get_language() or ""}


def _back(request: HttpRequest) -> str:
    """The page of this site that the person came from; empty where it is unknown or the very page that failed."""
    try:
        came, host = urlsplit(request.headers.get("Referer", "")), request.get_host()
    except (ValueError, DisallowedHost):
        # No address at all, or a foreign name of the machine, which may be what is answered here.
        return ""
    if came.netloc != host or came.path == request.path:
        return ""
    return f"{came.path}?{came.query}" if came.query else came.path
