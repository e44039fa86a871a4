"""Following the chain from document to document, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Q

from lotrinh.core.actor import Actor
from lotrinh.documents import policies
from lotrinh.documents.chain.bodies import body_of
from lotrinh.documents.models import CitationLink, Document
from lotrinh.documents.selectors.chain.links import paper_of, printed_paper, shown, with_targets
from lotrinh.documents.selectors.chain.things import ChainEdge, ChainNode, Paper
from lotrinh.documents.selectors.standing import StandingNow
from lotrinh.documents.vocab import ANSWERS_TO, CitedAs, LinkState

#: Documents in the picture.
MOST_NODES: Final = 40
#: So many of them may be what the document itself cites, so many what cites it: the rest is for what lies beyond.
_ABOVE: Final = 18
_BELOW: Final = 34
_MOST_LINKS: Final = 1200
#: The order in which citations find room in the picture.
_FIRST: Final = (
    CitedAs.IMPLEMENTS,
    CitedAs.REPLACES,
    CitedAs.REPEALS,
    CitedAs.AMENDS,
    CitedAs.BASIS,
    CitedAs.MENTIONS,
)


class Walk:
    """The documents around one, as they are found, level by level; never more than `MOST_NODES`."""

    def __init__(self, actor: Actor, document: Document) -> None:
        self.edges: list[ChainEdge] = []
        self._actor = actor
        self._here = document.pk
        self._ids: dict[int, None] = {document.pk: None}
        self._stubs: dict[str, CitationLink] = {}
        #: citations of documents that are not there: they find room last
        self._absent: list[CitationLink] = []
        #: copies of one document are one: the first that was found
        self._copies: dict[str, int] = {}
        self._answers: dict[int, set[int]] = {}
        self._dropped: set[object] = set()
        self._drawn: set[tuple[str, str, str]] = set()
        self._upward: list[int] = []
        self._downward: list[int] = []
        self._remember(document)

    @property
    def left_out(self) -> int:
        """How many documents found no room."""
        return len(self._dropped - {*self._ids, *self._stubs})

    def shown(self) -> list[int]:
        """The kept documents in the picture."""
        return list(self._ids)

    def begin(self, cites: Sequence[tuple[CitationLink, Document | None]], cited_by: Sequence[CitationLink]) -> None:
        """What the document cites, and what cites it."""
        for link, target in sorted(cites, key=lambda pair: _order(pair[0])):
            self._up(link, target, most=_ABOVE)
        for link in sorted(cited_by, key=_order):
            self._down(link, self._here, most=_BELOW)

    def further(self) -> None:
        """One level on, up from what was found above, down from what was found below; one query, two with copies."""
        above, below = self._upward, self._downward
        links = self._next()
        self._upward, self._downward = [], []
        for link, target in links:
            if link.document_id in above:
                self._up(link, target, most=MOST_NODES)
            elif target is not None and target.pk in below:
                self._down(link, target.pk, most=MOST_NODES)

    def look_beyond(self) -> None:
        """Count what one level more would show; then what is absent finds room."""
        for link, target in self._next():
            if target is not None:
                self._dropped.update({link.document_id, target.pk})
        for link in sorted(self._absent, key=_order):
            key = f"s{link.known_id}"
            if key in self._stubs or self._room(key, MOST_NODES):
                self._stubs.setdefault(key, link)
                self._draw(f"d{link.document_id}", key, link.role)

    def _next(self) -> list[tuple[CitationLink, Document | None]]:
        """The citations that lead one level on."""
        if not self._upward and not self._downward:
            return []
        up = Q(document__in=self._upward, role__in=[str(role) for role in CitedAs if role != CitedAs.MENTIONS])
        down = Q(target__in=self._downward, role__in=sorted(ANSWERS_TO), document__in=policies.visible(self._actor))
        links: list[Any] = list(
            shown(self._actor, CitationLink.objects.filter(up | down))
            .select_related("document", "target")
            .order_by("pk")[:_MOST_LINKS]
        )
        return sorted(with_targets(links), key=lambda pair: _order(pair[0]))

    def _up(self, link: CitationLink, target: Document | None, *, most: int) -> None:
        """A citation of a document in the picture, and what it means for this reader."""
        if target is None:
            self._absent.append(link)
            return
        upper = self._same(target)
        if upper not in self._ids and self._room(upper, most):
            self._ids[upper] = None
            self._remember(target)
            self._upward.append(upper)
        self._join(link, link.document_id, upper)

    def _down(self, link: CitationLink, upper: int, *, most: int) -> None:
        """A document that cites one in the picture."""
        lower = self._same(link.document)
        if lower not in self._ids and self._room(lower, most):
            self._ids[lower] = None
            self._remember(link.document)
            if link.role in ANSWERS_TO:
                self._downward.append(lower)
        self._join(link, lower, upper)

    def act(self, relations: Sequence[Any]) -> None:
        """What is recorded of documents in the picture acting on each other, and on others."""
        for row in relations:
            if row.source_id is None or not row.source_seen or not row.target_seen:
                continue
            for pk in (row.source_id, row.target_id):
                if pk not in self._ids and self._room(pk, MOST_NODES):
                    self._ids[pk] = None
            if row.source_id in self._ids and row.target_id in self._ids:
                self._draw(f"d{row.source_id}", f"d{row.target_id}", row.relation, recorded=True)

    def nodes(self, papers: dict[int, Document], now: dict[int, StandingNow]) -> tuple[ChainNode, ...]:
        """The documents of the picture, the kept ones first."""
        found = [
            self._node(f"d{pk}", paper_of(papers[pk]), now[pk], papers[pk].issuer, "")
            for pk in self._ids
            if pk in papers
        ]
        for key, link in self._stubs.items():
            found.append(self._node(key, printed_paper(link), None, link.issuer, link.province))
        return tuple(found)

    def answering(self) -> tuple[int, ...]:
        """The documents that answer to the one of the page, directly or through others; circles end."""
        return tuple(sorted(self._reach(self._here, self._lowers()) - {self._here}))

    def above(self) -> frozenset[str]:
        """The keys of what the document of the page answers to, directly or through others."""
        return frozenset(f"d{pk}" for pk in self._reach(self._here, self._answers) - {self._here})

    def _lowers(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for lower, uppers in self._answers.items():
            for upper in uppers:
                found.setdefault(upper, set()).add(lower)
        return found

    @staticmethod
    def _reach(start: int, ways: dict[int, set[int]]) -> set[int]:
        seen, left = {start}, [start]
        while left:
            new = ways.get(left.pop(), set()) - seen
            seen |= new
            left += new
        return seen

    def _node(self, key: str, paper: Paper, now: StandingNow | None, issuer: str, province: str) -> ChainNode:
        layer = body_of(issuer, paper.number, province=province).layer
        return ChainNode(key=key, paper=paper, layer=layer, now=now, here=key == f"d{self._here}")

    def _join(self, link: Any, lower: int, upper: int) -> None:
        sure = link.state != LinkState.PROPOSED
        if link.role in ANSWERS_TO and sure:
            self._answers.setdefault(lower, set()).add(upper)
        if lower in self._ids and upper in self._ids and lower != upper:
            self._draw(f"d{lower}", f"d{upper}", link.role, sure=sure)

    def _draw(self, lower: str, upper: str, role: str, *, sure: bool = True, recorded: bool = False) -> None:
        if (lower, upper, role) not in self._drawn:
            self._drawn.add((lower, upper, role))
            self.edges.append(ChainEdge(lower=lower, upper=upper, role=str(role), recorded=recorded, sure=sure))

    def _room(self, key: object, most: int) -> bool:
        if len(self._ids) + len(self._stubs) < most:
            return True
        self._dropped.add(key)
        return False

    def _same(self, document: Document) -> int:
        """The copy of the document that is in the picture, else itself."""
        return document.pk if document.kept_apart else self._copies.get(document.identity, document.pk)

    def _remember(self, document: Document) -> None:
        if document.identity and not document.kept_apart:
            self._copies.setdefault(document.identity, document.pk)


def _order(link: CitationLink) -> tuple[int, int, int]:
    """What a document answers to comes before what it changes, that before what it only mentions."""
    return _FIRST.index(CitedAs(link.role)), link.position, link.pk
