"""What sign-in does differently from the library's habit: nobody makes an account for themselves."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from lotrinh.accounts.addresses import client_address
from lotrinh.accounts.models import User
from lotrinh.accounts.services import linked_identity

_TOO_MANY = _("Sai quá nhiều lần. Hãy đợi 5 phút rồi thử lại, hoặc đề nghị người quản trị cấp lại mật khẩu.")
_WRONG_CODE = _("Mã không đúng.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library publishes no types
    """Local accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đã ngừng hoạt động."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "incorrect_code": _WRONG_CODE,
        "same_as_current": _("Giá trị mới phải khác giá trị hiện tại."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Limits count by the browser's address, not by the proxy's."""
        return client_address(request) or "127.0.0.1"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the operator."""
        return False

    def is_reauthentication_required(self, app: str = "") -> bool:
        """Who signed in a moment ago has just shown who they are: ask again after a quarter of an hour."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record.get("at", 0) for record in records), default=0)
        return bool(time.time() - latest >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the first page: who changed the password signs in anew."""
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the library's messages are not in Vietnamese, and the pages show what happened."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # see above
    """The second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Không thể tắt xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai lớp trước khi tạo mã khôi phục."),
        "incorrect_code": _WRONG_CODE,
        "rate_limited": _TOO_MANY,
    }

    def get_totp_label(self, user: User) -> str:
        """The user name: an app of codes needs no e-mail."""
        return user.username


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # see above
    """Accounts at an outside identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An outside identity opens an account that exists; it makes none."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the identity, the first time it comes, to the one account that has its e-mail.

        The operator alone writes the e-mail of an account, and the provider must say that it has verified the address;
        a user name that the provider claims counts for nothing. Joining an identity to the account in which one is
        signed in is not offered. Of what the provider tells, nothing but its number of the person is kept.
        """
        if sociallogin.state.get("process", "login") != "login":
            raise ImmediateHttpResponse(redirect("account_login"))
        if sociallogin.is_existing:
            sociallogin.account.extra_data = {}
            sociallogin.account.save(update_fields=("extra_data",))
            return
        user = _meant(sociallogin)
        if user is None:
            messages.error(
                request,
                _(
                    "Chưa có tài khoản nào gắn với danh tính này. Hãy đề nghị người quản trị ghi đúng thư điện tử"
                    " của bạn vào tài khoản."
                ),
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.account.extra_data = {}
        sociallogin.connect(request, user)
        linked_identity(user, provider=sociallogin.account.provider, address=client_address(request))


def _meant(sociallogin: SocialLogin) -> User | None:
    """The one active account with a verified e-mail of this identity; several are as good as none."""
    verified = {address.email.casefold() for address in sociallogin.email_addresses if address.verified is True}
    found = [
        user for email in sorted(verified) for user in User.objects.filter(email__iexact=email, is_active=True)[:2]
    ]
    return found[0] if len(found) == 1 else None
