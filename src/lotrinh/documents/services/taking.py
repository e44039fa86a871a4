"""Taking hold of the document that a service changes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents import policies
from lotrinh.documents.models import Document
from lotrinh.documents.policies import Action


def find(actor: Actor, action: Action, document_id: int) -> Document:
    """The document, if the actor may do this with it.

    Raises:
        Missing, NotAllowed: see `policies.require`.

    """
    return _passed(actor, action, Document.objects.filter(pk=document_id))


def take(actor: Actor, action: Action, document_id: int) -> Document:
    """As `find`, and nobody else changes the document until the transaction ends."""
    return _passed(actor, action, Document.objects.filter(pk=document_id).select_for_update(of=("self",)))


def person(actor: Actor) -> int:
    """The person who decides; the platform itself decides nothing about documents.

    Raises:
        NotAllowed: a job or a command acts.

    """
    if actor.user_id is None:
        raise NotAllowed(_("Việc này phải do một người quyết định."), code="no-person")
    return actor.user_id


def in_place_of(actor: Actor, action: Action, document: Document) -> dict[str, str]:
    """What the audit trail adds where the actor has the right only by standing in for somebody."""
    by = policies.acting_for_by(actor, document, action)
    return {"in_place_of": by[0].deputy_of} if by else {}


def longest(field: str) -> int:
    """How many characters a field of the document holds."""
    return getattr(Document._meta.get_field(field), "max_length", None) or 0


def _passed(actor: Actor, action: Action, documents: QuerySet[Document]) -> Document:
    document = documents.select_related("owner").first()
    if document is None:
        raise Missing(_("Không có văn bản này, hoặc bạn không được xem."), code="document-missing")
    policies.require(actor, action, document)
    return document
