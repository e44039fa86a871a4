"""Search and chain for programs: what their person may find, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from lotrinh.accounts.vocab import Role
from lotrinh.core.search import writing
from lotrinh.core.search.typed import understand
from lotrinh.documents.vocab import Audience
from lotrinh.plans.selectors import finding
from tests.factories import chains
from tests.factories.plans import document, plan
from tests.factories.tokens import program

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _found(caller: Client, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - parameters
    found: dict[str, Any] = caller.get(reverse("api:search"), query).json()
    return found


def test_what_is_found_leads_to_the_thing(world: World) -> None:
    made = plan(world, tasks=5, title="Phát triển bán dẫn")
    writing.rebuild()
    caller = program(world.coordinator)
    (first,) = _found(caller, text="ban dan", kind="document")["items"]
    assert (first["document_id"], first["title"].endswith("Phát triển bán dẫn")) == (made.document.pk, True)
    (task,) = _found(caller, text='"hội nghị phổ biến"', kind="task")["items"]
    assert (task["lineage"], task["plan_id"]) == (str(made.tasks[0].lineage), made.plan.pk)
    assert "hội nghị phổ biến" in task["title"]
    (unit,) = _found(caller, text="Sở Tài chính", kind="unit")["items"]
    assert unit["unit_id"] == world.finance.pk


def test_what_the_person_may_not_read_is_not_found(world: World) -> None:
    document(world, "Kế hoạch bán dẫn riêng", audience=Audience.DRAFTING)
    writing.rebuild()
    assert _found(program(world.coordinator), text="ban dan", kind="document")["total"] == 1
    for person in (world.actor(Role.CLERK, world.commune), world.actor(Role.OPERATOR, world.province)):
        assert _found(program(person), text="ban dan", kind="document")["items"] == []


def test_the_parts_of_what_is_found_together_are_all(world: World) -> None:
    for number in range(7):
        document(world, f"Kế hoạch bán dẫn số {number}")
    writing.rebuild()
    caller = program(world.coordinator)
    whole = [hit["document_id"] for hit in _found(caller, text="ban dan", kind="document")["items"]]
    assert len(whole) == 7
    for limit, offset in ((3, 0), (3, 3), (3, 6), (3, 2), (5, 4), (2, 7), (3, 9)):
        part = _found(caller, text="ban dan", kind="document", limit=limit, offset=offset)
        assert [hit["document_id"] for hit in part["items"]] == whole[offset : offset + limit], (limit, offset)
        assert part["total"] == 7


def test_every_part_of_the_longest_answer_can_be_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    most = finding.MOST + finding._MOST_UNITS
    found = finding.Found(typed=understand("a"), total=most)
    monkeypatch.setattr(finding, "search", lambda *_given, **_named: found)
    caller = program(world.coordinator)
    path, parts = reverse("api:search") + "?text=a&limit=50", 0
    while path:
        answer = caller.get(path)
        assert answer.status_code == 200, path
        links = dict(link.split("; rel=")[::-1] for link in answer.headers["Link"].split(", "))
        path, parts = links.get('"next"', "").strip("<>"), parts + 1
    assert parts == most // 50


def test_the_chain_names_what_is_not_for_the_reader_as_it_is_cited(world: World) -> None:
    lower = document(world, "Kế hoạch thực hiện", audience=Audience.PUBLIC)
    upper = document(world, "Nghị quyết riêng", audience=Audience.DRAFTING)
    chains.cites(world, lower, upper)
    path = reverse("api:get_chain", args=[lower.pk])
    inside = program(world.coordinator).get(path).json()
    assert [row["paper"]["document_id"] for row in inside["cites"]] == [upper.pk]
    assert {edge["role"] for edge in inside["edges"]} == {"implements"}
    outside = program(world.actor(Role.CLERK, world.commune)).get(path)
    assert [row["paper"]["document_id"] for row in outside.json()["cites"]] == [None]
    assert "Nghị quyết riêng" not in outside.content.decode()
