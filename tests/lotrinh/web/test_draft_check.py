"""The draft check: findings and the appendix for a file that is not stored."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.files.models import StoredFile
from lotrinh.core.jobs.models import Job
from lotrinh.documents.models import Document
from tests.factories.papers import person, plan_text
from tests.factories.world import World

URL = "/soat-du-thao/"


@pytest.fixture
def client(world: World) -> Client:
    """Somebody with the smallest of roles."""
    client = Client()
    client.force_login(person(world.actor(Role.OPERATOR, world.commune)))
    return client


def sent(data: bytes, name: str = "dự thảo.txt") -> dict[str, SimpleUploadedFile]:
    return {"files": SimpleUploadedFile(name, data)}


def nothing_is_stored() -> bool:
    folder = Path(django_settings.DATA_DIR) / "files"
    rows = any(model.objects.exists() for model in (Document, StoredFile, Job))
    return not rows and not AuditEntry.objects.exists() and not any(folder.rglob("*xxx"))


@pytest.mark.parametrize("name", ["ke-hoach-chuyen-doi-so.docx", "ke-hoach-do-luong.pdf", "ke-hoach-quy-khoa-hoc.txt"])
def test_findings_tasks_and_targets_are_shown_and_nothing_is_stored(client: Client, samples: Path, name: str) -> None:
    answer = client.post(URL, sent((samples / name).read_bytes(), name))
    assert answer.status_code == 200
    checked = answer.context["checked"]
    page = answer.content.decode()
    assert checked.counts["tasks"] == len(checked.tasks) > 0
    assert "Nhiệm vụ đọc được" in page
    assert nothing_is_stored()


@pytest.mark.reference
def test_a_real_draft_shows_what_it_lacks(client: Client, reference: Path) -> None:
    data = (reference / "plans" / "nam-dinh-2024.txt").read_bytes()
    checked = client.post(URL, sent(data)).context["checked"]
    codes = {row.finding.code for _, rows in checked.findings for row in rows}
    assert {"number-missing", "date-incomplete", "deadline-missing", "owner-missing"} <= codes
    assert checked.counts["without_deadline"] > checked.counts["tasks"] // 2


def test_a_finding_says_where_it_stands_and_which_words(client: Client) -> None:
    checked = client.post(URL, sent(plan_text())).context["checked"]
    assert checked.findings
    for _, rows in checked.findings:
        for row in rows:
            assert row.where
            assert bool(row.excerpt) == (row.finding.span is not None)


def test_counts_tell_tasks_without_owner_or_deadline(client: Client) -> None:
    counts = client.post(URL, sent(plan_text())).context["counts"]
    assert (counts["tasks"], counts["without_owner"], counts["without_deadline"]) == (2, 1, 1)


def test_the_appendix_comes_from_the_same_form(client: Client) -> None:
    answer = client.post(URL, {**sent(plan_text()), "output": "xlsx"})
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''d%E1%BB%B1%20th%E1%BA%A3o")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert "Cơ quan chủ trì" in cells
    assert any("kho dữ liệu khoa học" in cell for cell in cells)
    assert nothing_is_stored()


@pytest.mark.parametrize("output", ["findings", "xlsx"])
def test_a_secret_draft_is_refused_and_only_who_and_when_is_noted(client: Client, output: str) -> None:
    answer = client.post(URL, {**sent("MẬT\n\nKẾ HOẠCH\nvề Zxqj7\n".encode(), "Zxqj7.txt"), "output": output})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "bí mật nhà nước" in page
    assert "Zxqj7" not in page
    row = AuditEntry.objects.get()
    assert (row.action, row.after) == ("upload.refused_secret", {"degree": "mật"})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"\x00\x01" * 900, "Không nhận ra định dạng"), (b"%PDF-1.4\n", "bị hỏng"), (b"   \n\n", "không có chữ nào")],
)
def test_what_cannot_be_read_is_said_with_422(client: Client, data: bytes, sentence: str) -> None:
    answer = client.post(URL, sent(data))
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_nothing_chosen_and_several_files_are_said(client: Client) -> None:
    assert client.post(URL, {}).status_code == 422
    several = [SimpleUploadedFile("a.txt", plan_text()), SimpleUploadedFile("b.txt", plan_text())]
    assert client.post(URL, {"files": several}).status_code == 422


def test_a_draft_over_the_limit_is_413_and_for_a_part_of_the_page_422(client: Client, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 500
    assert client.post(URL, sent(plan_text())).status_code == 413
    part = client.post(URL, sent(plan_text()), headers={"hx-request": "true"})
    assert (part.status_code, part.content.decode().lstrip().startswith('<div id="result"')) == (422, True)


def test_only_who_may_bring_documents_in_is_offered_to_keep_it(world: World, client: Client) -> None:
    assert "Lưu thành văn bản" not in client.get(URL).content.decode()
    client.force_login(person(world.coordinator))
    assert "Lưu thành văn bản" in client.get(URL).content.decode()


def test_one_has_to_be_signed_in(world: World) -> None:
    assert Client().get(URL).status_code == 302


def test_the_page_asks_at_most_fifteen_times(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(15):
        assert client.post(URL, sent(plan_text())).status_code == 200
