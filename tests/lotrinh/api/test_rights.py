"""Every address for every role: what a person may not read does not exist for their programs either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from lotrinh.accounts.vocab import Role, Scope
from lotrinh.documents import policies
from lotrinh.documents.policies import Action
from lotrinh.documents.vocab import AUDIENCES
from tests.factories.plans import Seeded, plan
from tests.factories.tokens import program

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
    from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

#: Those whose reach is not the agency alone are tried at the top of the tree as well.
FAR: Final = (Role.OFFICE, Role.LEADER, Role.INSPECTOR, Role.OPERATOR)
PEOPLE: Final = (
    *((role, "own") for role in Role.values),
    *((role, "other") for role in Role.values),
    *((role, "top") for role in FAR),
    ("", ""),
)
#: The addresses about one thing, with what a person needs to see it.
ABOUT: Final = {
    "get_document": Action.READ,
    "list_files": Action.READ,
    "list_readings": Action.READ,
    "get_chain": Action.READ,
    "get_plan": Action.READ,
    "get_plan_record": Action.READ,
    "get_task": Action.READ,
    "get_target": Action.READ,
    "get_reading_record": Action.READ_FINDINGS,
    "get_review": Action.READ_FINDINGS,
    "list_decisions": Action.READ_FINDINGS,
}
#: What everybody with an account sees, and what is the person's own.
FOR_ALL: Final = ("get_unit", "get_successors", "list_units", "get_me")
LISTS: Final = {
    "list_documents": ("id", "document"),
    "list_plans": ("id", "plan"),
    "list_reviews": ("id", "review"),
    "list_tasks": ("plan_id", "plan"),
    "list_targets": ("plan_id", "plan"),
}


def _person(world: World, role: str, where: str) -> Actor:
    if not role:
        from lotrinh.organisations.selectors import actor_of
        from tests.factories.world import user

        return actor_of(user())
    place = {"own": world.science, "other": world.commune, "top": world.province}[where]
    return world.actor(Role(role), place)


def _path(name: str, made: Seeded) -> str:
    ids: dict[str, Any] = {
        "document": {"document_id": made.document.pk},
        "plan": {"plan_id": made.plan.pk},
        "reading": {"reading_id": made.review.reading_id},
        "review": {"review_id": made.review.pk},
        "task": {"lineage": made.tasks[0].lineage},
        "target": {"lineage": made.targets[0].lineage},
    }
    about = {"list_files": "document", "list_readings": "document", "get_chain": "document", "list_decisions": "review"}
    kind = about.get(name) or name.removeprefix("get_").partition("_")[0]
    return reverse(f"api:{name}", kwargs=ids[kind])


def test_every_address_is_walked() -> None:
    from lotrinh.api.application import API

    found = {
        operation["operationId"]
        for path in API.get_openapi_schema()["paths"].values()
        for method, operation in path.items()
        if method == "get"
    }
    assert found == {*ABOUT, *FOR_ALL, *LISTS, "search"}


@pytest.mark.parametrize(("role", "where"), PEOPLE)
def test_a_program_sees_what_its_person_sees(world: World, role: str, where: str) -> None:
    made = [plan(world, tasks=2, targets=1, title=f"Kế hoạch {audience}", audience=audience) for audience in AUDIENCES]
    person = _person(world, role, where)
    caller = program(person, Scope.READ)
    found, expected = {}, {}
    for seeded in made:
        reads = policies.allowed(person, Action.READ, seeded.document)
        for name, action in ABOUT.items():
            key = name, seeded.document.audience
            answer = caller.get(_path(name, seeded))
            found[key] = answer.status_code
            allowed = policies.allowed(person, action, seeded.document)
            expected[key] = 200 if allowed else 403 if reads else 404
            if found[key] == 404:
                assert set(answer.json()) == {"type", "title", "status", "code", "detail"}
    assert found == expected
    for name, (column, thing) in LISTS.items():
        items = caller.get(reverse(f"api:{name}"), {"limit": 200}).json()["items"]
        wanted = Action.READ_FINDINGS if thing == "review" else Action.READ
        readable = [one for one in made if policies.allowed(person, wanted, one.document)]
        assert {item[column] for item in items} == {getattr(one, thing).pk for one in readable}, name


def test_nothing_is_answered_to_nobody(world: World, client: Client) -> None:
    made = plan(world)
    for path in _every_path(made, world):
        assert client.get(path).status_code == 401, path


def _every_path(made: Seeded, world: World) -> Iterator[str]:
    yield from (_path(name, made) for name in ABOUT)
    yield from (reverse(f"api:{name}") for name in LISTS)
    yield reverse("api:search") + "?text=a"
    yield reverse("api:get_me")
    yield reverse("api:list_units")
    yield reverse("api:get_unit", args=[world.science.pk])
    yield reverse("api:get_successors", args=[world.science.pk])


@pytest.mark.parametrize(("role", "where"), PEOPLE)
def test_writing_needs_the_rights_of_the_person(world: World, role: str, where: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = plan(world)
    person = _person(world, role, where)
    caller = program(person)
    works = policies.allowed(person, Action.REVIEW, made.document)
    inside = policies.allowed(person, Action.READ, made.document)
    body = {"seen_seq": 0, "part": "tasks", "keys": ["0"], "action": "accept"}
    path = reverse("api:make_decision", args=[made.review.pk])
    answer = caller.post(path, body, content_type="application/json")
    assert answer.status_code == (422 if works else 403 if inside else 404)
    answer = caller.post(reverse("api:upload_document"), {"file": SimpleUploadedFile("a.txt", b"Mot van ban.")})
    assert answer.status_code == (201 if policies.may_upload(person) else 403)
