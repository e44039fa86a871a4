"""Who may have webhooks: those who coordinate plans and those who run the platform, each for themselves.

What is told is what the owner may see at that moment. An operator of a topmost unit also sees the addresses of others,
to switch them off or remove them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.core.webhooks.models import Webhook

#: Codes of `accounts.vocab.Role`, which stands above this layer.
_OPERATOR: Final = "operator"
MAKERS: Final = (_OPERATOR, "coordinator")


class Action(StrEnum):
    """What can be done with a webhook."""

    SEE = "see"
    #: switch off, remove
    STOP = "stop"
    #: change, try, send again, renew the secret: whose eyes it has
    USE = "use"


def may_make(actor: Actor) -> bool:
    """Whether the actor may have webhooks."""
    return actor.user_id is not None and actor.has(*MAKERS)


def allowed(actor: Actor, action: Action, webhook: Webhook) -> bool:
    """Whether the actor may do this with the webhook; no query."""
    if webhook.owner_id == actor.user_id:
        return action is not Action.USE or may_make(actor)
    return action is not Action.USE and _runs_all(actor)


def visible(actor: Actor, action: Action = Action.SEE) -> QuerySet[Webhook]:
    """All webhooks with which the actor may do this."""
    own = Q(owner_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    if action is Action.USE:
        return Webhook.objects.filter(own) if may_make(actor) else Webhook.objects.none()
    return Webhook.objects.all() if _runs_all(actor) else Webhook.objects.filter(own)


def require(actor: Actor, action: Action, webhook: Webhook) -> None:
    """Let the actor pass or raise.

    Raises:
        Missing: the webhook does not exist for this person.
        NotAllowed: they may see it, not more.

    """
    if allowed(actor, action, webhook):
        return
    if not allowed(actor, Action.SEE, webhook):
        raise Missing(_("Không có địa chỉ nhận thông báo này."), code="webhook-missing")
    raise NotAllowed(_("Chỉ người đã đăng ký địa chỉ này mới làm được việc đó."), code="not-allowed")


def require_maker(actor: Actor) -> int:
    """Let pass who may have webhooks; their account.

    Raises:
        NotAllowed: neither an operator nor a coordinator.

    """
    if actor.user_id is None or not may_make(actor):
        raise NotAllowed(
            _("Đăng ký địa chỉ nhận thông báo là việc của đầu mối kế hoạch và người quản trị hệ thống."),
            code="not-allowed",
        )
    return actor.user_id


def _runs_all(actor: Actor) -> bool:
    return any(grant.role == _OPERATOR and grant.path.count("/") == 2 and not grant.inherited for grant in actor.grants)
