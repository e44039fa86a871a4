"""Finding documents, tasks, targets and units by words, as far as a person may read them.

Rights are a condition of the question itself: what a person may not read is neither found nor counted nor suggested.
The anonymous visitor finds what is open to the public, and of the units those that it names and those that took over
from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Substr

from lotrinh.core.actor import Actor
from lotrinh.core.search import marking, matching, tokens
from lotrinh.core.search.marking import Piece
from lotrinh.core.search.matching import Every, Match, Node, Some, Without, Word
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.search.typed import Typed, understand
from lotrinh.core.vocab import EntryKind
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document
from lotrinh.documents.selectors.standing import with_standing
from lotrinh.plans.selectors.published.bodies import PARTIES, parties_of, units_taking_over

#: So many results are put in order and counted; whether there are more is said.
MOST: Final = 500
#: Among other things so many units are counted.
_MOST_UNITS: Final = 100
PAGE_SIZE: Final = 20
_SUGGESTIONS: Final = 8
#: Suggestions begin with the second letter.
_SHORTEST: Final = 2
#: So much of a text is looked through before all of it is.
_BEGINNING: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; a filter left as it is narrows nothing.

    kind: a code of EntryKind. unit_ids: what one of the units keeps, issued, leads or takes part in. year, doc_kind: of
    the document. standing: a code of Standing, of the document today. Unknown codes match nothing.
    """

    text: str = ""
    kind: str = ""
    unit_ids: tuple[int, ...] = ()
    year: int | None = None
    doc_kind: str = ""
    standing: str = ""

    @property
    def narrowed_to_documents(self) -> bool:
        """Whether a filter asks for what units do not have."""
        return bool(self.unit_ids or self.year or self.doc_kind or self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result.

    ref: the key of the document, row or unit; key: the lasting name of a row, as text; plan_id: its plan. number: of
    the document behind it, which is fetched with `standing_now`; None for units.
    """

    kind: str
    ref: int
    key: str
    plan_id: int | None
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    document: Document | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of results.

    total: how many there are, at most MOST of documents and rows; `more` says that there are others. number: of the
    page, 1-based, within those that there are. kinds, years, doc_kinds: how many of the results are such.
    """

    typed: Typed
    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    number: int = 1
    pages: int = 1
    kinds: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    doc_kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A thing whose title goes on as somebody types."""

    kind: str
    ref: int
    key: str
    plan_id: int | None
    title: str


def search(actor: Actor, query: Query, number: int = 1, size: int = PAGE_SIZE) -> Found:
    """One page of what is found; at most nine queries for what few things match, fifteen for what many do.

    First what is called so as a whole (a number, a name), then what has the words in its title, then the rest; among
    equals the newest first.
    """
    typed = understand(query.text)
    if not typed:
        return Found(typed=typed)
    matches, more = _matches(actor, query, typed)
    total = len(matches)
    pages = max(1, -(-total // size))
    number = min(max(number, 1), pages)
    shown = matches[(number - 1) * size : number * size]
    return Found(
        typed=typed,
        hits=_hits(typed, [match.id for match in shown]),
        total=total,
        more=more,
        number=number,
        pages=pages,
        kinds=Counter(match.kind for match in matches),
        years=Counter(match.year for match in matches if match.year is not None),
        doc_kinds=Counter(match.doc_kind for match in matches if match.doc_kind),
    )


def suggest(actor: Actor, text: str) -> tuple[Suggestion, ...]:
    """A few things whose title holds what was typed, its last word begun; at most seven queries."""
    typed = understand(text)
    if sum(map(len, typed.words)) < _SHORTEST:
        return ()
    node = Some((matching.exactly(typed), matching.in_title(typed, begins=True)))
    units = matching.by_title(_units(actor), _unit(node), _SUGGESTIONS // 2)
    rows, _ = matching.newest(_readable(actor), node, _SUGGESTIONS - len(units))
    return _suggested([match.id for match in (*units, *rows)])


def _suggested(keys: Sequence[int]) -> tuple[Suggestion, ...]:
    found = SearchEntry.objects.only("kind", "ref", "key", "plan_id", "title").in_bulk(keys)
    entries = [found[key] for key in keys if key in found]
    return tuple(
        Suggestion(kind=row.kind, ref=row.ref, key=row.key, plan_id=row.plan_id, title=row.title) for row in entries
    )


def units_called(actor: Actor, text: str, most: int = _SUGGESTIONS) -> tuple[Suggestion, ...]:
    """The units of this name or, where none is called so, those whose name holds the words; at most three queries."""
    typed = understand(text)
    if not typed:
        return ()
    rows = _units(actor)
    for node in (matching.exactly(typed), matching.in_title(typed, begins=True)):
        found = matching.by_title(rows, _unit(node), most)
        if found:
            return _suggested([match.id for match in found])
    return ()


def _matches(actor: Actor, query: Query, typed: Typed) -> tuple[list[Match], bool]:
    """The best matches in order, and whether there are more."""
    named, others = _matching_units(actor, query, typed)
    if query.kind == EntryKind.UNIT:
        return [*named, *others], len(named) + len(others) >= MOST
    rows, narrow = _readable(actor, query.standing), _filters(query)
    head = Some((matching.exactly(typed), matching.in_title(typed)))
    exact, titles, more = _headed(rows, narrow, head, typed)
    found = [*named, *exact, *titles, *others]
    if not more:
        rest = Without(matching.all_words(typed), head)
        some, more = matching.newest(rows, Every((rest, *narrow)), max(0, MOST - len(found)))
        found += some
    return found, more


def _headed(
    rows: QuerySet[SearchEntry], narrow: Sequence[Node], head: Node, typed: Typed
) -> tuple[list[Match], list[Match], bool]:
    """What is called so as a whole, what else has the words in its title, and whether there is more of that."""
    heads, more = matching.newest(rows, Every((head, *narrow)), MOST)
    if not heads:
        return [], [], False
    if more:
        exact, _ = matching.newest(rows, Every((matching.exactly(typed), *narrow)), MOST)
        known = set(exact)
        return exact, [match for match in heads if match not in known][: MOST - len(exact)], True
    # Rights need not be asked again of what is readable.
    named = set(matching.keys(matching.exactly(typed), (match.id for match in heads)))
    return (
        [match for match in heads if match.id in named],
        [match for match in heads if match.id not in named],
        False,
    )


def _filters(query: Query) -> tuple[Node, ...]:
    narrow: list[Node] = [_of(query.kind if query.kind in EntryKind.values else "")] if query.kind else []
    if query.unit_ids:
        narrow.append(Some(tuple(Word(tokens.of_unit(pk)) for pk in query.unit_ids if pk > 0) or (Word("zu"),)))
    if query.year is not None:
        narrow.append(Word(tokens.of_year(abs(query.year))))
    if query.doc_kind:
        narrow.append(Word(tokens.of_code(query.doc_kind)))
    return tuple(narrow)


def _of(kind: str) -> Word:
    return Word(tokens.of_kind(kind))


def _matching_units(actor: Actor, query: Query, typed: Typed) -> tuple[list[Match], list[Match]]:
    """The units that are called so, and others with the words in one of their names; at most four queries."""
    if query.kind not in {"", EntryKind.UNIT} or query.narrowed_to_documents:
        return [], []
    most = MOST if query.kind else _MOST_UNITS
    exact, rows = matching.exactly(typed), _units(actor)
    found = matching.by_title(rows, _unit(Some((exact, matching.in_title(typed)))), most)
    if not found:
        return [], []
    named = matching.by_title(rows, _unit(exact), most)
    known = set(named)
    return named, [match for match in found if match not in known]


def _unit(node: Node) -> Node:
    return Every((_of(EntryKind.UNIT), node))


def _readable(actor: Actor, standing: str = "") -> QuerySet[SearchEntry]:
    """The entries of documents that the actor may read."""
    readable = documents.visible(actor).order_by()
    if standing:
        readable = with_standing(readable).filter(standing_now=standing)  # type: ignore[misc]  # annotated
    return SearchEntry.objects.filter(document_id__in=readable.values("pk"))


def _units(actor: Actor) -> QuerySet[SearchEntry]:
    """The entries of units that the actor may see: all, where they are signed in; else those of public plans.

    Two queries for who looks from outside.
    """
    rows = SearchEntry.objects.filter(kind=EntryKind.UNIT)
    if actor.user_id is not None:
        return rows
    named = Q()
    for kind in PARTIES:
        named |= Q(ref__in=parties_of(actor, kind).filter(unit__isnull=False).values("unit_id"))
    return rows.filter(named | Q(ref__in=units_taking_over(actor)))


def _hits(typed: Typed, keys: Sequence[int]) -> tuple[Hit, ...]:
    """The results as they are shown, in order; three queries."""
    wanted = marking.pattern(typed)
    rows = SearchEntry.objects.defer("body", "folded", "facets").annotate(beginning=Substr("body", 1, _BEGINNING))
    found = rows.in_bulk(keys)
    entries = [found[key] for key in keys if key in found]
    long = [row.pk for row in entries if len(row.beginning) == _BEGINNING and not marking.holds(row.beginning, wanted)]
    whole = dict(SearchEntry.objects.filter(pk__in=long).values_list("pk", "body")) if long else {}
    papers = with_standing(Document.objects.order_by().defer("search", "sort_key", "identity"))
    documents_of = papers.in_bulk({row.document_id for row in entries if row.document_id})
    return tuple(
        Hit(
            kind=row.kind,
            ref=row.ref,
            key=row.key,
            plan_id=row.plan_id,
            title=marking.snippet(row.title or str(documents_of.get(row.document_id or 0, "")), wanted, longest=320),
            text=marking.snippet(whole.get(row.pk, row.beginning), wanted),
            document=documents_of.get(row.document_id or 0),
        )
        for row in entries
    )
