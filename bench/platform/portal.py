"""Asking the public portal or the API: answers made anew, and answers that the asker has already."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """p95 in milliseconds of making a page and of saying that it is as it was; the largest page in bytes."""

    made: float
    unchanged: float
    largest: int


def asked(url: str, paths: Sequence[str], *, rounds: int, headers: Mapping[str, str] | None = None) -> Asked:
    """Each path in turn, `rounds` times, without and with the stamp of the answer before; a first time does not count.

    Raises:
        RuntimeError: a page is not there, sets a cookie, or is made anew for somebody who has it.

    """
    sent = dict(headers or {})
    stamps = {path: _answer(url, path, sent) for path in paths}
    made = sorted(_times(url, paths, dict.fromkeys(paths, sent), rounds))
    known = {path: {**sent, "If-None-Match": stamp} for path, (stamp, _size) in stamps.items()}
    unchanged = sorted(_times(url, paths, known, rounds))
    return Asked(
        made=quantiles(made, n=20)[-1],
        unchanged=quantiles(unchanged, n=20)[-1],
        largest=max(size for _stamp, size in stamps.values()),
    )


def _connection(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    return http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=60)


def _answer(url: str, path: str, headers: Mapping[str, str]) -> tuple[str, int]:
    connection = _connection(url)
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    size = len(answer.read())
    connection.close()
    if answer.status != http.client.OK or answer.headers["Set-Cookie"]:
        raise RuntimeError(f"{path}: {answer.status} {answer.headers['Set-Cookie']}")
    return answer.headers["ETag"], size


def _times(url: str, paths: Sequence[str], sent: Mapping[str, Mapping[str, str]], rounds: int) -> Iterator[float]:
    connection = _connection(url)
    for number in range(rounds + 1):
        for path in paths:
            headers = dict(sent[path])
            begun = time.perf_counter()
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            spent = (time.perf_counter() - begun) * 1000
            if answer.status != (http.client.NOT_MODIFIED if "If-None-Match" in headers else http.client.OK):
                raise RuntimeError(f"{path}: {answer.status}")
            if number:
                yield spent
    connection.close()
