"""A signed-in person without a browser: pages and forms over plain HTTP, on one connection that is kept."""

from __future__ import annotations

import http.client
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_FORM: Final = "application/x-www-form-urlencoded"


class VisitorError(RuntimeError):
    """The platform answered something with which nothing can be gone on."""


@dataclass
class Visitor:
    """A person at the platform at `url`."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=120)

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def twin(self) -> Visitor:
        """The same person on a connection of their own, as in a second window."""
        return Visitor(self.url, dict(self.cookies))

    def ask(self, path: str, *, body: bytes | None = None, content_type: str = _FORM) -> tuple[int, bytes, str]:
        """Status, body and `Location` of the answer to a GET, or with a body to a POST; cookies are kept."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": content_type, "Referer": self.url + path}
        self._connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
        answer = self._connection.getresponse()
        data = answer.read()
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, data, answer.headers.get("Location", "")

    def page(self, path: str) -> str:
        """The page at `path`.

        Raises:
            VisitorError: the answer is not 200.

        """
        status, page, location = self.ask(path)
        if status != 200:
            raise VisitorError(f"{path}: {status} {location}")
        return page.decode()

    def token(self, path: str) -> str:
        """The token that the forms of this page carry.

        Raises:
            VisitorError: there is none.

        """
        found = _TOKEN.search(self.page(path))
        if not found:
            raise VisitorError(f"{path}: no form")
        return found[1]

    def send(self, path: str, form: Mapping[str, str], *, token: str) -> str:
        """Send a form; the address to which the answer leads.

        Raises:
            VisitorError: the form was not taken.

        """
        body = urlencode({"csrfmiddlewaretoken": token, **form}).encode()
        status, page, location = self.ask(path, body=body)
        if status != 302:
            raise VisitorError(f"{path}: {status} {page[:2000].decode(errors='replace')}")
        return location

    def sign_in(self, username: str, password: str) -> Visitor:
        """Sign in by the form to which the first page leads; the person themselves.

        Raises:
            VisitorError: the name or the password is wrong.

        """
        form = urlsplit(self.ask("/")[2]).path
        location = self.send(form, {"login": username, "password": password}, token=self.token(form))
        if location.startswith(form):
            raise VisitorError(f"signing in as {username} led to {location}")
        return self

    def upload(self, filename: str, data: bytes, *, token: str) -> str:
        """Bring a document in; its address.

        Raises:
            VisitorError: it was not taken.

        """
        path = "/van-ban/tai-len/"
        boundary = secrets.token_hex(16)
        parts = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n',
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{filename}"\r\n',
            "Content-Type: application/octet-stream\r\n\r\n",
        )
        body = "".join(parts).encode() + data + f"\r\n--{boundary}--\r\n".encode()
        status, page, location = self.ask(path, body=body, content_type=f"multipart/form-data; boundary={boundary}")
        if status != 302:
            raise VisitorError(f"{filename}: {status} {page[-2000:].decode(errors='replace')}")
        return location


@contextmanager
def signed_in(url: str, account: tuple[str, str]) -> Iterator[Visitor]:
    """The person with this name and password, until the block ends."""
    person = Visitor(url)
    try:
        yield person.sign_in(*account)
    finally:
        person.close()
