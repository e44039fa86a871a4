"""To which documents a plan answers, and which plans answer to a document: what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from lotrinh.core import words
from lotrinh.core.actor import Actor
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document, Reading
from lotrinh.documents.selectors import chain
from lotrinh.documents.selectors.chain import Paper
from lotrinh.documents.selectors.documents import matching
from lotrinh.documents.vocab import CitedAs, LinkState
from lotrinh.plans.models import CoverageDecision, Plan
from lotrinh.plans.selectors.coverage import comparable

#: What is implemented comes before what a plan rests on.
_ORDER: Final = (CitedAs.IMPLEMENTS, CitedAs.BASIS)
_MOST: Final = 20
_MOST_PLANS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A document to which a plan may answer.

    printed: how the plan cites it; empty where it was looked for by hand. document: None where it is not kept here, or
    not for this person; then `paper` is what the plan says of it, `beside` the other plans that answer to it. sure:
    that it is the one is no mere proposal. ready: it has duties to compare with. decided: on how many duties people
    have decided.
    """

    printed: str
    role: str
    document: Document | None
    sure: bool = True
    ready: bool = False
    decided: int = 0
    paper: Paper | None = None
    beside: tuple[int, ...] = ()


def parents_of(actor: Actor, plan: Plan) -> tuple[Parent, ...]:
    """The documents that the plan's document implements, then those it rests on; at most seven queries."""
    cited = sorted(chain.parents(actor, plan.document_id), key=lambda row: _ORDER.index(row.role))
    wanted = [row.paper.document_id for row in cited if row.paper.document_id is not None]
    known = {row.pk: row for row in _ready(actor, plan).filter(pk__in=wanted)} if wanted else {}
    beside = _beside(actor, plan) if len(known) < len(cited) else {}
    found = []
    for row in cited:
        kept = known.get(row.paper.document_id or 0)
        sure = row.state != LinkState.PROPOSED
        if kept is None:
            others = beside.get(row.known_id or 0, ())
            said = Parent(printed=row.printed, role=row.role.value, document=None, paper=row.paper, beside=others)
            found.append(said)
        elif kept.pk != plan.document_id:
            found.append(_of(kept, printed=row.printed, role=row.role.value, sure=sure))
    return tuple(found)


def _beside(actor: Actor, plan: Plan) -> dict[int, tuple[int, ...]]:
    """The other plans that may be compared, by the named document to which they answer too; two queries."""
    documents_of = chain.siblings(actor, plan.document_id)
    wanted = {pk for others in documents_of.values() for pk in others}
    plans: dict[int, int] = dict(comparable(actor).filter(document__in=wanted).values_list("document_id", "pk"))
    return {known: tuple(plans[pk] for pk in others if pk in plans) for known, others in documents_of.items()}


def found_by_hand(actor: Actor, plan: Plan, text: str) -> tuple[Parent, ...]:
    """The documents with these words in number, title or issuer, with or without diacritics; one query."""
    if not words.fold(text):
        return ()
    rows = matching(_ready(actor, plan).exclude(pk=plan.document_id), text).order_by("-issued_on", "-id")[:_MOST]
    return tuple(_of(row) for row in rows)


def decided_with(actor: Actor, plan: Plan) -> tuple[Parent, ...]:
    """The documents beside which people have already decided about the plan; one query."""
    said = CoverageDecision.objects.filter(plan=plan, withdrawn_at=None).order_by().values("parent")
    return tuple(_of(row) for row in _ready(actor, plan).filter(pk__in=said).order_by("-issued_on", "-id"))


def plans_under(actor: Actor, document: Document, text: str = "") -> tuple[Plan, ...]:
    """Plans that may be put beside each other under the document.

    Those come first that answer to it by their words, then those that answer to the same as it does. At most five
    queries. `text` narrows them to titles, numbers and issuers with these words.
    """
    below = [row.paper.document_id for row in chain.children(actor, document.pk)]
    level = chain.alike(actor, document.pk).values("document")
    rows = comparable(actor).exclude(document=document)
    for word in words.fold(text.replace("\x00", " ")).split()[:_MOST]:
        rows = rows.filter(search__contains=word)
    answers = Case(When(document__in=below, then=Value(0)), When(document__in=level, then=Value(1)), default=Value(2))
    return tuple(rows.order_by(answers, "-adopted_at", "-id")[:_MOST_PLANS])


def _ready(actor: Actor, plan: Plan) -> QuerySet[Document]:
    """The documents that the actor may read, each with `ready` and `said`."""
    read = Reading.objects.filter(file__document=OuterRef("pk")).order_by()
    adopted = Plan.objects.filter(document=OuterRef("pk")).order_by()
    said = CoverageDecision.objects.filter(plan=plan, withdrawn_at=None, parent=OuterRef("pk")).order_by()
    counted = said.values("parent").annotate(n=Count("parent_key", distinct=True)).values("n")
    return documents.visible(actor).annotate(
        ready=Exists(read) | Exists(adopted),
        said=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
    )


def _of(row: Document, *, printed: str = "", role: str = "", sure: bool = True) -> Parent:
    given = vars(row)
    return Parent(
        printed=printed,
        role=role,
        document=row,
        sure=sure,
        ready=bool(given["ready"]),
        decided=int(given["said"]),
    )
