"""Sending first-login links by mail where the host has an SMTP server."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

from lotrinh.accounts.models import User

_log = logging.getLogger(__name__)


def can_mail() -> bool:
    """Whether mail goes anywhere."""
    return bool(settings.ENVIRONMENT.email_url)


def mail_links(links: Iterable[tuple[User, str]]) -> int:
    """Send each person their link; gives how many were handed over.

    Whoever has no address, and everybody where no server is set or it does not answer, gets the link from the operator.
    """
    messages = [
        EmailMessage(
            subject=_("Lộ Trình: liên kết đặt mật khẩu"),
            body=_(
                "Kính gửi ông/bà %(name)s,\n\nTên đăng nhập của ông/bà là: %(username)s\nMở liên kết sau để đặt mật"
                " khẩu (dùng một lần, trong 7 ngày):\n\n%(url)s\n\nNếu không chờ đợi thư này, ông/bà hãy báo người"
                " quản trị hệ thống.\n"
            )
            % {"name": user.full_name, "username": user.username, "url": url},
            to=[user.email],
        )
        for user, url in links
        if user.email
    ]
    if not messages or not can_mail():
        return 0
    try:
        return get_connection().send_messages(messages) or 0
    except (OSError, SMTPException):
        _log.exception("first-login links could not be mailed")
        return 0
