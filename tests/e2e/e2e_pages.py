"""Every page of the platform: who visits it and at which address. A new address without a visit fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotrinh.plans.vocab import RowKind
from tests.e2e.e2e_drills import looking

#: Addresses that show no page, by name, with what they are.
NO_PAGES: Final = {
    "account_logout": "a form",
    "account_set_password": "for people without a password, who enter by the province's own system",
    "documents:choices": "a part of a page",
    "documents:download": "a file",
    "documents:export": "a file",
    "documents:read_again": "a form",
    "documents:reading": "a part of a page",
    "documents:same": "a form",
    "documents:undo_relation": "a form",
    "audit:export": "a file",
    "first_run:begin": "before anybody is there",
    "lists:remove": "a form",
    "lists:save": "a form",
    "mfa_authenticate": "the second step of signing in",
    "mfa_deactivate_totp": "for people with a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_generate_recovery_codes": "for people with a second factor",
    "mfa_view_recovery_codes": "for people with a second factor",
    "openid_connect_callback": "leads on",
    "openid_connect_login": "leads on",
    "organisations:export": "a file",
    "people:activate": "a form",
    "people:bulk_confirm": "a form",
    "people:bulk_links": "a file",
    "people:bulk_template": "a file",
    "people:deactivate": "a form",
    "people:export": "a file",
    "people:first_login": "for people with a link",
    "people:give_post": "a form",
    "people:link": "a form",
    "people:take_post": "a form",
    "plans:confirm": "a form",
    "plans:confirm_chosen": "a form",
    "plans:file": "a file",
    "plans:list_export": "a file",
    "plans:part_export": "a file",
    "plans:tasks_export": "a file",
    "reviews:accept_above": "a form",
    "reviews:act": "a form",
    "reviews:decide": "a form",
    "reviews:export": "a file",
    "reviews:item": "a part of a page",
    "reviews:open": "a form",
    "reviews:sync": "a part of a page",
    "reviews:undo": "a form",
    "set_language": "a form",
    "system:session": "for scripts",
    "system:theme": "a form",
}
NOBODY: Final = ""
COORDINATOR: Final = "coordinator"
OPERATOR: Final = "operator"
HEAD: Final = "head_of_agency"
INSPECTOR: Final = "inspector"
ROWS: Final = MappingProxyType(
    {
        RowKind.TARGET: "plans_target",
        RowKind.TASK: "plans_task",
        RowKind.ASSIGNMENT: "plans_assignment",
        RowKind.REPORTING: "plans_reportingduty",
        RowKind.BUDGET: "plans_budgetline",
    }
)


@dataclass(frozen=True, slots=True)
class Visit:
    """`who` (a role, nobody when empty) goes to `path`; `name` is the address in Django."""

    name: str
    who: str
    path: str
    status: int = 200


def page_names() -> set[str]:
    """The names of all addresses that Django knows."""
    return set(_names(get_resolver(), ""))


def _names(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + (entry.name or str(entry.pattern))
        else:
            yield from _names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def visits(data_dir: Path, *, open_review: int, approved_review: int) -> tuple[Visit, ...]:
    """Every page of the demonstration, in the state in which it has most to show."""
    with looking(data_dir) as rows:

        def first(sql: str, *values: object) -> int | str:
            found: int | str = rows.execute(sql, values).fetchone()[0]
            return found

        plan = first("select min(id) from plans_plan")
        document = first("select document_id from plans_plan where id = ?", plan)
        unit = first("select id from organisations_unit where name = 'Sở Khoa học và Công nghệ'")
        person = first("select id from accounts_user where username = 'daumoi'")
        post = first("select min(id) from organisations_post where user_id = ?", person)
        entry = first("select max(id) from core_auditentry where thing_kind = 'document'")
        lineages = {
            kind: UUID(str(first(f"select lineage from {table} where plan_id = ? order by id", plan)))  # noqa: S608 - names of our own
            for kind, table in ROWS.items()
        }
    return (
        Visit("home", COORDINATOR, reverse("home")),
        Visit("account_login", NOBODY, reverse("account_login")),
        Visit("account_inactive", NOBODY, reverse("account_inactive")),
        Visit("socialaccount_login_cancelled", NOBODY, reverse("socialaccount_login_cancelled")),
        Visit("socialaccount_login_error", NOBODY, reverse("socialaccount_login_error"), 401),
        *_visits(
            COORDINATOR,
            *("account_change_password", "account_reauthenticate", "mfa_activate_totp", "mfa_index"),
            *("mfa_reauthenticate", "usersessions_list", "system:components", "draft_check"),
            *("documents:list", "documents:upload", "plans:list", "plans:tasks", "reviews:list", "organisations:tree"),
        ),
        *_visits(OPERATOR, "audit:list", "organisations:list", "organisations:add"),
        *_visits(OPERATOR, "people:list", "people:add", "people:bulk"),
        *_visits(INSPECTOR, "audit:detail", entry),
        *_visits(OPERATOR, "organisations:detail", "organisations:edit", "organisations:names", unit),
        *_visits(OPERATOR, "organisations:chain", unit),
        *_visits(OPERATOR, "people:detail", "people:edit", person),
        *_visits(OPERATOR, "people:change_post", person, post),
        *_visits(COORDINATOR, "documents:detail", "documents:further", "documents:identity", document),
        *_visits(COORDINATOR, "documents:standing", document),
        *_visits(HEAD, "documents:audience", "documents:recipients", document),
        *_visits(COORDINATOR, "plans:detail", "plans:bodies", "plans:versions", "plans:difference", plan),
        *_visits(COORDINATOR, "plans:findings", "plans:history", "plans:source", plan),
        *(visit for kind in ROWS for visit in _visits(COORDINATOR, "plans:part", plan, kind)),
        *(visit for kind in ROWS for visit in _visits(COORDINATOR, "plans:row", plan, kind, lineages[kind])),
        *_visits(COORDINATOR, "plans:adopt", approved_review),
        *_visits(COORDINATOR, "reviews:screen", open_review),
        *_visits(HEAD, "reviews:screen", "reviews:approval", approved_review),
        Visit("", COORDINATOR, "/khong-co/", 404),
    )


def _visits(who: str, *names_and_values: object) -> Iterator[Visit]:
    """The pages of these names, all with these values."""
    names = [str(word) for word in names_and_values if isinstance(word, str) and not isinstance(word, RowKind)]
    values = [word for word in names_and_values if not isinstance(word, str) or isinstance(word, RowKind)]
    for name in names:
        yield Visit(name, who, reverse(name, args=values))
