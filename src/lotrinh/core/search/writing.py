"""Writing the index: the entries of some things, or of all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from django.db import connection, transaction

from lotrinh.core import clock
from lotrinh.core.search import registry, tokens
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.search.registry import Entry

_FIELDS: Final = tuple(
    field.name for field in SearchEntry._meta.concrete_fields if field.name not in {"id", "kind", "ref"}
)
#: SQLite takes so many values in one statement.
_AT_ONCE: Final = 200
#: A title is a line, whatever a document calls its title.
_LONGEST_TITLE: Final = 2000


def write(source: str, keys: Collection[int]) -> int:
    """Bring the entries of these things of a source up to date; how many there are now.

    One transaction for each few things; a handful of queries, whatever their number.
    """
    known = registry.source_of(source)
    return sum(_write(known, some) for some in _some(keys, known.at_once))


def rebuild(tell: Callable[[str, int], None] | None = None) -> int:
    """Write every entry anew and remove those of things that are gone; how many there are.

    People may search and work meanwhile. `tell` is told the source and how many of its things are done.
    """
    begun = clock.now()
    count = 0
    for source in registry.all_sources():
        done = 0
        for some in _some(source.keys() if source.keys is not None else (), source.at_once):
            count += _write(source, some)
            done += len(some)
            if tell is not None:
                tell(source.name, done)
    SearchEntry.objects.filter(written_at__lt=begun).delete()
    return count


def fill_if_empty() -> int:
    """Make the index where there is none though there are things to be found; how many entries were written."""
    if SearchEntry.objects.exists():
        return 0
    return rebuild()


def entry_row(entry: Entry) -> SearchEntry:
    """The row of an entry, not saved."""
    title = _shown(entry.title[:_LONGEST_TITLE])
    body = _shown(entry.body[: tokens.LONGEST_TEXT])
    in_title = tokens.tokens(title)
    in_names = [tokens.tokens(name) for name in entry.names]
    in_heads = tokens.tokens(entry.heads)
    folded = [*in_title, *(word for name in in_names for word in name), *in_heads]
    folded += tokens.tokens(entry.words) + tokens.tokens(body)
    heads = dict.fromkeys(word for some in (in_title, in_heads, *in_names) for word in some)
    facets = [
        tokens.of_kind(entry.kind),
        *dict.fromkeys(name for name in map(tokens.exact, (in_title, *in_names)) if name),
        *map(tokens.head, heads),
        *map(tokens.of_unit, dict.fromkeys(entry.unit_ids)),
    ]
    if entry.year is not None:
        facets.append(tokens.of_year(entry.year))
    if entry.dated:
        year, month = entry.dated // 10000, entry.dated // 100 % 100
        facets += dict.fromkeys((tokens.of_month(year), tokens.of_month(year, month)))
    if entry.doc_kind:
        facets.append(tokens.of_code(entry.doc_kind))
    row = SearchEntry(
        kind=entry.kind,
        ref=entry.ref,
        key=entry.key,
        document_id=entry.document_id,
        plan_id=entry.plan_id,
        year=entry.year,
        doc_kind=entry.doc_kind,
        dated=entry.dated,
        title=title,
        body=body,
        folded=_cut(" ".join(folded)),
        facets=" ".join(facets),
        written_at=clock.now(),
    )
    help_phrases(row)
    return row


def help_phrases(row: SearchEntry) -> None:
    """Put beside the folded words what PostgreSQL needs for phrases; FTS5 finds them by the places of words alone."""
    found = row.folded.split()
    if tokens.is_long(found):
        row.facets += f" {tokens.LONG}"
    if connection.vendor == "postgresql":
        row.pairs = " ".join(tokens.pairs(found))


@transaction.atomic
def _write(source: registry.Source, keys: list[int]) -> int:
    rows = [entry_row(entry) for entry in source.read(keys)]
    gone = SearchEntry.objects.filter(source.entries(keys))
    there = set(gone.values_list("kind", "ref"))
    stay = {(row.kind, row.ref) for row in rows}
    for kind in {kind for kind, _ in there - stay}:
        SearchEntry.objects.filter(kind=kind, ref__in=[ref for of, ref in there - stay if of == kind]).delete()
    # Two who write the same entry wait for each other; neither fails.
    SearchEntry.objects.bulk_create(
        rows, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=("kind", "ref"), update_fields=_FIELDS
    )
    return len(rows)


def _shown(text: str) -> str:
    """The text as it is shown; PostgreSQL keeps no NUL."""
    return unicodedata.normalize("NFC", text.replace("\x00", " "))


def _cut(folded: str) -> str:
    if len(folded) <= tokens.LONGEST_TEXT:
        return folded
    return folded[: tokens.LONGEST_TEXT].rpartition(" ")[0]


def _some(keys: Iterable[int], most: int) -> Iterator[list[int]]:
    batch: list[int] = []
    for key in keys:
        batch.append(key)
        if len(batch) >= most:
            yield batch
            batch = []
    if batch:
        yield batch
