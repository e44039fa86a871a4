"""Access tokens: made by a person for a program, ended by that person, by the operator, or with the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.keys import digest, new_key, prefix
from lotrinh.accounts.models import AccessToken
from lotrinh.accounts.vocab import Scope
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.core.validation import clean
from lotrinh.core.writes import service

LONGEST_DAYS: Final = 365
#: More keys than programs that one person answers for.
MOST: Final = 20
_USE_NOTED_EVERY: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """A new token with its key, which is kept nowhere."""

    token: AccessToken
    key: str


@service
def make_token(actor: Actor, *, name: str, scopes: Collection[str], days: int) -> MadeToken:
    """Make a token for a program that is to act for the actor, for so many days.

    Raises:
        NotAllowed: no person acts.
        Refused: no name, unknown or no scopes, more than a year, too many tokens already.

    """
    if actor.user_id is None:
        raise NotAllowed(_("Chỉ người có tài khoản mới tạo được mã truy cập."), code="no-person")
    wanted = [str(scope) for scope in Scope if scope in set(scopes)]
    if not wanted or len(wanted) != len(set(scopes)):
        sentence = _("Hãy chọn ít nhất một quyền.")
        raise Refused(sentence, code="token-scopes", fields={"scopes": sentence})
    if not 1 <= days <= LONGEST_DAYS:
        sentence = _("Mã truy cập có hiệu lực từ 1 đến 365 ngày.")
        raise Refused(sentence, code="token-days", fields={"days": sentence})
    now = clock.now()
    if AccessToken.objects.filter(user_id=actor.user_id, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise Refused(
            _("Bạn đã có %(count)d mã truy cập còn hiệu lực; hãy thu hồi mã không dùng nữa.") % {"count": MOST},
            code="token-too-many",
        )
    key = new_key()
    token = AccessToken(
        user_id=actor.user_id,
        name=" ".join(name.split()),
        digest=digest(key),
        prefix=prefix(key),
        scopes=wanted,
        expires_at=now + dt.timedelta(days=days),
    )
    clean(token)
    token.save()
    audit.note(
        actor, "token.made", kind="person", id=actor.user_id, label=actor.name,
        after={**_state(token), "scopes": wanted, "expires_at": token.expires_at},
    )  # fmt: skip
    return MadeToken(token=token, key=key)


@service
def revoke_token(actor: Actor, *, token_id: int) -> AccessToken:
    """End one of the actor's own tokens at once.

    Raises:
        Missing: the actor has no such token that still holds.

    """
    token = revoke_token_of(actor.user_id, token_id)
    audit.note(actor, "token.revoked", kind="person", id=actor.user_id, label=actor.name, before=_state(token))
    return token


def revoke_token_of(user_id: int | None, token_id: int) -> AccessToken:
    """End a token of a person. Called by services that have asked the policy and that note the act.

    Raises:
        Missing: the person has no such token that still holds.

    """
    token = AccessToken.objects.select_for_update().filter(pk=token_id, user_id=user_id or 0, revoked_at=None).first()
    if token is None:
        raise Missing(_("Không có mã truy cập này, hoặc mã đã được thu hồi."), code="token-missing")
    token.revoked_at = clock.now()
    token.save(update_fields=("revoked_at",))
    return token


def revoke_tokens_of(user_id: int) -> int:
    """End every token of a person; gives how many still held. Called as `revoke_token_of` is."""
    now = clock.now()
    return AccessToken.objects.filter(user_id=user_id, revoked_at=None, expires_at__gt=now).update(revoked_at=now)


def note_use(token_id: int, last_used_at: dt.datetime | None) -> None:
    """Say that a token is in use, every ten minutes at most: a request seldom waits for a write that only says so."""
    now = clock.now()
    if last_used_at is None or now - last_used_at >= _USE_NOTED_EVERY:
        minute = now.replace(second=0, microsecond=0)
        stale = Q(last_used_at=None) | Q(last_used_at__lt=minute)
        AccessToken.objects.filter(stale, pk=token_id).update(last_used_at=minute)


def _state(token: AccessToken) -> dict[str, str]:
    return {"name": token.name, "prefix": token.prefix}
