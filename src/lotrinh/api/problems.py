"""What went wrong, as RFC 9457 says it: `application/problem+json` with a code that does not change."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from lotrinh.api.conditional import NotModified, not_modified
from lotrinh.core.problems import Problem, Refused
from lotrinh.documents.services.reviewing import StaleDecision

MEDIA_TYPE: Final = "application/problem+json"
#: The beginning of the `type` of every problem; the code follows.
TYPE: Final = "urn:lotrinh:problem:"
_KEPT: Final = ("Allow", "Retry-After", "WWW-Authenticate")
#: The codes of answers that no service gave.
_CODES: Final[Mapping[int, str]] = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.FORBIDDEN: "not-allowed",
    HTTPStatus.NOT_FOUND: "no-such-address",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too-large",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal",
    HTTPStatus.SERVICE_UNAVAILABLE: "busy",
}
#: As RFC 9110 has them; older versions of Python do not.
_TITLES: Final[Mapping[int, str]] = {413: "Content Too Large", 422: "Unprocessable Content"}
_log: Final = logging.getLogger(__name__)


class Denied(Problem):
    """No access: `headers` say what is wanted instead."""

    def __init__(self, status: int, message: str, *, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message, code=code)
        self.status = status
        self.headers = dict(headers or {})


def unknown_parameters(names: Iterable[str]) -> Refused:
    """The problem of parameters or fields that nobody knows: a misspelt one is not taken for none."""
    sentence = _("Không có tham số này.")
    return Refused(sentence, code="unknown-parameter", fields=dict.fromkeys(sorted(names), sentence))


def answer(
    status: int, code: str, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """A problem; `more` are members of its own."""
    body = {
        "type": f"{TYPE}{code}",
        "title": _TITLES.get(status) or HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
        **more,
    }
    text = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)
    return HttpResponse(text, status=status, headers={"Content-Type": MEDIA_TYPE, **(headers or {})})


def of_service(problem: Problem) -> HttpResponse:
    """The answer to a problem that a service, a selector or the door raised."""
    more: dict[str, Any] = {}
    if problem.fields:
        more["errors"] = [{"field": name, "message": str(text)} for name, text in problem.fields.items()]
    if isinstance(problem, StaleDecision):
        more["theirs"] = [
            {"part": item.part, "key": item.key, "state": str(item.state), "fields": dict(item.fields)}
            for item in problem.theirs
        ]
        more["mine"] = problem.mine
    headers = problem.headers if isinstance(problem, Denied) else None
    return answer(problem.status, problem.code, str(problem.message), headers=headers, **more)


def of_status(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The same answer as a problem, where it came from before or behind the API: a page, a line of text."""
    if response.status_code < HTTPStatus.BAD_REQUEST or response.headers.get("Content-Type", "") == MEDIA_TYPE:
        return response
    code = _CODES.get(response.status_code, "bad-request")
    kept = {name: response.headers[name] for name in _KEPT if name in response.headers}
    return answer(response.status_code, code, _sentence(code), headers=kept)


def handlers() -> Iterable[tuple[type[Exception], Any]]:
    """What answers each kind of exception."""
    yield Problem, lambda _request, problem: of_service(problem)
    yield NotModified, lambda _request, known: not_modified(known.etag)
    yield ValidationError, _invalid
    yield HttpError, lambda _request, error: answer(error.status_code, "bad-body", _sentence("bad-body"))
    yield RequestDataTooBig, lambda _request, _error: answer(413, "too-large", _sentence("too-large"))
    yield OperationalError, _busy


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with a line for each value that is wrong; 413 where the file was cut off at the limit."""
    if any(getattr(handler, "received", 0) > settings.UPLOAD_MAX_BYTES for handler in request.upload_handlers):
        return answer(413, "too-large", _sentence("too-large"))
    errors = [
        {"field": ".".join(str(part) for part in item["loc"][1:]) or str(item["loc"][0]), "message": item["msg"]}
        for item in error.errors
    ]
    return answer(422, "invalid-request", _sentence("invalid-request"), errors=errors)


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    _log.warning("the database did not answer in time", exc_info=error)
    return answer(503, "busy", _sentence("busy"), headers={"Retry-After": "5"})


def _sentence(code: str) -> str:
    """The sentence of a problem that no service has one for."""
    return {
        "bad-body": _("Nội dung gửi lên không đúng dạng."),
        "busy": _("Cơ sở dữ liệu đang bận nên việc vừa làm chưa được ghi. Hãy thử lại sau ít giây."),
        "internal": _("Hệ thống gặp lỗi; lỗi đã được ghi lại để khắc phục."),
        "invalid-request": _("Có giá trị chưa đúng; xem từng mục trong “errors”."),
        "method-not-allowed": _("Địa chỉ này không nhận phương thức đó."),
        "no-such-address": _("Không có địa chỉ này trong API."),
        "not-allowed": _("Bạn không có quyền làm việc này."),
        "too-large": _("Yêu cầu quá lớn."),
    }.get(code, _("Yêu cầu không đúng dạng."))
