"""Asking a running platform for pages, as one person or as many at once."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Final
from urllib.parse import urlencode, urlsplit

_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class LoadError(RuntimeError):
    """The platform answered something that no measurement is made of."""


@dataclass
class Visitor:
    """A signed-in person with one connection that is kept."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=60)

    def ask(
        self, path: str, *, body: bytes | None = None, content_type: str = "application/x-www-form-urlencoded"
    ) -> tuple[int, bytes, str]:
        """Status, body and `Location` of the answer; cookies are kept."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": content_type, "Referer": f"http://{self.host}:{self.port}{path}"}
        self._connection.request("GET" if body is None else "POST", path, body=body, headers=headers)
        answer = self._connection.getresponse()
        data = answer.read()
        for value in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, data, answer.headers.get("Location", "")

    def token(self, path: str) -> str:
        """The token that a form of this page carries."""
        status, page, _ = self.ask(path)
        found = _TOKEN.search(page.decode())
        if status != 200 or not found:
            raise LoadError(f"{path}: {status}, no form")
        return found[1]

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the form."""
        path = "/tai-khoan/login/"
        form = {"csrfmiddlewaretoken": self.token(path), "login": username, "password": password}
        status, _, location = self.ask(path, body=urlencode(form).encode())
        if status != 302 or "login" in location:
            raise LoadError(f"signing in as {username}: {status} {location}")


def visitor(url: str, account: tuple[str, str]) -> Visitor:
    """A person who has signed in to the platform at `url`."""
    parts = urlsplit(url)
    made = Visitor(parts.hostname or "127.0.0.1", parts.port or 80)
    made.sign_in(*account)
    return made


def p95(url: str, account: tuple[str, str], paths: Sequence[str], *, users: int, rounds: int) -> tuple[float, float]:
    """(p95 in milliseconds, answers a second): each of `users` asks for all `paths` in turn, `rounds` times, warm.

    Raises:
        LoadError: a page answered anything but 200.

    """
    people = [visitor(url, account) for _ in range(users)]
    times: list[float] = []
    lock = threading.Lock()

    def walk(person: Visitor) -> None:
        mine = []
        for number in range(rounds + 1):
            for path in paths:
                start = time.perf_counter()
                status, _, _ = person.ask(path)
                if status != 200:
                    raise LoadError(f"{path}: {status}")
                if number:
                    mine.append((time.perf_counter() - start) * 1000)
        with lock:
            times.extend(mine)

    start = time.perf_counter()
    with ThreadPoolExecutor(users) as pool:
        list(pool.map(walk, people))
    seconds = time.perf_counter() - start
    return quantiles(times, n=20)[-1], users * (rounds + 1) * len(paths) / seconds
