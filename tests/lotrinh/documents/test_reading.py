"""Reading in the background: kept once, filling only what is empty, failing with the engine's reason."""

from __future__ import annotations

import pytest

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.files import store
from lotrinh.core.immutable import ImmutableError
from lotrinh.core.jobs import running
from lotrinh.core.jobs import selectors as jobs
from lotrinh.core.jobs.models import Job
from lotrinh.core.problems import Missing, NotAllowed, Refused
from lotrinh.core.vocab import JobState
from lotrinh.documents.jobs import read_document
from lotrinh.documents.models import Document, Reading
from lotrinh.documents.selectors import readings
from lotrinh.documents.services import metadata, reading, uploading
from lotrinh.documents.services.metadata import Identity
from tests.factories import scans
from tests.factories.papers import plan_text, uploaded, work_off
from tests.factories.world import World


def test_reading_tells_how_far_it_is_step_by_step(world: World) -> None:
    done = uploading.upload(world.coordinator, filename="a.txt", data=plan_text())
    told: list[tuple[int, str]] = []
    read_document({"file": done.file.pk}, lambda percent, step: told.append((percent, step)))
    assert [step for _, step in told] == [
        "open", "mend", "structure", "header", "targets", "tasks", "budget", "findings", "keep",
    ]  # fmt: skip
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)


@pytest.mark.tesseract
def test_a_scan_comes_in_and_is_read_page_by_page(world: World) -> None:
    page = scans.Sheet()
    page.letterhead()
    page.lines(scans.BODY, top=80)
    done = uploading.upload(world.coordinator, filename="ke-hoach.pdf", data=scans.as_pdf(page.picture, page.picture))
    told: list[tuple[int, str]] = []
    read_document({"file": done.file.pk}, lambda percent, step: told.append((percent, step)))
    assert [percent for percent, step in told if step == "open"] == [5, 27, 50]
    document = Document.objects.get()
    assert (document.number, str(document.issued_on)) == ("187/KH-UBND", "2026-05-14")


@pytest.mark.tesseract
def test_a_scan_with_a_red_secrecy_stamp_does_not_come_in(world: World) -> None:
    page = scans.Sheet()
    page.letterhead()
    page.frame(40, 45, 40, "TỐI MẬT")
    with pytest.raises(Refused) as caught:
        uploading.upload(world.coordinator, filename="anh.jpg", data=scans.as_file(page.picture, "JPEG"))
    assert caught.value.code == "secret"
    assert not Document.objects.exists()


def test_the_same_reading_is_kept_once_however_often_the_job_runs(world: World) -> None:
    done = uploaded(world.coordinator)
    read_document({"file": done.file.pk}, lambda _percent, _step: None)
    assert Reading.objects.count() == 1
    assert AuditEntry.objects.filter(action="document.read").count() == 1


def test_a_reading_is_never_changed(world: World) -> None:
    uploaded(world.coordinator)
    row = Reading.objects.get()
    row.engine = "other"
    with pytest.raises(ImmutableError):
        row.save()


def test_a_newer_engine_adds_a_reading_beside_the_old_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done = uploaded(world.coordinator)
    monkeypatch.setattr("lotrinh.documents.services.engine.version", lambda: "9.9.9")
    reading.read_again(world.coordinator, file_id=done.file.pk)
    work_off()
    assert next(row.engine for row in Reading.objects.all()) == "9.9.9"
    assert Reading.objects.count() == 2
    latest = readings.latest(done.document.pk)
    assert latest is not None
    assert latest.engine == "9.9.9"
    assert readings.record_of(latest).document.number == "12/KH-UBND"


def test_what_a_person_typed_is_not_overwritten(world: World) -> None:
    done = uploading.upload(world.coordinator, filename="a.txt", data=plan_text())
    metadata.complete(
        world.coordinator,
        document_id=done.document.pk,
        seen=metadata.version_of(done.document),
        identity=Identity(title="Tên do người gõ", number="99/KH-UBND"),
    )
    work_off()
    document = Document.objects.get()
    assert (document.title, document.number, document.kind) == ("Tên do người gõ", "99/KH-UBND", "KH")


def test_a_file_that_is_gone_fails_with_a_sentence_and_can_be_read_again(world: World) -> None:
    done = uploading.upload(world.coordinator, filename="a.txt", data=plan_text())
    path = store.path_of(done.file.stored.sha256)
    kept = path.read_bytes()
    path.unlink()
    work_off()
    job = jobs.job_of(f"reading:{done.file.pk}")
    assert job is not None
    assert (job.state, job.error_code) == (JobState.FAILED, "file-lost")
    assert job.error_message.startswith("Không mở được tệp")
    path.write_bytes(kept)
    reading.read_again(world.coordinator, file_id=done.file.pk)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error_code, Reading.objects.count()) == (JobState.DONE, "", 1)


def test_the_limits_of_the_environment_bind_and_the_engine_says_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = uploading.upload(world.coordinator, filename="a.txt", data=plan_text())
    monkeypatch.setenv("LOTRINH_MAX_BLOCKS", "3")
    work_off()
    job = Job.objects.get()
    assert (job.state, job.error_code) == (JobState.FAILED, "too-many-parts")
    assert job.error_message == "Tệp có quá nhiều dòng, đoạn hoặc ô: vượt giới hạn 3."
    assert readings.latest(done.document.pk) is None


def test_a_worker_that_died_while_reading_leaves_nothing_and_the_next_one_reads(world: World) -> None:
    done = uploading.upload(world.coordinator, filename="a.txt", data=plan_text())
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    running.run(job.pk)
    assert not Reading.objects.exists()
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    running.run(job.pk)
    assert Reading.objects.filter(file=done.file).count() == 1


def test_only_those_who_complete_documents_have_them_read_again(world: World) -> None:
    done = uploaded(world.coordinator)
    with pytest.raises(NotAllowed):
        reading.read_again(world.actor(Role.HEAD_OF_AGENCY), file_id=done.file.pk)
    with pytest.raises(Missing):
        reading.read_again(world.actor(Role.SPECIALIST, world.finance), file_id=done.file.pk)
    with pytest.raises(Missing):
        reading.read_again(world.coordinator, file_id=10**18)
