"""First-login links: signed, good for one use within seven days."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.models import User
from lotrinh.accounts.services.sessions import end_sessions_of
from lotrinh.accounts.services.tokens import revoke_tokens_of
from lotrinh.core.actor import Actor
from lotrinh.core.audit import services as audit
from lotrinh.core.problems import Missing, Refused
from lotrinh.core.writes import service

LINK_LASTS: Final = dt.timedelta(days=7)
_SALT: Final = "lotrinh.first-login"


def open_link(user: User) -> str:
    """Close the account's password, sessions and access tokens and give the token of a new link; an older link ends.

    Called by services that have asked the policy and that note the act.
    """
    user.link_nonce = secrets.token_urlsafe(16)
    user.set_unusable_password()
    user.save(update_fields=("link_nonce", "password"))
    end_sessions_of(user.pk)
    revoke_tokens_of(user.pk)
    return signing.dumps([user.pk, user.link_nonce], salt=_SALT)


def holder_of(token: str) -> User:
    """The person for whom the link was made.

    Raises:
        Missing: the link is wrong, was used, was replaced by a newer one, or is older than seven days.

    """
    try:
        user_id, nonce = signing.loads(token, salt=_SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        raise _gone() from None
    user = User.objects.filter(pk=user_id, is_active=True, link_nonce=nonce).first() if nonce else None
    if user is None:
        raise _gone()
    return user


@service
def choose_password(*, token: str, password: str, address: str = "") -> User:
    """Set the first password of the holder of the link, which is used up by this.

    Raises:
        Missing: see `holder_of`.
        Refused: the password does not keep the rules; `fields["password"]` says which.

    """
    holder = holder_of(token)
    user = User.objects.select_for_update().get(pk=holder.pk)
    if user.link_nonce != holder.link_nonce:
        raise _gone()
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(
            _("Mật khẩu chưa đạt yêu cầu."), code="weak-password", fields={"password": " ".join(error.messages)}
        ) from None
    user.set_password(password)
    user.link_nonce = ""
    user.save(update_fields=("password", "link_nonce"))
    actor = Actor(user_id=user.pk, name=str(user), address=address)
    audit.note(actor, "person.password_chosen", kind="person", id=user.pk, label=str(user))
    return user


def _gone() -> Missing:
    return Missing(
        _("Liên kết không đúng, đã được dùng hoặc đã quá 7 ngày. Hãy đề nghị người quản trị cấp liên kết mới."),
        code="link-gone",
    )
