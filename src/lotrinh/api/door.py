"""Who comes in: an access token in the header `Authorization`, nothing else; no cookie, no key in an address."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from lotrinh.accounts import selectors, services
from lotrinh.accounts.addresses import client_address
from lotrinh.accounts.keys import MARK
from lotrinh.accounts.vocab import Scope
from lotrinh.api.calls import Call
from lotrinh.api.conditional import stamped
from lotrinh.api.problems import Denied, unknown_parameters
from lotrinh.api.rates import COUNTER
from lotrinh.core.vocab import Via
from lotrinh.organisations.selectors import actor_of

_REALM: Final = 'Bearer realm="lotrinh"'
_IN_ADDRESS: Final = frozenset({"access_token", "token", "api_key"})
_LONGEST_KEY: Final = 200


class AccessToken(HttpBearer):
    """Lets a token with the scope in and puts the call on the request.

    `stamped`: what is answered changes only by writes that leave a row in the trail. `looks`: the kind of things that
    are looked at, noted where who looks only inspects. `takes`: the type of the body.
    """

    openapi_bearerFormat = "lotrinh_…"  # noqa: N815 - the name in the schema

    def __init__(self, scope: Scope, *, stamped: bool = False, looks: str = "", takes: str = "") -> None:
        super().__init__()
        self._scope, self._stamped, self._looks, self._takes = scope, stamped, looks, takes
        #: the parameters that the address may have
        self.known: frozenset[str] = frozenset()

    def __call__(self, request: HttpRequest) -> Call:
        """Let in or say why not.

        Raises:
            Denied: no such token, too often, not in its scope, a body of another type.
            Refused: a parameter that nobody knows: a misspelt filter is not taken for none.
            NotModified: the client has the answer.

        """
        if _IN_ADDRESS & set(request.GET) or any(MARK in text for text in _asked(request)):
            raise Denied(
                HTTPStatus.BAD_REQUEST,
                _("Không gửi mã truy cập trong địa chỉ: địa chỉ được ghi vào nhật ký của nhiều máy. Hãy thu hồi mã."),
                code="token-in-address",
            )
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise _unknown(_("Cần mã truy cập trong tiêu đề Authorization: Bearer …"), code="token-missing")
        return self.authenticate(request, key.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Call:
        """See `__call__`."""
        held = selectors.held_token(token) if token.startswith(MARK) and len(token) <= _LONGEST_KEY else None
        if held is None:
            raise _unknown(
                _("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."), code="token-invalid", error="invalid_token"
            )
        allowance = COUNTER.take(held.id, settings.API_RATE)
        if allowance.left < 0:
            raise Denied(
                HTTPStatus.TOO_MANY_REQUESTS,
                _("Mã này gọi quá nhiều lần trong một phút; hãy đợi rồi gọi tiếp."),
                code="too-many-requests",
                headers={"Retry-After": str(allowance.wait), **allowance.headers},
            )
        request.more_headers = allowance.headers  # type: ignore[attr-defined]
        if self._scope not in held.scopes:
            raise Denied(
                HTTPStatus.FORBIDDEN,
                _("Mã truy cập này không có quyền “%(scope)s”.") % {"scope": self._scope.label},
                code="scope-missing",
                headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{self._scope.value}"'},
            )
        if self._takes and request.content_type != self._takes:
            raise Denied(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                _("Nội dung gửi lên phải có dạng %(type)s.") % {"type": self._takes},
                code="wrong-media-type",
            )
        unknown = set(request.GET) - self.known
        if unknown:
            raise unknown_parameters(unknown)
        services.note_use(held.id, held.last_used_at)
        etag = stamped(request, held.user.pk) if self._stamped else ""
        actor = actor_of(held.user, via=Via.API, address=client_address(request))
        call = Call(token=held, actor=actor, etag=etag)
        request.call, request.actor, request.looks_at = call, actor, self._looks  # type: ignore[attr-defined]
        return call


def _asked(request: HttpRequest) -> Iterator[str]:
    """Every name and every value in the address, those that are given more than once too."""
    for name, values in request.GET.lists():
        yield from (name, *values)


def _unknown(message: str, *, code: str, error: str = "") -> Denied:
    wanted = f'{_REALM}, error="{error}"' if error else _REALM
    return Denied(HTTPStatus.UNAUTHORIZED, message, code=code, headers={"WWW-Authenticate": wanted})
