"""Taking hold of the document that a service changes."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
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


def _passed(actor: Actor, action: Action, documents: QuerySet[Document]) -> Document:
    document = documents.select_related("owner").first()
    if document is None:
        raise Missing(_("Không có văn bản này, hoặc bạn không được xem."), code="document-missing")
    policies.require(actor, action, document)
    return document
