"""Every page of the platform: who visits it and at which address. A new address without a visit fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import TextChoices
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotrinh.organisations.vocab import GroupKind
from lotrinh.plans.coverage.duties import fingerprint, plain
from lotrinh.plans.vocab import RowKind
from tests.e2e.e2e_drills import looking
from vanban.comparing import worded

#: Addresses that show no page, by name, with what they are.
NO_PAGES: Final = {
    "absence_withdraw": "a form",
    "account_logout": "a form",
    "chain:decide": "a form",
    "account_set_password": "for people without a password, who enter by the province's own system",
    "coverage:confirm_above": "a form",
    "coverage:decide": "a form",
    "coverage:export": "a file",
    "coverage:side_by_side_export": "a file",
    "coverage:undo": "a form",
    "documents:choices": "a part of a page",
    "documents:download": "a file",
    "documents:export": "a file",
    "documents:read_again": "a form",
    "documents:reading": "a part of a page",
    "documents:same": "a form",
    "documents:undo_relation": "a form",
    "audit:export": "a file",
    "first_run:begin": "before anybody is there",
    "handovers:detail": "after a decision is recorded: a journey looks at it",
    "handovers:draft": "a file",
    "handovers:file": "a file",
    "handovers:withdraw": "a form",
    "keeping:recipients": "a form",
    "keeping:unit": "for agencies that ended and keep documents",
    "keeping:withdraw": "a form",
    "lists:remove": "a form",
    "lists:save": "a form",
    "mfa_authenticate": "the second step of signing in",
    "mfa_deactivate_totp": "for people with a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_generate_recovery_codes": "for people with a second factor",
    "mfa_view_recovery_codes": "for people with a second factor",
    "openid_connect_callback": "leads on",
    "openid_connect_login": "leads on",
    "organisations:acts_export": "a file",
    "organisations:export": "a file",
    "organisations:group_export": "a file",
    "people:activate": "a form",
    "people:revoke_token": "a form",
    "tokens_revoke": "a form",
    "people:bulk_confirm": "a form",
    "people:bulk_links": "a file",
    "people:bulk_template": "a file",
    "people:deactivate": "a form",
    "people:export": "a file",
    "people:first_login": "for people with a link",
    "people:give_post": "a form",
    "people:link": "a form",
    "people:take_post": "a form",
    "places:export": "a file",
    "places:load": "a form",
    "places:template": "a file",
    "places:template_of_changes": "a file",
    "places:undo": "a form",
    "plans:confirm": "a form",
    "plans:confirm_chosen": "a form",
    "plans:file": "a file",
    "plans:list_export": "a file",
    "plans:part_export": "a file",
    "plans:tasks_export": "a file",
    "portal:catalog": "for programs",
    "portal:file": "a file",
    "portal:new_plans": "for programs",
    "portal:plan_feed": "for programs",
    "portal:plan_file": "a file",
    "reviews:accept_above": "a form",
    "documents:akn": "a file",
    "documents:record": "a file",
    "unit_import:confirm": "a form",
    "unit_import:report": "a file",
    "unit_import:template": "a file",
    "unit_import:template_csv": "a file",
    "reviews:act": "a form",
    "reviews:decide": "a form",
    "reviews:export": "a file",
    "reviews:item": "a part of a page",
    "reviews:open": "a form",
    "reviews:page": "an image",
    "reviews:page_words": "a part of a page",
    "reviews:sync": "a part of a page",
    "reviews:undo": "a form",
    "search:suggestions": "a part of a page",
    "set_language": "a form",
    "robots": "for programs",
    "sitemap": "for programs",
    "sitemap_part": "for programs",
    "system:session": "for scripts",
    "system:theme": "a form",
    "webhooks:again": "a form",
    "webhooks:off": "a form",
    "webhooks:on": "a form",
    "webhooks:remove": "a form",
    "webhooks:try": "a form",
}
NOBODY: Final = ""
COORDINATOR: Final = "coordinator"
OPERATOR: Final = "operator"
HEAD: Final = "head_of_agency"
INSPECTOR: Final = "inspector"
#: A province whose list of bodies is looked at before it is made.
FOUNDING: Final = "province=19&departments=SNV&departments=SKHCN&former=on"
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
    """The names of all addresses that Django knows, but those for programs: a journey looks at their documentation."""
    return {name for name in _names(get_resolver(), "") if not name.startswith("api:")}


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
        citation = first("select min(id) from documents_citationlink where document_id = ?", document)
        above = first("select max(document_id) from plans_plan where id <> ?", plan)
        said = first("select text from plans_task where current and plan_id <> ? order by plan_id desc, position", plan)
        unit = first("select id from organisations_unit where name = 'Sở Khoa học và Công nghệ'")
        person = first("select id from accounts_user where username = 'daumoi'")
        post = first("select min(id) from organisations_post where user_id = ?", person)
        own_post = first("select id from organisations_post where role = ?", HEAD)
        ended = first("select id from organisations_unit where code = 'STTTT'")
        act = first("select min(id) from organisations_reorganisation")
        place = first("select id from organisations_place where name = 'Thái Nguyên' and level = 'province'")
        webhook = first("select min(id) from core_webhook")
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
            *("absence", "tokens", "tokens_make", "handovers:board", "handovers:confirm", "handovers:done"),
        ),
        *_visits(OPERATOR, "audit:list", "organisations:list", "organisations:add"),
        *_visits(OPERATOR, "organisations:acts", "organisations:record", "keeping:list", "founding:choose"),
        *_visits(OPERATOR, "organisations:act", "organisations:withdraw", act),
        *_visits(OPERATOR, "organisations:rename", unit),
        *_visits(OPERATOR, "organisations:detail", ended),
        *_visits(OPERATOR, "places:list", "places:own"),
        *_visits(OPERATOR, "places:detail", "places:edit", place),
        *_visits(COORDINATOR, "organisations:group", GroupKind.DEPARTMENTS),
        *_visits(HEAD, "absence_give", own_post),
        Visit("founding:preview", OPERATOR, f"{reverse('founding:preview')}?{FOUNDING}"),
        *_visits(OPERATOR, "people:list", "people:add", "people:bulk", "unit_import:load"),
        *_visits(INSPECTOR, "audit:detail", entry),
        *_visits(OPERATOR, "organisations:detail", "organisations:edit", "organisations:names", unit),
        *_visits(OPERATOR, "organisations:chain", unit),
        *_visits(OPERATOR, "people:detail", "people:edit", person),
        *_visits(OPERATOR, "people:change_post", person, post),
        *_visits(COORDINATOR, "documents:detail", "documents:further", "documents:identity", document),
        *_visits(COORDINATOR, "documents:standing", document),
        *_visits(COORDINATOR, "chain:missing"),
        *_visits(COORDINATOR, "chain:page", document),
        *_visits(COORDINATOR, "chain:point", citation),
        *_visits(HEAD, "documents:audience", "documents:recipients", document),
        *_visits(COORDINATOR, "plans:detail", "plans:bodies", "plans:versions", "plans:difference", plan),
        *_visits(COORDINATOR, "plans:findings", "plans:history", "plans:source", plan),
        *(visit for kind in ROWS for visit in _visits(COORDINATOR, "plans:part", plan, kind)),
        *(visit for kind in ROWS for visit in _visits(COORDINATOR, "plans:row", plan, kind, lineages[kind])),
        *_visits(COORDINATOR, "plans:adopt", "plans:names", approved_review),
        *_visits(COORDINATOR, "coverage:choose", plan),
        *_visits(COORDINATOR, "coverage:detail", plan, above),
        Visit("coverage:duty", COORDINATOR, reverse("coverage:duty", args=(plan, above, _duty_key(str(said))))),
        *_visits(COORDINATOR, "coverage:side_by_side"),
        Visit(
            "coverage:side_by_side",
            COORDINATOR,
            f"{reverse('coverage:side_by_side')}?van-ban={above}&ke-hoach={plan}",
        ),
        *_visits(COORDINATOR, "webhooks:list", "webhooks:make"),
        *_visits(COORDINATOR, "webhooks:detail", "webhooks:change", "webhooks:renew", webhook),
        *_visits(COORDINATOR, "reviews:screen", open_review),
        *_visits(HEAD, "reviews:screen", "reviews:approval", approved_review),
        *_visits(NOBODY, "portal:front", "portal:units", "portal:search", "portal:data"),
        *_visits(NOBODY, "portal:plan", plan),
        *_visits(NOBODY, "portal:unit", unit),
        *(visit for kind in (RowKind.TARGET, RowKind.TASK) for visit in _visits(NOBODY, "portal:rows", kind)),
        *(
            visit
            for kind in (RowKind.TARGET, RowKind.TASK)
            for visit in _visits(NOBODY, "portal:row", kind, lineages[kind])
        ),
        Visit("portal:search", NOBODY, f"{reverse('portal:search')}?q=du+lieu"),
        Visit("portal:unknown", NOBODY, "/cong-khai/khong-co/", 404),
        *_visits(COORDINATOR, "search:page"),
        Visit("search:page", COORDINATOR, f"{reverse('search:page')}?q=khoa+hoc"),
        Visit("", COORDINATOR, "/khong-co/", 404),
    )


def _duty_key(text: str) -> str:
    """The name of a task among the duties of its document."""
    return fingerprint(RowKind.TASK, worded(plain(text)))


def _visits(who: str, *names_and_values: object) -> Iterator[Visit]:
    """The pages of these names, all with these values."""
    values = [word for word in names_and_values if not isinstance(word, str) or isinstance(word, TextChoices)]
    names = [str(word) for word in names_and_values if word not in values]
    for name in names:
        yield Visit(name, who, reverse(name, args=values))
