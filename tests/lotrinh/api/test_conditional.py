"""Who has an answer is told so, quickly, until something that it says may have changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.documents.services import metadata
from tests.factories.plans import plan
from tests.factories.tokens import program

if TYPE_CHECKING:
    from tests.factories.plans import Seeded
    from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _paths(world: World, made: Seeded) -> list[str]:
    ids: dict[str, Any] = {
        "document_id": made.document.pk,
        "plan_id": made.plan.pk,
        "reading_id": made.review.reading_id,
        "review_id": made.review.pk,
        "unit_id": world.science.pk,
    }
    from lotrinh.api.application import API

    paths = []
    for path, methods in API.get_openapi_schema()["paths"].items():
        if "get" in methods:
            kind = made.tasks if "/tasks/" in path else made.targets
            paths.append(path.format(**ids, lineage=kind[0].lineage) + ("?text=ke" if path.endswith("search") else ""))
    return [*paths, "/api/v1/openapi.json"]


def test_every_answer_has_a_tag_by_which_it_is_not_sent_again(world: World) -> None:
    made = plan(world)
    caller = program(world.coordinator)
    for path in _paths(world, made):
        first = caller.get(path)
        tag = first.headers["ETag"]
        again = caller.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path
        assert again.headers["ETag"] == tag
        assert caller.get(path, headers={"If-None-Match": "*"}).status_code == 304
        assert caller.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_of_one_person_is_none_of_another(world: World) -> None:
    plan(world)
    path = reverse("api:list_documents")
    tags = {
        program(person).get(path).headers["ETag"]
        for person in (world.coordinator, world.actor(Role.CLERK), world.actor(Role.LEADER, world.province))
    }
    assert len(tags) == 3


def test_a_write_changes_the_tag(world: World) -> None:
    made = plan(world)
    caller = program(world.coordinator)
    paths = [reverse("api:list_documents"), reverse("api:get_document", args=[made.document.pk])]
    tags = [caller.get(path).headers["ETag"] for path in paths]
    document = made.document
    identity = replace(metadata.identity_of(document), title="Trích yếu khác")
    seen = metadata.version_of(document)
    metadata.complete(world.coordinator, document_id=document.pk, seen=seen, identity=identity)
    for path, tag in zip(paths, tags, strict=True):
        answer = caller.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert "Trích yếu khác" in answer.content.decode()


def test_a_tag_is_told_by_few_queries(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    plan(world, tasks=300)
    caller = program(world.coordinator)
    for name in ("list_tasks", "list_documents", "list_plans", "list_units"):
        path = reverse(f"api:{name}") + "?limit=200"
        headers = {"If-None-Match": caller.get(path).headers["ETag"]}
        with django_assert_max_num_queries(3):
            assert caller.get(path, headers=headers).status_code == 304


def test_no_answer_is_kept_for_somebody_else(world: World, client: Client) -> None:
    answer = program(world.coordinator).get(reverse("api:get_me"))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.headers["Vary"]
