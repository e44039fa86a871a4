"""Every address of the platform for every role, in the agency that keeps the thing, in another and at the top.

The answers stand in `rights_matrix.csv`: a line for each method and address, a column for each person. An address
without a line fails, so does a line without an address. Run with LOTRINH_WRITE_RIGHTS=1 to write the file anew, and
read what changed in it line by line: each number is a decision.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotrinh.accounts.services import make_token
from lotrinh.accounts.vocab import Role, Scope
from lotrinh.core import clock
from lotrinh.core.audit import services as audit
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.writes import service
from lotrinh.documents.models import Keeping
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Delegation, Place, Post, Reorganisation, Succession
from lotrinh.plans.models import TaskParty
from lotrinh.plans.services.handing import Deciding, Passing, hand_over
from lotrinh.plans.vocab import RowKind

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
    from lotrinh.plans.models import Task
    from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FILE: Final = Path(__file__).with_name("rights_matrix.csv")
WRITING: Final = bool(os.environ.get("LOTRINH_WRITE_RIGHTS"))
METHODS: Final = ("GET", "POST")
#: Those whose reach is not the agency alone are tried at the top of the tree as well.
FAR: Final = (Role.OFFICE, Role.LEADER, Role.INSPECTOR, Role.OPERATOR)
PEOPLE: Final = (
    "nobody",
    *(f"{role}@own" for role in Role.values),
    *(f"{role}@other" for role in Role.values),
    *(f"{role}@top" for role in FAR),
)


def _addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            inner = ":".join(part for part in (space, item.namespace) if part)
            yield from _addresses(item, inner)
        else:
            yield ":".join(part for part in (space, item.name or str(item.pattern)) if part), item


ADDRESSES: Final = dict(_addresses(get_resolver()))


@service
def _note(actor: Actor, unit_id: int) -> None:
    audit.note(actor, "document.uploaded", kind="document", id=1, label="Kế hoạch", unit_id=unit_id)


def _delegation(world: World) -> Delegation:
    """The coordinator's post, in which a clerk is to stand in next week."""
    from tests.factories.absence import post_of, stands_in

    return stands_in(world.actor(Role.CLERK), post_of(world.coordinator), begins=7)


def _keeping(world: World) -> Keeping:
    """A decision by which the science department keeps what the finance department kept."""
    return Keeping.objects.create(
        giver=world.finance,
        keeper=world.science,
        number="45/QĐ-UBND",
        issued_on=clock.today(),
        issuer="Ủy ban nhân dân tỉnh",
        made_by_id=world.coordinator.user_id or 0,
    )


def _act(world: World) -> Reorganisation:
    """A decision by which the science department gave away a field."""
    act = Reorganisation.objects.create(kind="transfer", effective_on=dt.date(2025, 3, 1), number="1/NQ")
    Succession.objects.create(reorganisation=act, predecessor=world.science, successor=world.finance, subject="a")
    return act


def _token(world: World) -> int:
    """A token with which a program acts for the coordinator."""
    made = make_token(world.coordinator, name="Trục liên thông", scopes=[Scope.READ], days=30)
    return made.token.pk


def _handover(world: World, task: Task) -> int:
    """A decision that hands a task of the science department to the finance department."""
    party = TaskParty.objects.get(task=task, role="lead")
    decision = Deciding(number="9/QĐ", issued_on=clock.today(), issuer="UBND tỉnh", effective_on=clock.today())
    passing = Passing(kind=RowKind.TASK, party_id=party.pk, to_units=(world.finance.pk,))
    return hand_over(world.coordinator, decision=decision, passings=[passing]).pk


