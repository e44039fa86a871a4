"""One request to one address: no redirect is followed, little is read of the answer, nothing takes long."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lotrinh.core.webhooks.guard import Target

#: Seconds for connecting to one address, to all of them, for each wait after that, and for everything after that.
CONNECT: Final = 5.0
CONNECT_ALL: Final = 15.0
WAIT: Final = 10.0
WHOLE: Final = 15.0
#: Bytes of the answer that are looked at.
MOST_ANSWER: Final = 1024
_PORTS: Final = {"https": 443, "http": 80}


class UnreachableError(Exception):
    """Nothing was sent: the request surely had no effect. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnansweredError(Exception):
    """The request went out, or a part of it, and no answer came: nobody knows whether it had its effect."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered: the status, the beginning of the text, after how long."""

    status: int
    text: str
    milliseconds: int


def post(target: Target, addresses: tuple[str, ...], body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body` to one of the addresses of `target`.

    Raises:
        UnreachableError: nothing was sent.
        UnansweredError: it was sent, and there is no answer.

    """
    started = time.monotonic()
    connection = http.client.HTTPConnection(target.host, target.port, timeout=WAIT)
    connection.sock = _connected(target, addresses)
    late = threading.Event()
    closing = threading.Timer(WHOLE, _cut, (connection.sock, late))
    closing.daemon = True
    closing.start()
    try:
        connection.request("POST", target.path, body, {"Host": _named(target), **headers})
        answer = connection.getresponse()
        text = _beginning(answer)
    except (OSError, http.client.HTTPException, ValueError) as error:
        code = "timeout" if isinstance(error, TimeoutError) or late.is_set() else "no-answer"
        raise UnansweredError(code) from error
    finally:
        closing.cancel()
        connection.close()
    return Answer(status=answer.status, text=text, milliseconds=round((time.monotonic() - started) * 1000))


def _named(target: Target) -> str:
    """The host as a request names it: the port only where it is not the usual one of the scheme."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == _PORTS[target.scheme] else f"{host}:{target.port}"


def _connected(target: Target, addresses: tuple[str, ...]) -> socket.socket:
    """A connection to the first address that takes one, encrypted where the scheme says so."""
    code = "refused"
    ends = time.monotonic() + CONNECT_ALL
    for address in addresses:
        left = ends - time.monotonic()
        if left <= 0:
            break
        try:
            plain = socket.create_connection((address, target.port), timeout=min(CONNECT, left))
        except TimeoutError:
            code = "connect-timeout"
            continue
        except OSError:
            continue
        try:
            plain.settimeout(CONNECT)
            secured = plain if target.scheme == "http" else _context().wrap_socket(plain, server_hostname=target.host)
        except (OSError, ValueError) as error:
            plain.close()
            raise UnreachableError("tls") from error
        secured.settimeout(WAIT)
        return secured
    raise UnreachableError(code)


def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _beginning(answer: http.client.HTTPResponse) -> str:
    """The first bytes of the answer on one line; the status alone decides, so a text that breaks off is no harm."""
    try:
        data = answer.read(MOST_ANSWER)
    except (OSError, http.client.HTTPException, ValueError):
        data = b""
    text = data.decode("utf-8", "replace")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:MOST_ANSWER]


def _cut(connected: socket.socket, late: threading.Event) -> None:
    """End a connection on which something still waits, which then knows that it was `late`."""
    late.set()
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        connected.close()
