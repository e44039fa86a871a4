"""Every address of the platform for every role, in the agency that keeps the thing, in another and at the top.

The answers stand in `rights_matrix.csv`: a line for each method and address, a column for each person. An address
without a line fails, so does a line without an address. Run with LOTRINH_WRITE_RIGHTS=1 to write the file anew, and
read what changed in it line by line: each number is a decision.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit import services as audit
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.writes import service
from lotrinh.documents.vocab import Audience
from lotrinh.organisations.models import Post

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
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


class Things:
    """What the addresses are about: a document inside the science department, its review and plan, a person there."""

    def __init__(self, world: World) -> None:
        from tests.factories import plans
        from tests.factories.approved import relate
        from tests.factories.sign_in import account

        seeded = plans.plan(world, audience=Audience.INTERNAL)
        other = plans.document(world, "Văn bản khác", audience=Audience.INTERNAL)
        relate(world, seeded.document, other)
        _note(world.coordinator, world.science.pk)
        self.values: dict[str, Any] = {
            "pk": seeded.document.pk,
            "person_id": world.coordinator.user_id,
            "post_id": Post.objects.get(user=account(world.coordinator)).pk,
            "unit_id": world.science.pk,
            "entry_id": AuditEntry.objects.get(chain=world.science.pk).pk,
            "plan_id": seeded.plan.pk,
            "review_id": seeded.review.pk,
            "reading_id": seeded.review.reading_id,
            "file_id": seeded.review.reading.file_id,
            "relation_id": other.acted_on_by.get().pk,
            "lineage": seeded.tasks[0].lineage,
            "view_id": 1,
            "anchor": "tasks-0",
            "action": "approve",
            "form": "csv",
            "page": "ke-hoach",
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