class Things:
    """What the addresses are about: a document inside the science department, its review and plan, a person there."""

    def __init__(self, world: World) -> None:
        from tests.factories import chains, plans
        from tests.factories import coverage as under
        from tests.factories.approved import relate
        from tests.factories.sign_in import account
        from tests.factories.webhooks import webhook

        seeded = plans.plan(world, audience=Audience.INTERNAL)
        other = plans.document(world, "Văn bản khác", audience=Audience.INTERNAL)
        relate(world, seeded.document, other)
        chains.cites(world, seeded.document, other)
        _note(world.coordinator, world.science.pk)
        self.values: dict[str, Any] = {
            "pk": seeded.document.pk,
            "person_id": world.coordinator.user_id,
            "post_id": Post.objects.get(user=account(world.coordinator)).pk,
            "unit_id": world.science.pk,
            "act_id": _act(world).pk,
            "group": "departments",
            "handover_id": _handover(world, seeded.tasks[0]),
            "entry_id": AuditEntry.objects.get(chain=world.science.pk, action="document.uploaded").pk,
            "plan_id": seeded.plan.pk,
            "delegation_id": _delegation(world).pk,
            "keeping_id": _keeping(world).pk,
            "document_id": seeded.document.pk,
            "above_id": under.above(world).pk,
            "duty_key": under.first_key(),
            "review_id": seeded.review.pk,
            "reading_id": seeded.review.reading_id,
            "file_id": seeded.review.reading.file_id,
            "link_id": chains.link(seeded.document).pk,
            "relation_id": other.acted_on_by.get().pk,
            "lineage": seeded.tasks[0].lineage,
            "view_id": 1,
            "token_id": _token(world),
            "webhook_id": webhook(world.coordinator).webhook.pk,
            "key": "00000000-0000-0000-0000-000000000000",
            "place_id": Place.objects.create(edition="2025", level="commune", code="00004", kind="ward", name="X").pk,
            "anchor": "tasks-0",
            "action": "approve",
            "form": "xlsx",
            "page": "ke-hoach",
            "part": 1,
            "number": 1,
            "rest": "khong-co/",
            "provider_id": "oidc",
            "token": "khong-co",
        }

    def path(self, name: str, pattern: URLPattern) -> str:
        """The address about these things."""
        arguments = {
            key: self.values[key] if key in self.values else converter.to_python("nhiem-vu")
            for key, converter in pattern.pattern.converters.items()
        }
        return reverse(name, kwargs=arguments)


def _person(world: World, who: str) -> Client:
    from tests.factories.sign_in import sign_in

    if who == "nobody":
        return Client()
    role, _, where = who.partition("@")
    place = {"own": world.science, "other": world.commune, "top": world.province}[where]
    return sign_in(world.actor(Role(role), place))


def _answers(world: World, who: str) -> dict[tuple[str, str], str]:
    things, client = Things(world), _person(world, who)
    client.raise_request_exception = False
    cookies = client.cookies.output()
    found = {}
    for name, pattern in ADDRESSES.items():
        path = things.path(name, pattern)
        for method in METHODS:
            client.cookies.load(cookies.replace("Set-Cookie: ", ""))
            with transaction.atomic():
                answer = client.generic(method, path, content_type="application/x-www-form-urlencoded")
                if answer.streaming:
                    b"".join(answer.streaming_content)  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            found[method, name] = str(answer.status_code)
    return found


def _table() -> dict[tuple[str, str], dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {(row["method"], row["address"]): row for row in csv.DictReader(file)}


@pytest.mark.skipif(WRITING, reason="the file is being written")
def test_every_address_has_its_lines_and_every_line_its_address() -> None:
    assert set(_table()) == {(method, name) for name in ADDRESSES for method in METHODS}


@pytest.mark.skipif(WRITING, reason="the file is being written")
@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_the_answers_that_were_decided(world: World, who: str) -> None:
    expected = {key: row[who] for key, row in _table().items()}
    found = _answers(world, who)
    assert {key: (found[key], value) for key, value in expected.items() if found.get(key) != value} == {}


@pytest.mark.skipif(WRITING, reason="the file is being written")
def test_no_answer_is_an_error_of_the_program() -> None:
    assert not [(key, who) for key, row in _table().items() for who in PEOPLE if row[who].startswith("5")]


@pytest.mark.skipif(not WRITING, reason="only with LOTRINH_WRITE_RIGHTS=1")
def test_write_the_table(world: World) -> None:
    columns = {}
    for who in PEOPLE:
        with transaction.atomic():
            columns[who] = _answers(world, who)
            transaction.set_rollback(True)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("method", "address", *PEOPLE))
        for name in ADDRESSES:
            for method in METHODS:
                writer.writerow((method, name, *(columns[who][method, name] for who in PEOPLE)))
