"""What people do with their own account, and what the first run and the operator need of it."""

from lotrinh.accounts.services.links import choose_password, holder_of, open_link
from lotrinh.accounts.services.mail import can_mail, mail_links
from lotrinh.accounts.services.sessions import end_other_sessions, end_session, end_sessions_of
from lotrinh.accounts.services.setup import drop_setup_code, is_setup_code, setup_code
from lotrinh.accounts.services.sign_in import linked_identity, password_chosen, second_factor_changed
from lotrinh.accounts.services.tokens import (
    LONGEST_DAYS,
    MadeToken,
    make_token,
    note_use,
    revoke_token,
    revoke_token_of,
    revoke_tokens_of,
)

__all__ = [
    "LONGEST_DAYS",
    "MadeToken",
    "can_mail",
    "choose_password",
    "drop_setup_code",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "holder_of",
    "is_setup_code",
    "linked_identity",
    "mail_links",
    "make_token",
    "note_use",
    "open_link",
    "password_chosen",
    "revoke_token",
    "revoke_token_of",
    "revoke_tokens_of",
    "second_factor_changed",
    "setup_code",
]
