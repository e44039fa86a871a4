"""What people do with their own account, and what the first run and the operator need of it."""

from lotrinh.accounts.services.links import choose_password, holder_of, open_link
from lotrinh.accounts.services.mail import can_mail, mail_links
from lotrinh.accounts.services.sessions import end_other_sessions, end_session, end_sessions_of
from lotrinh.accounts.services.setup import drop_setup_code, is_setup_code, setup_code
from lotrinh.accounts.services.sign_in import linked_identity, password_chosen, second_factor_changed

__all__ = [
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
    "open_link",
    "password_chosen",
    "second_factor_changed",
    "setup_code",
]
