"""The chain around a document: what it answers to, what answers to it, what acts on what.

A citation that means a document which the reader may not see shows as if that were absent, with the printed words only.
A proposal that nobody confirmed is shown to those inside the agency that keeps the citing document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from lotrinh.core.actor import Actor
from lotrinh.documents import policies
from lotrinh.documents.models import CitationLink, Document, DocumentRelation
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors import documents
from lotrinh.documents.selectors.chain.links import below, below_row, paper_of, row_of, shown, with_targets
from lotrinh.documents.selectors.chain.missing import missing, missing_papers
from lotrinh.documents.selectors.chain.things import (
    ActRow,
    ChainEdge,
    ChainNode,
    ChainPage,
    ChainRow,
    MissingPaper,
    Paper,
)
from lotrinh.documents.selectors.chain.walk import MOST_NODES, Walk
from lotrinh.documents.selectors.standing import standing_on
from lotrinh.documents.vocab import ANSWERS_TO, Relation

__all__ = [
    "DEPTH",
    "MOST_BELOW",
    "MOST_NODES",
    "ActRow",
    "ChainEdge",
    "ChainNode",
    "ChainPage",
    "ChainRow",
    "MissingPaper",
    "Paper",
    "alike",
    "chain_page",
    "children",
    "citation",
    "missing",
    "missing_papers",
    "parents",
    "siblings",
]
#: How far the chain is followed, up and down.
DEPTH: Final = 3
#: Documents that cite this one, in the list and in the picture.
MOST_BELOW: Final = 300


def parents(actor: Actor, document_id: int) -> tuple[ChainRow, ...]:
    """What the document answers to, kept here or not, in the order of its text; at most four queries.

    Raises:
        Missing: the document is not there for the actor.

    """
    document = documents.get(actor, document_id)
    return tuple(row for row in _rows(actor, document, _cites(actor, document)) if row.role in ANSWERS_TO)


def children(actor: Actor, document_id: int) -> tuple[ChainRow, ...]:
    """What answers to the document, the newest first, at most `MOST_BELOW`; at most four queries.

    Raises:
        Missing: the document is not there for the actor.

    """
    document = documents.get(actor, document_id)
    return tuple(below_row(link) for link in below(actor, document).filter(role__in=sorted(ANSWERS_TO))[:MOST_BELOW])


def alike(actor: Actor, document_id: int) -> QuerySet[CitationLink]:
    """How other documents that the actor may read answer to what this one answers to, kept here or not."""
    answering = CitationLink.objects.filter(role__in=sorted(ANSWERS_TO)).order_by()
    named = answering.filter(document=document_id).values("known")
    return answering.filter(known__in=named, document__in=policies.visible(actor)).exclude(document=document_id)


def siblings(actor: Actor, document_id: int) -> dict[int, tuple[int, ...]]:
    """The documents of `alike` by the `known_id` of what they answer to, the newest first; one query."""
    rows = alike(actor, document_id).order_by("-document__issued_on", "-document_id")
    found: dict[int, dict[int, None]] = {}
    for known, other in rows.values_list("known_id", "document_id")[:MOST_BELOW]:
        found.setdefault(known, {})[other] = None
    return {known: tuple(others) for known, others in found.items()}


def chain_page(actor: Actor, document_id: int) -> ChainPage:
    """What the page of a chain shows; at most eleven queries, whatever its size.

    Raises:
        Missing: the document is not there for the actor.

    """
    document = documents.get(actor, document_id)
    cites = _cites(actor, document)
    cited_by = list(below(actor, document)[: MOST_BELOW + 1])
    more = below(actor, document).count() - MOST_BELOW if len(cited_by) > MOST_BELOW else 0
    walk = Walk(actor, document)
    walk.begin(cites, cited_by[:MOST_BELOW])
    for _level in range(1, DEPTH):
        walk.further()
    walk.look_beyond()
    relations = _relations(actor, walk.shown())
    walk.act(relations)
    papers = {row.pk: row for row in Document.objects.filter(pk__in=walk.shown())}
    now = {pk: standing_on(row, [item for item in relations if item.target_id == pk]) for pk, row in papers.items()}
    nodes = walk.nodes(papers, now)
    above = walk.above()
    return ChainPage(
        document=document,
        now=now[document.pk],
        nodes=nodes,
        edges=tuple(walk.edges),
        left_out=walk.left_out + more,
        cites=_rows(actor, document, cites),
        cited_by=tuple(below_row(link) for link in cited_by[:MOST_BELOW]),
        cited_by_more=more,
        acts=_acts(document, relations, papers),
        below=walk.answering(),
        ended_above=tuple(node for node in nodes if node.key in above and node.ended),
    )


def citation(actor: Actor, link_id: int) -> tuple[Document, ChainRow] | None:
    """A citation with its document, for somebody who may decide about it; None where there is none for them."""
    link = CitationLink.objects.filter(pk=link_id).select_related("document__owner").first()
    if link is None or not policies.allowed(actor, Action.EDIT, link.document):
        return None
    rows = _rows(actor, link.document, _cites(actor, link.document, link_id))
    return (link.document, rows[0]) if rows else None


def _cites(actor: Actor, document: Document, link_id: int | None = None) -> list[tuple[CitationLink, Document | None]]:
    """The citations of the document (or one of them), each with what this reader is shown; two queries with copies."""
    found = CitationLink.objects.filter(document=document)
    if link_id is not None:
        found = found.filter(pk=link_id)
    links: list[Any] = list(shown(actor, found).select_related("decided_by", "target").order_by("position"))
    return with_targets(links)


def _rows(
    actor: Actor, document: Document, cites: Sequence[tuple[CitationLink, Document | None]]
) -> tuple[ChainRow, ...]:
    inside = policies.allowed(actor, Action.READ_FINDINGS, document)
    may_decide = policies.allowed(actor, Action.EDIT, document)
    return tuple(row_of(link, found, inside=inside, may_decide=may_decide) for link, found in cites)


def _relations(actor: Actor, ids: Sequence[int]) -> list[Any]:
    """The recorded relations of these documents, with whether the reader may see their source and target; one query."""
    rows = DocumentRelation.objects.filter(Q(source__in=ids) | Q(target__in=ids))
    return list(
        rows.select_related("source", "target").annotate(
            source_seen=Exists(policies.visible(actor).filter(pk=OuterRef("source_id"))),
            target_seen=Exists(policies.visible(actor).filter(pk=OuterRef("target_id"))),
        )
    )


def _acts(document: Document, relations: Sequence[Any], papers: dict[int, Document]) -> tuple[ActRow, ...]:
    found = []
    for row in relations:
        if row.target_id == document.pk:
            if row.source_id is None:
                paper = Paper(title=row.source_printed)
            elif row.source_seen:
                paper = paper_of(papers.get(row.source_id, row.source))
            else:
                continue
            found.append(
                ActRow(relation=Relation(row.relation), outward=False, paper=paper, effective_on=row.effective_on)
            )
        elif row.source_id == document.pk and row.target_seen:
            paper = paper_of(papers.get(row.target_id, row.target))
            found.append(
                ActRow(relation=Relation(row.relation), outward=True, paper=paper, effective_on=row.effective_on)
            )
    return tuple(found)
