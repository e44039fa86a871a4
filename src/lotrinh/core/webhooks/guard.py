"""Where a webhook may lead: to hosts of the open net, never to the inside of the house by way of this machine.

The names are resolved here and the request goes to the very addresses that were looked at, so that a name which
changes its address in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_PORTS: Final = {"https": 443, "http": 80}
_LONGEST: Final = 500

SENTENCES: Final[dict[str, str | Promise]] = {
    "url-form": _("Hãy ghi địa chỉ đầy đủ, bắt đầu bằng https://, không kèm tên đăng nhập."),
    "url-http": _("Địa chỉ phải dùng https."),
    "url-inside": _(
        "Địa chỉ nằm trong mạng nội bộ. Người vận hành máy chủ có thể cho phép bằng LOTRINH_WEBHOOK_HOSTS."
    ),
}


class UnsafeUrlError(Exception):
    """The address is not one to which a webhook may lead; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address in its parts; `host` is in ASCII, `path` has the query."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str) -> Target:
    """The parts of an address; what can be said without asking for its name is said here.

    Raises:
        UnsafeUrlError: it is none that a webhook may have.

    """
    if len(url) > _LONGEST or not url.isprintable() or any(letter in url for letter in " \\"):
        raise UnsafeUrlError("url-form")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        port = parts.port or _PORTS.get(parts.scheme, 0)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}".encode("ascii").decode()
    except ValueError:
        raise UnsafeUrlError("url-form") from None
    if parts.scheme not in _PORTS or not host or not port or parts.username is not None or parts.fragment:
        raise UnsafeUrlError("url-form")
    target = Target(scheme=parts.scheme, host=host, port=port, path=path)
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        local = host == "localhost" or host.endswith(".localhost")
        _check(target, [ipaddress.IPv4Address("127.0.0.1")] if local else [])
    else:
        _check(target, [literal])
    return target


def addresses_of(target: Target) -> tuple[str, ...]:
    """The addresses to which the name leads now, each of which a webhook may use.

    Raises:
        UnsafeUrlError: one of them lies inside.
        OSError: the name has none.

    """
    texts = _resolved(target.host, target.port)
    if not texts:
        raise OSError("the name has no address")
    _check(target, [ipaddress.ip_address(text.partition("%")[0]) for text in texts])
    return texts


def _resolved(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a name, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _check(target: Target, addresses: list[_Address]) -> None:
    at_home = settings.ENVIRONMENT.demo and bool(addresses) and all(address.is_loopback for address in addresses)
    if target.scheme != "https" and not at_home and (addresses or not settings.ENVIRONMENT.demo):
        raise UnsafeUrlError("url-http")
    if at_home or _is_allowed(target.host):
        return
    if not all(map(is_outside, addresses)):
        raise UnsafeUrlError("url-inside")


def _is_allowed(host: str) -> bool:
    """Whether the operator named the host, or, by a name that begins with a full stop, a domain above it."""
    names = map(str.lower, settings.WEBHOOK_HOSTS)
    return any(host == name or (name.startswith(".") and host.endswith(name)) for name in names)


def is_outside(address: _Address) -> bool:
    """Whether an address is one of the open net, also where an older address is wrapped in it."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved and not address.is_unspecified
