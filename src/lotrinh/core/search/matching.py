"""Asking the full-text index: SQLite's FTS5 and PostgreSQL's tsvector behind one small grammar.

Nothing that people type reaches the database as it is: questions are made of words of a–z and 0–9 only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Any, Final, NamedTuple, TypeAlias

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.functions import Collate

from lotrinh.core import clock
from lotrinh.core.search import tokens
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.search.typed import Typed

#: Where many match, the newest are looked for in so many months first, and in at most so many years then.
_FIRST_MONTHS: Final = 3
_MOST_YEARS: Final = 10
#: Words of a phrase stand together so much more often than the database supposes; and each match must be looked at.
_IN_PHRASES: Final = 20
_MOST_WRITINGS: Final = 8


@dataclass(frozen=True, slots=True)
class Word:
    """The word stands in the entry; `begins`: a word that begins so."""

    word: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words, at least two, stand in the entry one after the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; there is at least one."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts holds; there is at least one."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The first holds, the second does not."""

    node: Node
    out: Node


Node: TypeAlias = Word | Phrase | Every | Some | Without


class Match(NamedTuple):
    """An entry that matches: what is known of it before it is shown."""

    id: int
    kind: str
    dated: int
    year: int | None
    doc_kind: str


class Matches(Func):
    """Whether an entry matches: a condition for rows of `SearchEntry`."""

    output_field = BooleanField()

    def __init__(self, node: Node) -> None:
        super().__init__(F("id"))
        self.node = node

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, tuple[Any, ...]]:
        """The entry is among those that FTS5 finds."""
        column, values = compiler.compile(self.get_source_expressions()[0])
        sql = f"{column} IN (SELECT rowid FROM core_searchwords WHERE core_searchwords MATCH %s)"  # noqa: S608 - a column
        return sql, (*values, fts5(self.node))

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **more: Any) -> tuple[str, tuple[Any, ...]]:
        """The entry's words match; phrases of a long text, whose places PostgreSQL does not all know, are read."""
        alias = connection.ops.quote_name(self.get_source_expressions()[0].alias)
        if not _has_phrase(self.node):
            return _stands(alias, self.node)
        short, short_values = _stands(alias, Without(self.node, Word(tokens.LONG)))
        long, long_values = _stands(alias, Every((Word(tokens.LONG), _without_order(self.node))))
        read, read_values = _read(alias, self.node)
        return f"({short} OR ({long} AND {read}))", (*short_values, *long_values, *read_values)


def fts5(node: Node) -> str:
    """The question in the grammar of FTS5."""
    match node:
        case Word(word, begins):
            return f'"{word}"*' if begins else f'"{word}"'
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Every(parts):
            return f"({' AND '.join(map(fts5, parts))})"
        case Some(parts):
            return f"({' OR '.join(map(fts5, parts))})"
        case Without(inside, out):
            return f"({fts5(inside)} NOT {fts5(out)})"


def tsquery(node: Node) -> str:
    """The question in the grammar of PostgreSQL."""
    match node:
        case Word(word, begins):
            return f"'{word}':*" if begins else f"'{word}'"
        case Phrase(words):
            return _paired(words)
        case Every(parts):
            return f"({' & '.join(map(tsquery, parts))})"
        case Some(parts):
            return f"({' | '.join(map(tsquery, parts))})"
        case Without(inside, out):
            return f"({tsquery(inside)} & !{tsquery(out)})"


def _stands(alias: str, node: Node) -> tuple[str, tuple[str, ...]]:
    return f"{alias}.words @@ %s::tsquery", (tsquery(node),)


def _without_order(node: Node) -> Node:
    """What holds wherever the node does, without places."""
    match node:
        case Phrase(words):
            return Some((_pairs(words), Every(tuple(map(Word, (tokens.UNPAIRED, *words))))))
        case Every(parts):
            return Every(tuple(map(_without_order, parts)))
        case Some(parts):
            return Some(tuple(map(_without_order, parts)))
        case Without(inside, _):
            return _without_order(inside)
        case _:
            return node


def _read(alias: str, node: Node) -> tuple[str, tuple[str, ...]]:
    """The node as a condition of PostgreSQL that finds phrases by reading the words themselves."""
    match node:
        case Phrase(words):
            return f"' ' || {alias}.folded || ' ' LIKE %s", (f"% {' '.join(words)} %",)
        case Every(parts) | Some(parts):
            each = [_read(alias, part) for part in parts]
            joined = (" AND " if isinstance(node, Every) else " OR ").join(sql for sql, _ in each)
            return f"({joined})", tuple(value for _, values in each for value in values)
        case Without(inside, out):
            (holds, some), (fails, others) = _read(alias, inside), _read(alias, out)
            return f"({holds} AND NOT {fails})", (*some, *others)
        case _:
            return _stands(alias, node)


def _paired(words: tuple[str, ...]) -> str:
    """The pairs of words first, which few texts have; places, which must be looked up text by text, among those."""
    places = " <-> ".join(f"'{word}'" for word in words)
    pairs = tsquery(_pairs(words))
    if len(words) == 2:
        return f"({pairs} | ('{tokens.UNPAIRED}' & {places}))"
    return f"(({pairs} | '{tokens.UNPAIRED}') & ({places}))"


def _pairs(words: tuple[str, ...]) -> Node:
    return Every(tuple(Word(tokens.pair(*two)) for two in pairwise(words)))


