"""What is indexed: each app enters its own when it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the index is told of one thing.

    title, body: as people read them. names: whole names and numbers; who types one finds this first. heads, words:
    further texts by which it is found like by its title, or like by its body. dated: 20260205.
    """

    kind: str
    ref: int
    title: str
    body: str = ""
    names: tuple[str, ...] = ()
    heads: str = ""
    words: str = ""
    key: str = ""
    document_id: int | None = None
    plan_id: int | None = None
    year: int | None = None
    doc_kind: str = ""
    dated: int = 0
    unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where entries come from.

    read: the entries of the things with these keys; what is no longer to be found gives none. entries: which entries
    belong to these keys. keys: of all things; None where another source gives the same entries. at_once: how many
    things are read together.
    """

    name: str
    read: Callable[[Collection[int]], Iterable[Entry]]
    entries: Callable[[Collection[int]], Q]
    keys: Callable[[], Iterable[int]] | None = None
    at_once: int = 200


_SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Enter a source."""
    if source.name in _SOURCES:
        raise ValueError(f"two sources of the index are called {source.name}")
    _SOURCES[source.name] = source
    return source


def source_of(name: str) -> Source:
    """The source of this name."""
    return _SOURCES[name]


def all_sources() -> tuple[Source, ...]:
    """The sources that together give all entries."""
    return tuple(source for source in _SOURCES.values() if source.keys is not None)


def of_kind(kind: str) -> Callable[[Collection[int]], Q]:
    """The entries of things of one kind, by their keys."""
    return lambda keys: Q(kind=kind, ref__in=keys)
