"""Only what a named person opened is outside, and nothing of it once it is closed again: every page is walked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lotrinh.accounts.vocab import Role
from lotrinh.core import words
from lotrinh.core.search.writing import rebuild
from lotrinh.documents.services.audience import decide
from lotrinh.documents.vocab import Audience
from lotrinh.plans.models import Plan, Target, Task, TaskParty
from tests.factories import plans as seed
from tests.factories.world import unit

if TYPE_CHECKING:
    from tests.factories.world import World

pytestmark = pytest.mark.django_db
SECRET: Final = "Bạch Đằng"
_ADDRESS: Final = re.compile(r'(?:href="|<loc>|"@id": "|"url": ")(?:http://testserver)?(/[^"<#]*)')
_FORMS: Final = ("csv", "json")
_SETS: Final = ("ke-hoach", "chi-tieu", "nhiem-vu", "ai-lam-gi")


def text_of(answer: Any) -> str:  # noqa: ANN401 - the answer of a test client, with or without a stream
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return str(answer.content.decode())


def hidden_plan(world: World, audience: str) -> seed.Seeded:
    """A plan whose words, unit and rows are named nowhere else."""
    made = seed.plan(world, title=f"Kế hoạch {SECRET} {audience}", audience=audience)
    name = f"Ban {SECRET} {audience}"
    place = unit(name, parent=world.province)
    for row in made.tasks:
        text = f"{SECRET} {row.text}"
        Task.objects.filter(pk=row.pk).update(text=text, search=words.fold(text), lead_names=name)
    Target.objects.filter(plan=made.plan).update(name=SECRET, text=SECRET, search=words.fold(SECRET), year=2099)
    TaskParty.objects.filter(task__plan=made.plan, role="lead").update(unit=place, printed=name)
    return made


def walked(client: Client) -> dict[str, str]:
    """Every page that can be reached from the first one, from the map and from the catalogue, with its text."""
    found: dict[str, str] = {}
    waiting = ["/cong-khai/", "/sitemap.xml", "/robots.txt", "/cong-khai/du-lieu/catalog.jsonld"]
    waiting += [f"/cong-khai/du-lieu/{name}.{form}" for name in _SETS for form in _FORMS]
    waiting += ["/cong-khai/tim-kiem/?q=ke+hoach", "/cong-khai/tim-kiem/?q=bach+dang"]
    while waiting:
        path = waiting.pop().replace("&amp;", "&")
        if path in found or not path.startswith(("/cong-khai/", "/sitemap", "/robots")):
            continue
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = text_of(answer)
        waiting += _ADDRESS.findall(found[path])
    return found


def things(made: seed.Seeded) -> dict[str, Any]:
    party = TaskParty.objects.filter(task__plan=made.plan, role="lead").first()
    return {
        "plan_id": made.plan.pk,
        "unit_id": party.unit_id if party else 0,
        "key": "nhiem-vu",
        "form": "csv",
    }


def addresses_about(made: seed.Seeded) -> list[str]:
    """Every public address that names a thing, about this plan."""
    resolver = next(item for item in get_resolver().url_patterns if str(item.pattern) == "")
    assert isinstance(resolver, URLResolver)
    inner = next(item for item in resolver.url_patterns if str(item.pattern) == "cong-khai/")
    assert isinstance(inner, URLResolver)
    found = []
    for item in inner.url_patterns:
        assert isinstance(item, URLPattern)
        names = set(item.pattern.converters)
        if "lineage" in names:
            found += [f"/cong-khai/nhiem-vu/{row.lineage}/" for row in made.tasks]
            found += [f"/cong-khai/chi-tieu/{row.lineage}/" for row in made.targets]
        elif names & {"plan_id", "unit_id"}:
            path = str(item.pattern)
            for name, value in things(made).items():
                path = re.sub(rf"<[a-z_]+:{name}>", str(value), path)
            found.append(f"/cong-khai/{path}")
    return found


def test_what_is_not_open_is_nowhere_and_what_was_closed_again_is_gone(world: World) -> None:
    shown = seed.plan(world, title="Kế hoạch mọi người đọc", audience=Audience.PUBLIC)
    hidden = [hidden_plan(world, audience) for audience in (Audience.DRAFTING, Audience.INTERNAL, Audience.RECIPIENTS)]
    closed = hidden_plan(world, Audience.PUBLIC)
    rebuild()
    client = Client()
    before = walked(client)
    assert sum(SECRET in text for text in before.values()) > 10
    assert [path for path in addresses_about(closed) if client.get(path).status_code != 200] == []

    head = world.actor(Role.HEAD_OF_AGENCY)
    decide(head, document_id=closed.document.pk, seen=Audience.PUBLIC, audience=Audience.INTERNAL)
    after = walked(client)
    assert not [path for path, text in after.items() if words.fold(SECRET) in words.fold(text) and "q=bach" not in path]
    assert len(addresses_about(closed)) > 10
    assert not [path for path in addresses_about(closed) if "<" in path]
    for made in (*hidden, closed):
        for path in addresses_about(made):
            answer = client.get(path)
            assert answer.status_code == 404, path
            assert SECRET not in text_of(answer)
    assert "1 kế hoạch, 3 chỉ tiêu, 5 nhiệm vụ" in after["/cong-khai/du-lieu/"]
    assert "2099" not in after["/cong-khai/chi-tieu/"]
    assert f"/cong-khai/ke-hoach/{shown.plan.pk}/" in after
    for path in (
        f"/cong-khai/nhiem-vu/?ke-hoach={closed.plan.pk}",
        f"/cong-khai/chi-tieu/?ke-hoach={closed.plan.pk}",
        f"/cong-khai/nhiem-vu/?ke-hoach={closed.plan.pk}&muc=s2",
    ):
        page = client.get(path).content.decode()
        assert "Không có dòng nào như vậy" in page
        assert "Nâng cao nhận thức" not in page


def test_no_name_of_a_person_and_no_finding_is_outside(world: World) -> None:
    seed.plan(world, audience=Audience.PUBLIC)
    rebuild()
    people = {world.coordinator.name, "Nguyễn Văn An"}
    for path, text in walked(Client()).items():
        assert not [name for name in people if name in text], path
        assert "11.000 triệu" not in text, path
        assert "budget-sum-mismatch" not in text, path


def test_a_document_that_is_open_without_a_plan_is_found_and_has_no_page(world: World) -> None:
    seed.document(world, "Nghị quyết về đổi mới sáng tạo", audience=Audience.PUBLIC)
    rebuild()
    page = Client().get("/cong-khai/tim-kiem/?q=nghi+quyet+ve").content.decode()
    assert "<mark>" in page
    assert "/cong-khai/ke-hoach/" not in page
    assert Plan.objects.count() == 0
