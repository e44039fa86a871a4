"""Bringing files in: what is kept, what is refused, and that a refused file leaves nothing."""

from __future__ import annotations

import errno
import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from docx import Document as Docx
from pytest_django.fixtures import Settings

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.files import store
from lotrinh.core.files.models import StoredFile
from lotrinh.core.jobs.models import Job
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.documents.models import Document, DocumentFile, Reading
from lotrinh.documents.services import uploading
from lotrinh.documents.vocab import Audience, Standing
from tests.factories.papers import plan_text, uploaded, work_off
from tests.factories.world import World

#: Stands in the text and in the name of the secret file; must be found nowhere afterwards.
MARKER = "Zxqj7Marker"


def secret_text() -> bytes:
    return f"MẬT\n\nỦY BAN NHÂN DÂN TỈNH SÔNG TRÀ\n\nKẾ HOẠCH\nvề {MARKER}\n".encode()


def secret_docx() -> bytes:
    paper = Docx()
    paper.sections[0].header.paragraphs[0].text = "TUYỆT MẬT"
    paper.add_paragraph("KẾ HOẠCH")
    paper.add_paragraph(f"Nội dung {MARKER}")
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        texts = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names come from the database itself
            texts.append(repr(cursor.fetchall()))
        return "\n".join(texts)


def files_with(marker: bytes, *folders: Path) -> list[Path]:
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and marker in path.read_bytes()
    ]


@pytest.mark.parametrize(
    "name",
    ["ke-hoach-chuyen-doi-so.docx", "ke-hoach-do-luong.pdf", "ke-hoach-quy-khoa-hoc.txt", "thong-bao-ket-luan.odt"],
)
def test_a_file_is_kept_by_its_hash_and_read_and_fills_the_document(world: World, samples: Path, name: str) -> None:
    data = (samples / name).read_bytes()
    done = uploading.upload(world.coordinator, filename=name, data=data)
    assert store.read(done.file.stored) == data
    assert store.path_of(done.file.stored.sha256).name == done.file.stored.sha256
    work_off()
    document = Document.objects.get()
    assert document.audience == Audience.INTERNAL
    assert document.owner == world.science
    assert (document.standing, Reading.objects.count()) == (Standing.IN_FORCE, 1)
    assert all((document.kind, document.number, document.issued_on, document.issuer, document.title, document.identity))


@pytest.mark.reference
def test_a_real_plan_with_blank_number_stays_a_draft(world: World, reference: Path) -> None:
    done = uploaded(world.coordinator, (reference / "plans" / "nam-dinh-2024.txt").read_bytes(), "nam-dinh-2024.txt")
    assert (done.document.kind, done.document.number, done.document.standing) == ("KH", "", Standing.DRAFT)
    assert done.document.identity == ""
    assert "Nam Định" in done.document.issuer


@pytest.mark.parametrize(
    ("data", "filename", "degree"),
    [(secret_text(), f"{MARKER}.txt", "mật"), (secret_docx(), f"{MARKER}.docx", "tuyệt mật")],
)
def test_not_one_byte_of_a_secret_file_stays(world: World, data: bytes, filename: str, degree: str) -> None:
    temporary = Path(tempfile.gettempdir())
    before = {path for path in temporary.iterdir() if path.is_file()}
    with pytest.raises(Refused) as caught:
        uploading.upload(world.coordinator, filename=filename, data=data)
    assert caught.value.code == "secret"
    assert degree in str(caught.value).lower()
    assert MARKER not in str(caught.value)
    assert not any(model.objects.exists() for model in (Document, DocumentFile, StoredFile))
    assert MARKER not in everything_in_the_database()
    new = {path for path in temporary.iterdir() if path.is_file()} - before
    assert not [path for path in new if MARKER.encode() in path.read_bytes()]
    assert files_with(MARKER.encode(), Path(django_settings.DATA_DIR)) == []


