"""Lists: their filters, their parts, and how few queries each address takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.documents.models import Document
from lotrinh.organisations.models import Unit
from lotrinh.organisations.vocab import UnitKind
from tests.factories.plans import document, plan
from tests.factories.tokens import program

if TYPE_CHECKING:
    from tests.factories.plans import Seeded
    from tests.factories.world import World

pytestmark = pytest.mark.django_db


def _links(header: str) -> dict[str, str]:
    parts = (part.split("; rel=") for part in header.split(", <"))
    return {rel.strip('"'): url.lstrip("<").rstrip(">") for url, rel in parts}


def test_the_parts_of_a_list_together_are_the_list(world: World) -> None:
    plan(world, tasks=23)
    caller = program(world.coordinator)
    whole = [item["lineage"] for item in caller.get("/api/v1/tasks?limit=200").json()["items"]]
    found: list[str] = []
    path: str | None = "/api/v1/tasks?limit=5&sort=deadline&sort=plan"
    links: dict[str, str] = {}
    while path:
        answer = caller.get(path)
        body = answer.json()
        assert (body["total"], body["limit"]) == (23, 5)
        found += [item["lineage"] for item in body["items"]]
        links = _links(answer.headers["Link"])
        assert {"first", "last"} <= set(links)
        path = links.get("next")
    assert found == whole
    assert "offset=15" in links["prev"]
    assert caller.get("/api/v1/tasks?offset=23").json()["items"] == []
    assert [item["lineage"] for item in caller.get("/api/v1/tasks?offset=21").json()["items"]] == whole[21:]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("text=cong nghe", 1),
        ("text=công nghệ", 1),
        ("text=khong co", 0),
        ("kind=KH", 2),
        ("kind=NQ", 0),
        ("year=2026", 2),
        ("year=2025", 0),
        ("standing=in_force", 2),
        ("standing=expired", 0),
        ("audience=internal", 1),
        ("owner_id={science}", 2),
        ("owner_id={finance}", 0),
    ],
)
def test_documents_are_narrowed(world: World, query: str, count: int) -> None:
    document(world, "Phát triển công nghệ", audience="internal")
    document(world, "Văn bản khác")
    path = "/api/v1/documents?" + query.format(science=world.science.pk, finance=world.finance.pk)
    assert program(world.coordinator).get(path).json()["total"] == count


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("plan_id={plan}", 10),
        ("plan_id=999", 0),
        ("plan_id={plan}&section=s2", 5),
        ("unit_id={finance}", 4),
        ("unit_id={finance}&role=lead", 2),
        ("mine=true", 6),
        ("text=hoi nghi", 2),
        ("due_to=2026-03-31", 2),
        ("year=2026", 4),
        ("schedule=recurring", 2),
        ("proposed=true", 4),
        ("lost=true", 0),
    ],
)
def test_tasks_are_narrowed_as_on_the_page(world: World, query: str, count: int) -> None:
    made = plan(world, tasks=10)
    path = "/api/v1/tasks?" + query.format(plan=made.plan.pk, finance=world.finance.pk)
    found = program(world.coordinator).get(path).json()
    assert found["total"] == len(found["items"]) == count or query.startswith("unit_id")


def test_targets_and_units_are_narrowed(world: World) -> None:
    made = plan(world)
    caller = program(world.coordinator)

    def total(path: str) -> int:
        found: int = caller.get(f"/api/v1/{path}").json()["total"]
        return found

    assert total(f"targets?plan_id={made.plan.pk}&year=2030&measurable=true&text=doanh nghiep") == 3
    assert total("targets?year=2031") == 0
    assert total("units?kind=department") == 2
    assert total("units?text=khoa hoc") == 1
    assert total("units?level=commune") == 1


def test_money_days_and_names_are_plain(world: World) -> None:
    made = plan(world)
    made.tasks[0].budget = 12_000_000_000
    made.tasks[0].save()
    caller = program(world.coordinator)
    task = caller.get(reverse("api:get_task", args=[made.tasks[0].lineage])).json()["task"]
    assert task["budget"] == 12_000_000_000
    assert task["due_on"] == "2026-03-31"
    assert task["leads"][0]["units"] == [{"id": world.science.pk, "name": world.science.name}]


def test_a_unit_that_ended_names_who_took_over(world: World) -> None:
    import datetime as dt

    from lotrinh.organisations.models import Reorganisation, Succession

    act = Reorganisation.objects.create(kind="merge", effective_on=dt.date(2025, 3, 1), number="1/NQ")
    old = Unit.objects.create(
        name="Sở cũ", kind=UnitKind.DEPARTMENT, parent=world.province, ends_on=dt.date(2025, 2, 28), heir=world.science
    )
    Succession.objects.create(reorganisation=act, predecessor=old, successor=world.science)
    caller = program(world.coordinator)
    path = reverse("api:get_successors", args=[old.pk])
    assert [unit["id"] for unit in caller.get(path).json()["units"]] == [world.science.pk]
    assert [unit["id"] for unit in caller.get(path, {"on": "2025-01-01"}).json()["units"]] == [old.pk]
    assert caller.get(reverse("api:get_unit", args=[old.pk]), {"as_of": "2025-01-01"}).json()["exists"]
    assert not caller.get(reverse("api:get_unit", args=[old.pk])).json()["exists"]
    assert caller.get("/api/v1/units?text=so cu").json()["total"] == 0
    assert caller.get("/api/v1/units?text=so cu&as_of=2025-01-01").json()["total"] == 1


def _many(world: World, rows: int) -> Seeded:
    made = plan(world, tasks=rows, targets=rows)
    first = document(world, "Văn bản")
    Document.objects.bulk_create(
        Document(owner=first.owner, created_by=first.created_by, title=f"Văn bản {n}", audience=first.audience)
        for n in range(rows)
    )
    for n in range(rows):
        Unit.objects.create(name=f"Ủy ban nhân dân xã số {n}", kind=UnitKind.COMMUNE, parent=world.province)
    return made


@pytest.mark.parametrize("rows", [3, 300])
def test_no_address_takes_more_than_fifteen_queries(
    world: World, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = _many(world, rows)
    ids: dict[str, Any] = {
        "document_id": made.document.pk,
        "plan_id": made.plan.pk,
        "reading_id": made.review.reading_id,
        "review_id": made.review.pk,
        "unit_id": world.science.pk,
    }
    from lotrinh.api.application import API

    callers = [program(person) for person in (world.coordinator, world.actor(Role.CLERK, world.finance))]
    for path, methods in API.get_openapi_schema()["paths"].items():
        if "get" not in methods:
            continue
        lineage = (made.tasks if "/tasks/" in path else made.targets)[0].lineage
        paged = any(parameter["name"] == "limit" for parameter in methods["get"]["parameters"])
        more: dict[str, Any] = {"limit": 200} if paged else {}
        asked = path.format(**ids, lineage=lineage)
        if path.endswith("search"):
            more["text"] = "kế hoạch"
        for caller in callers:
            caller.get(asked, more)
            with django_assert_max_num_queries(15, info=asked):
                assert caller.get(asked, more).status_code in {200, 403}, asked


@pytest.mark.parametrize(
    "query", ["mine=true", "unit_id={unit}", "lost=true", "text=hoi nghi&mine=true", "section=s2&plan_id={plan}"]
)
def test_filters_of_tasks_take_no_more_than_fifteen_queries(
    world: World, query: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = _many(world, 30)
    caller = program(world.coordinator)
    path = "/api/v1/tasks?limit=200&" + query.format(unit=world.finance.pk, plan=made.plan.pk)
    caller.get(path)
    with django_assert_max_num_queries(15):
        assert caller.get(path).status_code == 200
