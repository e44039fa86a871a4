"""Who receives the document of a plan: every agency that has a duty in it."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from lotrinh.core.actor import Actor
from lotrinh.documents import policies as documents
from lotrinh.documents.models import Document
from lotrinh.documents.services.audience import recipients_action, set_recipients
from lotrinh.organisations.models import Unit
from lotrinh.organisations.naming import in_force, in_province, member_rule


def address(actor: Actor, document: Document, agencies: Collection[int], groups: Collection[str]) -> int:
    """Enter the agencies and the members of the groups as recipients; how many are new.

    Where the document is open to its recipients already, a new one could read it at once: that is the decision of those
    who open documents, and is left to them unless the actor is one.
    """
    if not documents.allowed(actor, recipients_action(actor, document), document):
        return 0
    wanted = set(agencies)
    wanted |= set(_members(document, groups)) if groups else set()
    wanted &= set(Unit.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    wanted.discard(document.owner_id)
    seen = set(document.recipients.values_list("unit_id", flat=True))
    if wanted <= seen:
        return 0
    set_recipients(actor, document_id=document.pk, seen=seen, unit_ids=seen | wanted)
    return len(wanted - seen)


def _members(document: Document, groups: Collection[str]) -> QuerySet[Unit, int]:
    """The agencies in the groups, of the province whose document it is: what it says binds no other."""
    rule = member_rule(groups)
    return in_force().filter(rule, in_province(document.owner)).order_by().values_list("pk", flat=True)