def test_the_trail_of_a_refusal_says_who_when_and_the_degree_only(world: World) -> None:
    with pytest.raises(Refused):
        uploading.upload(world.coordinator, filename=f"{MARKER}.txt", data=secret_text())
    row = AuditEntry.objects.get()
    assert (row.action, row.actor_id, row.thing_id, row.thing_label) == (
        "upload.refused_secret",
        world.coordinator.user_id,
        "",
        "",
    )
    assert (row.before, row.after) == (None, {"degree": "mật"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\x03" * 200, "unknown-format"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"PK\x03\x04 cut", "damaged"),
    ],
)
def test_what_cannot_be_looked_through_does_not_come_in(world: World, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        uploading.upload(world.coordinator, filename="a.docx", data=data)
    assert caught.value.code == code
    assert not StoredFile.objects.exists()
    assert not Job.objects.exists()


def test_a_workbook_is_no_document_whatever_its_name(world: World) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused) as caught:
        uploading.upload(world.coordinator, filename="ke-hoach.docx", data=buffer.getvalue())
    assert caught.value.code == "unknown-format"


def test_a_file_over_the_limit_is_refused_with_the_limit(world: World, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(uploading.TooLarge) as caught:
        uploading.upload(world.coordinator, filename="a.txt", data=plan_text())
    assert caught.value.status == 413


def test_the_same_content_leads_to_its_document_where_the_person_can_see_it(world: World) -> None:
    first = uploaded(world.coordinator)
    again = uploading.upload(world.actor(Role.SPECIALIST), filename="ten-khac.txt", data=plan_text())
    assert (again.known, again.document) == (True, first.document)
    assert (Document.objects.count(), DocumentFile.objects.count()) == (1, 1)


def test_what_a_person_may_not_see_is_not_revealed_by_the_same_content(world: World) -> None:
    first = uploaded(world.coordinator)
    stranger = world.actor(Role.CLERK, world.finance)
    other = uploading.upload(stranger, filename="ke-hoach.txt", data=plan_text())
    assert (other.known, other.document.owner) == (False, world.finance)
    assert other.document != first.document
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize("role", [Role.HEAD_OF_AGENCY, Role.OFFICE, Role.LEADER, Role.INSPECTOR, Role.OPERATOR])
def test_other_roles_do_not_bring_documents_in(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        uploading.upload(world.actor(role), filename="a.txt", data=plan_text())


def test_nobody_brings_a_document_in_for_another_agency(world: World) -> None:
    with pytest.raises(NotAllowed):
        uploading.upload(world.coordinator, filename="a.txt", data=plan_text(), owner_id=world.finance.pk)


def test_a_further_file_joins_its_document_and_is_read_too(world: World) -> None:
    first = uploaded(world.coordinator)
    second = uploading.upload(
        world.coordinator, filename="dinh-chinh.txt", data=plan_text(day="10"), document_id=first.document.pk
    )
    work_off()
    assert second.document == first.document
    assert [file.filename for file in first.document.files.all()] == ["dinh-chinh.txt", "ke-hoach.txt"]
    assert Reading.objects.count() == 2
    first.document.refresh_from_db()
    assert first.document.issued_on == "2026-03-09"


def test_a_further_file_for_a_document_that_one_may_not_see_is_for_nothing(world: World) -> None:
    first = uploaded(world.coordinator)
    with pytest.raises(Missing):
        uploading.upload(
            world.actor(Role.CLERK, world.finance), filename="a.txt", data=b"x", document_id=first.document.pk
        )


def test_a_full_disk_leaves_nothing_half_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(uploading.NoRoom) as caught:
        uploading.upload(world.coordinator, filename="a.txt", data=plan_text("99/KH-UBND"))
    assert caught.value.status == 507
    assert not any(model.objects.exists() for model in (Document, StoredFile, Job))
    assert files_with(b"99/KH-UBND", Path(django_settings.DATA_DIR)) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\an\\Kế hoạch.docx", "Kế hoạch.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\nc\u202efdp.exe", "abcfdp.exe"),
        ("", "van-ban"),
        ("...", "van-ban"),
        ("x" * 300 + ".docx", "x" * 250 + ".docx"),
        ("Kế".encode().decode() + "́", "Kế́"),
    ],
)
def test_a_name_is_one_line_without_its_folders(given: str, kept: str) -> None:
    assert uploading.clean_name(given) == kept
