"""Who may do what with a document: one rule for each action, said twice — for one thing and for all.

`allowed(actor, action, document)` and `visible(actor, action)` are held equal by a property test. What a person may not
read does not exist for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents.models import Document, Recipient
from lotrinh.documents.vocab import Audience


class Action(StrEnum):
    """What can be done with a document."""

    READ = "read"
    #: the checker's findings, shares of copied text and the like: never outside
    READ_FINDINGS = "read_findings"
    #: complete what identifies it, add files, read again
    EDIT = "edit"
    SET_STANDING = "set_standing"
    REVIEW = "review"
    ADOPT = "adopt"
    OPEN_INTERNAL = "open_internal"
    OPEN_RECIPIENTS = "open_recipients"
    OPEN_PUBLIC = "open_public"


#: Those who work on the documents of their agency.
WORKERS: Final = (Role.COORDINATOR, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY, Role.CLERK)
#: Those who read what the units below theirs keep, drafts in the drafting circle excepted.
OVERSEERS: Final = (Role.OFFICE, Role.LEADER)
#: Everybody in an agency but those who only run the machine.
STAFF: Final = tuple(role for role in Role.values if role != Role.OPERATOR)

#: The roles, in the agency that keeps the document, which an action needs beside reading it.
_ROLES: Final[Mapping[Action, tuple[str, ...]]] = {
    Action.EDIT: (Role.COORDINATOR, Role.SPECIALIST, Role.CLERK),
    Action.SET_STANDING: (Role.COORDINATOR, Role.CLERK, Role.HEAD_OF_AGENCY),
    Action.REVIEW: (Role.COORDINATOR, Role.SPECIALIST),
    Action.ADOPT: (Role.COORDINATOR,),
    Action.OPEN_INTERNAL: (Role.COORDINATOR, Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY),
    Action.OPEN_RECIPIENTS: (Role.HEAD_OF_AGENCY,),
    Action.OPEN_PUBLIC: (Role.HEAD_OF_AGENCY,),
}
_NONE: Final = Q(pk__in=())


def allowed(actor: Actor, action: Action, document: Document) -> bool:
    """Whether the actor may do this with the document; one query where it is open to its recipients."""
    if action in _ROLES:
        return document.owner_id in actor.agencies(*_ROLES[action]) and allowed(actor, Action.READ, document)
    path = document.owner.path
    inspects = actor.reaches(path, Role.INSPECTOR)
    oversees = document.audience != Audience.DRAFTING and actor.reaches(path, *OVERSEERS)
    works = document.owner_id in actor.agencies(*WORKERS)
    if works or inspects or oversees:
        return True
    if action is Action.READ_FINDINGS or document.audience == Audience.DRAFTING:
        return False
    staff = actor.agencies(*STAFF)
    if document.audience == Audience.PUBLIC or document.owner_id in staff:
        return True
    return document.audience == Audience.RECIPIENTS and document.recipients.filter(unit_id__in=staff).exists()


def visible(actor: Actor, action: Action = Action.READ) -> QuerySet[Document]:
    """All documents with which the actor may do this."""
    if action in _ROLES:
        return visible(actor).filter(owner_id__in=actor.agencies(*_ROLES[action]))
    rule = Q(owner_id__in=actor.agencies(*WORKERS)) | _below(actor, Role.INSPECTOR)
    rule |= _below(actor, *OVERSEERS) & ~Q(audience=Audience.DRAFTING)
    if action is Action.READ:
        staff = actor.agencies(*STAFF)
        received = Recipient.objects.filter(document=OuterRef("pk"), unit_id__in=staff)
        rule |= Q(audience=Audience.PUBLIC)
        rule |= ~Q(audience=Audience.DRAFTING) & Q(owner_id__in=staff)
        rule |= Q(audience=Audience.RECIPIENTS) & Q(Exists(received))
    return Document.objects.filter(rule)


def may_upload(actor: Actor) -> tuple[int, ...]:
    """The agencies for which the actor may bring documents in: none that ended, its successor keeps what is new."""
    grants = (grant for grant in actor.grants if grant.role in _ROLES[Action.EDIT] and not grant.inherited)
    return tuple(dict.fromkeys(grant.agency_id for grant in grants))


def require(actor: Actor, action: Action, document: Document) -> None:
    """Let the actor pass or raise.

    Raises:
        Missing: the document does not exist for this person.
        NotAllowed: they may read it, not more.

    """
    if allowed(actor, action, document):
        return
    if not allowed(actor, Action.READ, document):
        raise Missing(_("Không có văn bản này, hoặc bạn không được xem."), code="document-missing")
    raise NotAllowed(_("Vai trò của bạn không cho phép làm việc này với văn bản."), code="not-allowed")


def _below(actor: Actor, *roles: str) -> Q:
    """Documents of units at or below those in which the actor holds one of the roles."""
    rule = _NONE
    for scope in actor.scopes(*roles):
        rule |= Q(owner__path__startswith=scope)
    return rule


def may_sign(actor: Actor, document: Document, role: str) -> bool:
    """Whether the actor holds the role of a step of approval: in the agency that keeps the document, or above it."""
    if not role or not allowed(actor, Action.READ_FINDINGS, document):
        return False
    above = role in OVERSEERS and actor.reaches(document.owner.path, role)
    return above or document.owner_id in actor.agencies(role)


def acting_for(actor: Actor, document: Document, *roles: str) -> tuple[Grant, ...]:
    """The posts of others by which alone the actor has one of the roles for the document; empty where one is their own.

    What is done by such a right names the holder of the post.
    """
    owner = document.owner
    held = [
        grant
        for grant in actor.grants
        if grant.role in roles
        and (grant.agency_id == owner.pk or (grant.role in OVERSEERS and owner.path.startswith(grant.path)))
    ]
    return () if any(not grant.deputy_of for grant in held) else tuple(held)


def acting_for_by(actor: Actor, document: Document, action: Action) -> tuple[Grant, ...]:
    """As `acting_for`, for the roles that the action needs."""
    return acting_for(actor, document, *_ROLES[action])
