"""Open data: files, catalogue, feeds and the map of the pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from defusedxml import ElementTree
from django.test import Client, override_settings

from lotrinh.documents.vocab import Audience
from lotrinh.plans.models import Target, Task
from lotrinh.portal.datasets import DATASETS, Dataset
from lotrinh.portal.views import machines
from tests.factories import plans as seed

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from tests.factories.world import World

pytestmark = pytest.mark.django_db
ATOM: Final = "{http://www.w3.org/2005/Atom}"
MAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCT: Final = "http://purl.org/dc/terms/"


def sent(path: str) -> bytes:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def table(path: str) -> list[dict[str, str]]:
    text = sent(path).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def xml(path: str) -> ET.Element:
    root = ElementTree.fromstring(sent(path))
    assert isinstance(root, ET.Element)
    return root


@pytest.fixture
def made(world: World) -> seed.Seeded:
    return seed.plan(world, tasks=10, audience=Audience.PUBLIC)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda item: item.key)
def test_csv_and_json_say_the_same_of_all_plans_and_of_one(made: seed.Seeded, world: World, dataset: Dataset) -> None:
    seed.plan(world, title="Kế hoạch khác", audience=Audience.PUBLIC)
    folders = ["/cong-khai/du-lieu/"]
    if dataset.of_plan:
        folders.append(f"/cong-khai/ke-hoach/{made.plan.pk}/du-lieu/")
    sizes = []
    for folder in folders:
        cells = table(f"{folder}{dataset.key}.csv")
        values = json.loads(sent(f"{folder}{dataset.key}.json"))
        assert list(cells[0]) == list(values[0]) == [column.name for column in dataset.columns]
        assert len(cells) == len(values) > 0
        for cell, value in zip(cells, values, strict=True):
            said = {
                name: "; ".join(thing) if isinstance(thing, list) else "" if thing is None else str(thing)
                for name, thing in value.items()
            }
            assert {name: text.lstrip("'") for name, text in cell.items()} == said
        sizes.append(len(cells))
        assert all(str(made.plan.pk) == cell["plan_id"] for cell in cells) is (folder != folders[0])
    assert len(set(sizes)) == len(sizes)


def test_a_task_in_a_file_is_what_the_document_says(made: seed.Seeded, world: World) -> None:
    first = next(row for row in json.loads(sent("/cong-khai/du-lieu/nhiem-vu.json")))
    task = made.tasks[0]
    assert first["task_id"] == str(task.lineage)
    assert first["url"] == f"http://testserver/cong-khai/nhiem-vu/{task.lineage}/"
    assert first["lead_named"] == first["lead_today"] == ["Sở Khoa học và Công nghệ"]
    assert (first["deadline"], first["due_on"]) == ("2026-03-31", "2026-03-31")
    assert first["budget_vnd"] is None
    assert Client().get(urlsplit(first["url"]).path).status_code == 200
    proposed = json.loads(sent("/cong-khai/du-lieu/nhiem-vu.json"))[3]
    assert (proposed["deadline"], proposed["due_on"]) == (None, None)
    who = json.loads(sent(f"/cong-khai/ke-hoach/{made.plan.pk}/du-lieu/ai-lam-gi.json"))
    kinds = {row["duty_kind"] for row in who}
    assert kinds == {"task", "assignment", "reporting"}
    group = next(row for row in who if row["body_named"] == "các sở, ban, ngành")
    assert (group["group"], group["body_id"]) == ("departments", None)


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_a_spreadsheet_runs_no_cell_as_a_formula(made: seed.Seeded, text: str) -> None:
    Task.objects.filter(plan=made.plan).update(text=text, deliverable=text)
    for row in table("/cong-khai/du-lieu/nhiem-vu.csv"):
        assert not row["text"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_files_are_sent_row_by_row_with_few_queries(
    made: seed.Seeded, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seed.plan(world, tasks=1200, audience=Audience.PUBLIC)
    for key in ("nhiem-vu", "chi-tieu", "ai-lam-gi", "ke-hoach"):
        with django_assert_max_num_queries(40):
            sent(f"/cong-khai/du-lieu/{key}.csv")
    assert Client().get("/cong-khai/du-lieu/nhiem-vu.csv").streaming


def test_an_empty_portal_sends_empty_files_that_can_be_read(world: World) -> None:
    for dataset in DATASETS:
        assert json.loads(sent(f"/cong-khai/du-lieu/{dataset.key}.json")) == []
        assert table(f"/cong-khai/du-lieu/{dataset.key}.csv") == []


def expanded(node: Any, context: dict[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """JSON-LD with its prefixes written out: the part of the algorithm that this catalogue needs."""

    def word(text: str) -> str:
        prefix, colon, rest = text.partition(":")
        return context[prefix] + rest if colon and prefix in context and not rest.startswith("//") else text

    if isinstance(node, list):
        return [expanded(item, context) for item in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for key, value in node.items():
        if key == "@type":
            found[key] = [word(item) for item in ([value] if isinstance(value, str) else value)]
        elif key != "@context":
            found[word(key)] = expanded(value, context)
    return found


@override_settings(PORTAL_LICENSE="https://giay-phep.example/cc-by")
def test_the_catalogue_has_the_terms_that_dcat_asks_for(made: seed.Seeded, world: World) -> None:
    answer = Client().get("/cong-khai/du-lieu/catalog.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json"
    given = json.loads(answer.content)
    assert set(given["@context"]) == {"dcat", "dct", "foaf", "xsd"}
    assert all(address.endswith(("#", "/")) for address in given["@context"].values())
    catalogue = expanded(given, given["@context"])
    assert catalogue["@type"] == [f"{DCAT}Catalog"]
    assert catalogue[f"{DCT}publisher"]["http://xmlns.com/foaf/0.1/name"] == world.province.name
    datasets = catalogue[f"{DCAT}dataset"]
    assert len(datasets) == len(DATASETS) + 1
    assert len({item["@id"] for item in datasets}) == len(datasets)
    for item in (catalogue, *datasets):
        assert {f"{DCT}{name}" for name in ("title", "description", "publisher", "issued", "modified")} <= set(item)
        assert item[f"{DCT}license"] == {"@id": "https://giay-phep.example/cc-by"}
        for name in ("issued", "modified"):
            assert dt.datetime.fromisoformat(item[f"{DCT}{name}"]["@value"]).tzinfo is not None
    for item in datasets:
        assert item["@type"] == [f"{DCAT}Dataset"]
        assert item[f"{DCT}identifier"]
        assert item[f"{DCT}spatial"][f"{DCT}title"] == world.province.name
        span = item[f"{DCT}temporal"]
        assert (span[f"{DCAT}startDate"]["@value"], span[f"{DCAT}endDate"]["@value"]) == ("2026", "2030")
        assert span[f"{DCAT}startDate"]["@type"] == ["http://www.w3.org/2001/XMLSchema#gYear"]
        assert item[f"{DCAT}distribution"]
        for file in item[f"{DCAT}distribution"]:
            assert file["@type"] == [f"{DCAT}Distribution"]
            assert file[f"{DCAT}accessURL"] == file[f"{DCAT}downloadURL"] == {"@id": file["@id"]}
            path = urlsplit(file["@id"]).path
            media = "text/csv" if path.endswith(".csv") else "application/json"
            assert file[f"{DCAT}mediaType"] == {"@id": f"https://www.iana.org/assignments/media-types/{media}"}
            assert sent(path)


def test_the_licence_is_named_only_where_the_operator_names_one(made: seed.Seeded) -> None:
    assert b"dct:license" not in sent("/cong-khai/du-lieu/catalog.jsonld")
    assert "cơ quan chưa nêu" in sent("/cong-khai/du-lieu/").decode()
    with override_settings(PORTAL_LICENSE="https://giay-phep.example/cc-by"):
        assert "https://giay-phep.example/cc-by" in sent("/cong-khai/du-lieu/").decode()


def test_feeds_name_new_plans_and_the_versions_of_one(made: seed.Seeded, world: World) -> None:
    seed.next_version(world, made, {})
    for path, count in (("/cong-khai/ke-hoach-moi.atom", 1), (f"/cong-khai/ke-hoach/{made.plan.pk}/thay-doi.atom", 2)):
        feed = xml(path)
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}id")
        assert feed.findtext(f"{ATOM}updated")
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == world.province.name
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == count
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == count
        for entry in entries:
            assert dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo is not None
            link = entry.find(f"{ATOM}link")
            assert link is not None
            assert Client().get(urlsplit(link.get("href", "")).path).status_code == 200


def test_a_title_with_a_control_character_breaks_no_feed(made: seed.Seeded) -> None:
    type(made.plan).objects.filter(pk=made.plan.pk).update(title="Kế hoạch\x0b <b>&amp;")
    assert xml("/cong-khai/ke-hoach-moi.atom").findtext(f"{ATOM}entry/{ATOM}title") == "Kế hoạch  <b>&amp;"


def test_the_map_leads_to_every_page_in_parts(made: seed.Seeded, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machines, "PART", 4)
    parts = [part.text or "" for part in xml("/sitemap.xml").iter(f"{MAP}loc")]
    assert [urlsplit(part).path for part in parts] == [
        "/sitemap-ke-hoach-1.xml",
        "/sitemap-chi-tieu-1.xml",
        "/sitemap-nhiem-vu-1.xml",
        "/sitemap-nhiem-vu-2.xml",
        "/sitemap-nhiem-vu-3.xml",
    ]
    pages = [loc.text or "" for part in parts for loc in xml(urlsplit(part).path).iter(f"{MAP}loc")]
    assert len(pages) == len(set(pages))
    rows = {f"http://testserver/cong-khai/nhiem-vu/{row.lineage}/" for row in made.tasks}
    rows |= {f"http://testserver/cong-khai/chi-tieu/{row.lineage}/" for row in made.targets}
    rows |= {f"http://testserver/cong-khai/co-quan/{place.pk}/" for place in (world.science, world.finance)}
    assert rows <= set(pages)
    for page in pages:
        assert Client().get(urlsplit(page).path).status_code == 200, page
    assert Client().get("/sitemap-nhiem-vu-4.xml").status_code == 404


def test_every_column_is_described_in_the_reference(root: Path) -> None:
    page = (root / "docs/reference/open-data.md").read_text(encoding="utf-8")
    for dataset in DATASETS:
        section = page.partition(f"## `{dataset.key}`")[2].partition("\n## ")[0]
        described = re.findall(r"^\| `([a-z_]+)` \|", section, flags=re.MULTILINE)
        assert described == [column.name for column in dataset.columns], dataset.key


def test_money_and_years_stand_on_the_page_of_the_plan(made: seed.Seeded) -> None:
    Target.objects.filter(plan=made.plan).update(value=12.5, unit="%")
    page = sent(f"/cong-khai/ke-hoach/{made.plan.pk}/").decode()
    assert "12 tỷ đồng" in page
    assert "≥ 12,5%" in page
    assert "Đến hạn năm 2026" in page
