"""Citations as a reader may see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from lotrinh.core.actor import Actor
from lotrinh.documents import policies
from lotrinh.documents.chain.bodies import completed
from lotrinh.documents.models import CitationLink, Document
from lotrinh.documents.policies import Action
from lotrinh.documents.selectors.chain.things import ChainRow, Paper
from lotrinh.documents.vocab import LINK_CYCLE, CitedAs, LinkAction, LinkReason, LinkState

#: Letters of the first words by which a document without a name is named.
_OPENING: Final = 120


def shown(actor: Actor, links: QuerySet[CitationLink]) -> QuerySet[CitationLink]:
    """The links with `shown`: the document that this reader is shown, None where that is none.

    Where the machine was sure, another copy that the reader may see stands for one that they may not.
    """
    seen = policies.visible(actor).filter(pk=OuterRef("target_id"))
    inside = policies.visible(actor, Action.READ_FINDINGS).filter(pk=OuterRef("document_id"))
    copies = (
        policies.visible(actor)
        .filter(identity=OuterRef("target__identity"), kept_apart=False)
        .exclude(identity="")
        .exclude(pk=OuterRef("document_id"))
    )
    return links.annotate(
        inside=Exists(inside),
        shown=Case(
            When(target__isnull=True, then=Value(None)),
            When(Q(state=LinkState.PROPOSED) & ~Exists(inside), then=Value(None)),
            When(Exists(seen), then=F("target_id")),
            When(
                state=LinkState.RESOLVED,
                target__kept_apart=False,
                then=Subquery(copies.order_by("pk").values("pk")[:1]),
            ),
            default=Value(None),
            output_field=IntegerField(),
        ),
    )


def with_targets(links: Sequence[Any]) -> list[tuple[CitationLink, Document | None]]:
    """The links of `shown`, each with the document that this reader is shown; one query where copies stand in."""
    copies = {link.shown for link in links if link.shown is not None and link.shown != link.target_id}
    others = {row.pk: row for row in Document.objects.filter(pk__in=copies)} if copies else {}
    return [(link, others.get(link.shown, link.target) if link.shown is not None else None) for link in links]


def below(actor: Actor, document: Document) -> QuerySet[CitationLink]:
    """The citations of this document, or of a copy of it, by documents that the actor may see; the newest first."""
    rule = Q(target=document)
    if document.identity and not document.kept_apart:
        rule |= Q(target__identity=document.identity, target__kept_apart=False, state=LinkState.RESOLVED)
    links = CitationLink.objects.filter(rule, document__in=policies.visible(actor)).exclude(document=document)
    inside = policies.visible(actor, Action.READ_FINDINGS).filter(pk=OuterRef("document_id"))
    links = links.annotate(inside=Exists(inside)).filter(Q(inside=True) | ~Q(state=LinkState.PROPOSED))
    return links.select_related("document").order_by("-document__issued_on", "-document_id", "position")


def below_row(link: CitationLink) -> ChainRow:
    """A citation of the document by another one."""
    return ChainRow(
        link_id=link.pk,
        role=CitedAs(link.role),
        state=LinkState(link.state),
        paper=paper_of(link.document),
        printed=link.printed,
        words=link.words,
    )


def row_of(link: CitationLink, found: Document | None, *, inside: bool, may_decide: bool) -> ChainRow:
    """A citation of a document and what it means for this reader: `found`, or nothing."""
    state = LinkState(link.state)
    if found is None and (state != LinkState.REFUSED or not inside):
        state = LinkState.OPEN
    named = inside and (found is not None or state == LinkState.REFUSED)
    # A copy stands for a document that the reader may not see: they may point elsewhere, not judge the other one.
    judged = found is None or found.pk == link.target_id
    acts = [LinkAction.POINT] if not judged else [item for item in LinkAction if (state, item) in LINK_CYCLE]
    return ChainRow(
        link_id=link.pk,
        role=CitedAs(link.role),
        state=state,
        paper=paper_of(found) if found is not None else printed_paper(link),
        printed=link.printed,
        words=link.words,
        known_id=link.known_id,
        reasons=tuple(LinkReason(code) for code in link.reasons) if inside and found is not None else (),
        acts=tuple(acts) if may_decide else (),
        seen=f"{state}:{link.target_id if found is not None and judged else ''}",
        decided_by=str(link.decided_by or "") if named else "",
        decided_at=link.decided_at if named else None,
    )


def paper_of(document: Document) -> Paper:
    """A kept document as the chain names it."""
    return Paper(
        document_id=document.pk,
        kind=document.kind,
        number=document.number,
        issued_on=document.issued_on,
        issuer=document.issuer,
        title=document.title,
        opening="" if document.number or document.title else document.opening[:_OPENING],
    )


def printed_paper(link: CitationLink) -> Paper:
    """An absent document as this one citation names it: what others say of it may not be for this reader."""
    title = link.title or ("" if link.number else link.printed)
    return Paper(
        kind=link.kind,
        number=link.number,
        issued_on=link.issued_on,
        issuer=completed(link.issuer, link.province),
        title=title,
    )
