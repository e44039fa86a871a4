"""The accounts that the demo shows on its sign-in page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.conf import settings

from lotrinh.accounts.vocab import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Who can sign in, and how; `role` is a word for people."""

    username: str
    password: str
    name: str
    role: str


def demo_accounts() -> tuple[DemoAccount, ...]:
    """The accounts in `demo-accounts.json` of the data folder; none outside the demo or without that file."""
    if not settings.ENVIRONMENT.demo:
        return ()
    try:
        rows = json.loads((settings.DATA_DIR / "demo-accounts.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    return tuple(
        DemoAccount(username=row["username"], password=row["password"], name=row["name"], role=_word(row["role"]))
        for row in rows
    )


def _word(role: str) -> str:
    return str(Role(role).label) if role in Role else role
