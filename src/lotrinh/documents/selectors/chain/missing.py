"""The documents that are cited and not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet

from lotrinh.core.actor import Actor
from lotrinh.documents import policies
from lotrinh.documents.models import CitationLink
from lotrinh.documents.selectors.chain.links import printed_paper, shown
from lotrinh.documents.selectors.chain.things import MissingPaper

#: Examples of citing documents beside a missing one.
_EXAMPLES: Final = 3
#: Citations that are looked through for the names of one page of missing documents.
_MOST: Final = 3000


def missing(actor: Actor) -> QuerySet[Any, Any]:
    """The documents that are cited and not there, most cited first: rows of `known_id` and `n`; one query a page."""
    links = shown(actor, CitationLink.objects.filter(document__in=policies.visible(actor))).filter(
        Q(shown__isnull=True)
    )
    return (
        links.order_by()
        .values("known_id")
        .annotate(n=Count("document", distinct=True), last=Max("pk"))
        .order_by("-n", "-last")
    )


def missing_papers(actor: Actor, rows: Iterable[Any]) -> tuple[MissingPaper, ...]:
    """The rows of `missing` with their names, as the documents that this reader sees print them; one query."""
    counts = {row["known_id"]: row["n"] for row in rows}
    links = shown(actor, CitationLink.objects.filter(known_id__in=counts, document__in=policies.visible(actor))).filter(
        Q(shown__isnull=True)
    )
    by_known: dict[int, list[CitationLink]] = {}
    for link in links.select_related("document").order_by("-document__issued_on", "pk")[:_MOST]:
        by_known.setdefault(link.known_id, []).append(link)
    found = []
    for known, count in counts.items():
        citing = {link.document_id: link.document for link in by_known.get(known, ())}
        if citing:
            fullest = max(by_known[known], key=lambda link: (len(link.issued_on), len(link.title), len(link.issuer)))
            examples = tuple(citing.values())[:_EXAMPLES]
            found.append(MissingPaper(paper=printed_paper(fullest), count=count, cited_by=examples))
    return tuple(found)
