"""What people say about a citation: that the machine is right, that it is not, which document is meant."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Conflict, Missing, Refused
from lotrinh.core.writes import service
from lotrinh.documents import policies
from lotrinh.documents.models import CitationLink, Document
from lotrinh.documents.policies import Action
from lotrinh.documents.services import chain
from lotrinh.documents.services.taking import find, in_place_of, person, take
from lotrinh.documents.vocab import LINK_CYCLE, LinkAction, LinkState


def seen_of(link: CitationLink) -> str:
    """What the person had before them when they decided: a form carries it."""
    return f"{link.state}:{link.target_id or ''}"


@service
def confirm(actor: Actor, *, link_id: int, seen: str) -> CitationLink:
    """Say that the document which the machine found is the one that is cited.

    Raises:
        Missing, NotAllowed: see `policies`; a proposal that the actor may not read is not there for them.
        Conflict: it is no longer what the person saw.
        Refused: there is nothing to confirm.

    """
    link = _taken(actor, link_id, seen, LinkAction.CONFIRM)
    before = _facts(actor, link)
    _decide(actor, link, LinkAction.CONFIRM)
    return _kept(actor, link, "citation.confirmed", before)


@service
def refuse(actor: Actor, *, link_id: int, seen: str) -> CitationLink:
    """Say that another document is cited than the one found; that one is not proposed again.

    Raises:
        Missing, NotAllowed, Conflict, Refused: as `confirm`.

    """
    link = _taken(actor, link_id, seen, LinkAction.REFUSE)
    before = _facts(actor, link)
    link.refused = sorted({*link.refused, link.target_id})
    link.target, link.reasons = None, []
    _decide(actor, link, LinkAction.REFUSE)
    return _kept(actor, link, "citation.refused", before)


@service
def point(actor: Actor, *, link_id: int, seen: str, document_id: int) -> CitationLink:
    """Say which document is cited.

    Raises:
        Missing, NotAllowed, Conflict: as `confirm`; the document must be open to the actor.
        Refused: it is the citing document itself.

    """
    link = _taken(actor, link_id, seen, LinkAction.POINT)
    before = _facts(actor, link)
    target = find(actor, Action.READ, document_id)
    if target.pk == link.document_id:
        raise Refused(
            _("Một văn bản không dẫn chính nó; hãy chọn văn bản khác."),
            code="wrong-fields",
            fields={"other": _("Hãy chọn văn bản khác.")},
        )
    link.target, link.reasons = target, []
    link.refused = [pk for pk in link.refused if pk != target.pk]
    _decide(actor, link, LinkAction.POINT)
    return _kept(actor, link, "citation.pointed", before)


@service
def reopen(actor: Actor, *, link_id: int, seen: str) -> CitationLink:
    """Take back what a person said; the machine looks again.

    Raises:
        Missing, NotAllowed, Conflict, Refused: as `confirm`.

    """
    link = _taken(actor, link_id, seen, LinkAction.REOPEN)
    before = _facts(actor, link)
    link.target, link.reasons, link.refused = None, [], []
    link.state, link.decided_by, link.decided_at = LinkState.OPEN, None, None
    return _kept(actor, link, "citation.reopened", before)


def _taken(actor: Actor, link_id: int, seen: str, action: LinkAction) -> CitationLink:
    """The citation, its document locked, if the actor may decide about it and it is what they saw."""
    known = CitationLink.objects.filter(pk=link_id).first()
    if known is None:
        raise _gone()
    take(actor, Action.EDIT, known.document_id)
    link = (
        CitationLink.objects.select_for_update(of=("self",))
        .select_related("document__owner", "target__owner")
        .filter(pk=link_id)
        .first()
    )
    if link is None:
        # The document was being read again while the person waited for it.
        raise _gone()
    hidden = link.target is not None and not policies.allowed(actor, Action.READ, link.target)
    if hidden and action is LinkAction.POINT:
        # For this person nothing was found, so they saw an open citation.
        return link
    if hidden:
        raise Missing(_("Trích dẫn này chưa có văn bản nào để quyết định."), code="citation-missing")
    if seen != seen_of(link):
        raise Conflict(
            _("Trích dẫn này vừa được quyết định ở nơi khác. Hãy xem lại rồi chọn lần nữa."), code="changed-meanwhile"
        )
    if (link.state, action) not in LINK_CYCLE:
        raise Refused(_("Trích dẫn này không còn ở trạng thái cho việc đó."), code="wrong-state")
    return link


def _gone() -> Missing:
    return Missing(_("Trích dẫn này không còn: văn bản vừa được đọc lại. Hãy mở lại trang."), code="citation-missing")


def _decide(actor: Actor, link: CitationLink, action: LinkAction) -> None:
    link.state = LINK_CYCLE[link.state, action]
    link.decided_by_id, link.decided_at = person(actor), clock.now()


def _kept(actor: Actor, link: CitationLink, act: str, before: dict[str, Any]) -> CitationLink:
    """Save, note, and let the machine go on where that is its turn."""
    link.full_clean()
    link.save()
    if link.state == LinkState.CONFIRMED:
        chain.fill(link)
    else:
        chain.look_again([link])
    document: Document = link.document
    audit.note(
        actor,
        act,
        kind="document",
        id=document.pk,
        label=str(document),
        unit_id=document.owner_id,
        before=before,
        after={**_facts(actor, link), **in_place_of(actor, Action.EDIT, document)},
    )
    link.refresh_from_db()
    return link


def _facts(actor: Actor, link: CitationLink) -> dict[str, Any]:
    """What the trail keeps; a document that is not there for the actor is not named in it either."""
    named = link.target if link.target is not None and policies.allowed(actor, Action.READ, link.target) else None
    state = link.state if named is not None or link.target is None else LinkState.OPEN
    return {
        "citation": link.printed,
        "link_state": str(state),
        "cited": str(named) if named else "",
        "cited_id": named.pk if named else None,
    }