def in_a_row(words: tuple[str, ...]) -> Node:
    """The words stand one after the other; of one, that it stands there."""
    return Phrase(words) if len(words) > 1 else Word(words[0])


def all_words(typed: Typed, *, begins: bool = False) -> Node:
    """All that was typed stands in the entry; `begins`: the last word may go on."""
    return Every(tuple(_term(term, begins=begins and term is typed.terms[-1]) for term in typed.terms))


def in_title(typed: Typed, *, begins: bool = False) -> Node:
    """The same, and every word stands in the title; one letter that begins a further word is not waited for."""
    known = typed.words
    if begins and tokens.is_number(known[-1]):
        # Whoever types a number has not typed all of it.
        known = known[:-1]
    last = known[-1] if begins else ""
    wanted = known[:-1] if len(last) == 1 and len(known) > 1 else known
    heads = [_word(word, begins=word == last, of=tokens.head) for word in wanted]
    phrases = [_any_phrase(term) for term in typed.terms if len(term) > 1 and not begins]
    return Every((*heads, *phrases))


def exactly(typed: Typed) -> Node:
    """The thing is called so, as a whole; or it has the number that was typed, and all that was typed beside it."""
    whole = Word(typed.exact)
    if typed.number in {"", typed.exact}:
        return whole
    return Some((whole, Every((Word(typed.number), all_words(typed)))))


def newest(rows: QuerySet[SearchEntry], node: Node, most: int) -> tuple[list[Match], bool]:
    """The newest `most` of the rows that match, in that order, and whether there are more.

    One query on SQLite, two on PostgreSQL. Of many the newest are looked for in the last months first, then in as
    many years as they promise to stand in, since to put all in order the database would have to read all: at most two
    more.
    """
    # Of one day the documents that came last, each before its rows, those in their order: the same however often the
    # index was made.
    newest_first = rows.order_by("-dated", "-document_id", "kind", "ref")
    if 2 * _estimate(node) * (_IN_PHRASES if _has_phrase(node) else 1) > most:
        within = _rows(newest_first, Every((node, _last_months())), most + 1)
        years = 1 + most * _FIRST_MONTHS // (12 * max(1, len(within)))
        if len(within) <= most and years <= _MOST_YEARS:
            within = _rows(newest_first, Every((node, _last_years(years))), most + 1)
        if len(within) > most:
            return within[:most], True
    found = _rows(newest_first, node, most + 1)
    return found[:most], len(found) > most


def _estimate(node: Node) -> int:
    """How many entries may match, whoever asks, as PostgreSQL supposes without looking; 0 on SQLite, which is small."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        question = "EXPLAIN (FORMAT JSON) SELECT 1 FROM core_searchentry WHERE words @@ %s::tsquery"
        cursor.execute(question, (tsquery(node),))
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])


def _has_phrase(node: Node) -> bool:
    match node:
        case Phrase():
            return True
        case Every(parts) | Some(parts):
            return any(map(_has_phrase, parts))
        case Without(inside, out):
            return _has_phrase(inside) or _has_phrase(out)
        case _:
            return False


def keys(node: Node, among: Iterable[int]) -> list[int]:
    """Those of these entries that match; one query."""
    return list(SearchEntry.objects.filter(Matches(node), pk__in=list(among)).order_by().values_list("id", flat=True))


def by_title(rows: QuerySet[SearchEntry], node: Node, most: int) -> list[Match]:
    """The first `most` of the rows that match, in the order of their titles; one query."""
    # The words of the title come first, plain: every collation but this one orders them in a way of its own.
    title = Collate("folded", "C" if connection.vendor == "postgresql" else "BINARY")
    return _rows(rows.order_by(title, "id"), node, most) if most > 0 else []


def _rows(rows: QuerySet[SearchEntry], node: Node, most: int) -> list[Match]:
    if not rows.query.order_by:
        rows = rows.order_by()
    return list(map(Match._make, rows.filter(Matches(node)).values_list(*Match._fields)[:most]))


def _last_months() -> Node:
    today = clock.today()
    last = today.year * 12 + today.month - 1
    # A document may bear the date of tomorrow.
    months = range(last + 1, last - _FIRST_MONTHS, -1)
    return Some(tuple(Word(tokens.of_month(month // 12, month % 12 + 1)) for month in months))


def _last_years(number: int) -> Node:
    """So many whole years and the present one: few words, since each costs a look at every match."""
    today = clock.today()
    return Some(tuple(Word(tokens.of_month(year)) for year in range(today.year + 1, today.year - number - 1, -1)))


def _term(term: tuple[str, ...], *, begins: bool) -> Node:
    return _any_phrase(term) if len(term) > 1 else _word(term[0], begins=begins)


def _word(word: str, *, begins: bool = False, of: Callable[[str], str] = str) -> Node:
    """The word in any of its writings; only the one that was typed may go on."""
    found = tuple(Word(of(each), begins=begins and each == word) for each in tokens.variants(word))
    return Some(found) if len(found) > 1 else found[0]


def _any_phrase(term: tuple[str, ...]) -> Node:
    """The phrase in any writing of its words; of many words that vary, those that come last only as they were typed."""
    each = list(map(tokens.variants, term))
    while prod(map(len, each)) > _MOST_WRITINGS:
        varied = max(index for index, words in enumerate(each) if len(words) > 1)
        each[varied] = each[varied][:1]
    found = tuple(map(Phrase, product(*each)))
    return Some(found) if len(found) > 1 else found[0]
