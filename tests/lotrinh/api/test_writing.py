"""Uploads and decisions of programs: the same services, the same refusals as on the pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lotrinh.accounts.vocab import Role
from lotrinh.documents.models import Document, DocumentFile, Review
from lotrinh.documents.services import reviewing
from tests.factories import approved, readings
from tests.factories import plans as seed
from tests.factories.papers import plan_text
from tests.factories.restored import with_restored
from tests.factories.tokens import program

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as _Answer

    from tests.factories.world import World

pytestmark = pytest.mark.django_db
TEXT = plan_text("15/KH-UBND")


def _upload(caller: Client, data: bytes = TEXT, **more: Any) -> _Answer:  # noqa: ANN401 - fields of the form
    file = SimpleUploadedFile("ke-hoach.txt", data)
    return caller.post(reverse("api:upload_document"), {"file": file, **more})


def _decide(caller: Client, review: Review, **body: Any) -> _Answer:  # noqa: ANN401 - a body
    path = reverse("api:make_decision", args=[review.pk])
    return caller.post(path, json.dumps(body), content_type="application/json")


def _edit(deliverable: str) -> dict[str, Any]:
    return {"part": "tasks", "action": "edit", "data": {"fields": {"deliverable": deliverable}}}


def test_a_file_becomes_a_document_once(world: World) -> None:
    caller = program(world.coordinator)
    first = _upload(caller)
    body = json.loads(first.content)
    assert (first.status_code, body["known"]) == (201, False)
    assert first.headers["Location"] == reverse("api:get_document", args=[body["document_id"]])
    again = _upload(caller)
    assert (again.status_code, json.loads(again.content)) == (200, {**body, "known": True})
    files = caller.get(reverse("api:list_files", args=[body["document_id"]])).json()["items"]
    assert [(file["filename"], file["reading_state"]) for file in files] == [("ke-hoach.txt", "queued")]
    assert Document.objects.count() == 1


def test_a_further_file_joins_the_document(world: World) -> None:
    caller = program(world.coordinator)
    number = json.loads(_upload(caller).content)["document_id"]
    path = reverse("api:upload_file", args=[number])
    answer = caller.post(path, {"file": SimpleUploadedFile("phu-luc.txt", b"PHU LUC\nBang 1\n")})
    assert (answer.status_code, answer.json()["document_id"]) == (201, number)
    assert DocumentFile.objects.filter(document_id=number).count() == 2


def test_a_file_with_a_secrecy_mark_leaves_nothing(world: World) -> None:
    answer = _upload(program(world.coordinator), "TUYỆT MẬT\n".encode() + TEXT)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "secret")
    assert not Document.objects.exists()


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"\x00\x01\x02\x03", None), (b"PK\x03\x04abc", None)])
def test_a_file_that_cannot_be_read_is_refused(world: World, data: bytes, code: str | None) -> None:
    answer = _upload(program(world.coordinator), data)
    assert answer.status_code == 422
    assert code is None or json.loads(answer.content)["code"] == code
    assert not Document.objects.exists()


@pytest.mark.parametrize("given", ["0", "x", "9223372036854775808", "1.0"])
def test_an_owner_that_cannot_be_is_refused(world: World, given: str) -> None:
    assert _upload(program(world.coordinator), owner_id=given).status_code == 422


def test_a_file_for_another_agency_is_refused(world: World) -> None:
    answer = _upload(program(world.coordinator), owner_id=world.finance.pk)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "not-allowed")


@pytest.mark.parametrize("name", ["owner", "ownerid", "files"])
def test_a_field_that_nobody_knows_is_refused(world: World, name: str) -> None:
    caller = program(world.coordinator)
    for more in ({name: str(world.science.pk)}, {name: SimpleUploadedFile("phu-luc.txt", b"PHU LUC")}):
        answer = _upload(caller, **more)
        body = json.loads(answer.content)
        assert (answer.status_code, body["code"]) == (422, "unknown-parameter")
        assert [error["field"] for error in body["errors"]] == [name]
    made = seed.document(world, "Kế hoạch")
    path = reverse("api:upload_file", args=[made.pk])
    file = SimpleUploadedFile("phu-luc.txt", b"PHU LUC")
    answer = caller.post(path, {"file": file, "owner_id": str(world.science.pk)})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-parameter")
    assert Document.objects.count() == 1


def test_of_several_files_none_is_lost(world: World) -> None:
    caller = program(world.coordinator)
    files = [SimpleUploadedFile(name, TEXT + name.encode()) for name in ("mot.txt", "hai.txt")]
    answer = caller.post(reverse("api:upload_document"), {"file": files})
    assert (answer.status_code, answer.json()["code"]) == (422, "several-files")
    assert not Document.objects.exists()


def test_a_review_is_opened_decided_about_and_read_back(world: World) -> None:
    caller = program(world.coordinator)
    reading = readings.reading(world)
    opened = caller.post(reverse("api:open_review", args=[reading.pk]))
    assert opened.status_code == 200
    review = Review.objects.get(pk=opened.json()["id"])
    items = caller.get(reverse("api:get_review", args=[review.pk])).json()["items"]
    tasks = [item for item in items if item["part"] == "tasks"]
    answer = _decide(caller, review, seen_seq=0, keys=[tasks[0]["key"]], **_edit("Báo cáo"))
    body = json.loads(answer.content)
    assert (answer.status_code, body["review"]["seq"]) == (201, 1)
    assert body["touched"][0]["fields"]["deliverable"] == "Báo cáo"
    answer = _decide(caller, review, seen_seq=1, part="tasks", keys=[item["key"] for item in tasks], action="accept")
    assert answer.status_code == 201
    made = caller.get(reverse("api:list_decisions", args=[review.pk]), {"after": 1}).json()
    assert [(row["seq"], row["action"], row["by_you"]) for row in made["items"]] == [(2, "accept", True)]


def test_a_restored_word_is_given_back(world: World) -> None:
    record = with_restored(approved.read(approved.PLAN), [("2. Sở Tài chính ", "bố", "bó", 0.6)])
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world, record).pk)
    caller = program(world.coordinator)
    given = {"part": "document", "keys": [], "action": "as_read"}
    for span in ([0, 2], [-1, 2], [10**30, 10**30 + 2]):
        assert _decide(caller, review, seen_seq=0, data={"span": span}, **given).status_code in {400, 422}
    span = list(record.text.changes[0].span)
    answer = _decide(caller, review, seen_seq=0, data={"span": span}, **given)
    assert answer.status_code == 201, answer.content
    assert "bó trí" in json.loads(answer.content)["touched"][0]["fields"]["text"]
    made = caller.get(reverse("api:list_decisions", args=[review.pk])).json()["items"]
    assert [(row["action"], row["data"]["span"]) for row in made] == [("as_read", span)]
    again = _decide(caller, review, seen_seq=1, data={"span": span}, **given)
    assert json.loads(again.content)["code"] == "review-word-given-back"


def test_who_is_slower_gets_both_values(world: World) -> None:
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    other = world.actor(Role.SPECIALIST)
    assert _decide(program(other), review, seen_seq=0, keys=["0"], **_edit("Đề án")).status_code == 201
    answer = _decide(program(world.coordinator), review, seen_seq=0, keys=["0"], **_edit("Báo cáo"))
    body = json.loads(answer.content)
    assert (answer.status_code, body["code"]) == (409, "review-stale")
    assert body["theirs"][0]["fields"]["deliverable"] == "Đề án"
    assert body["mine"] == {"fields": {"deliverable": "Báo cáo"}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"keys": []}, "review-no-items"),
        ({"keys": ["999"]}, None),
        ({"keys": ["\x00"]}, None),
        ({"action": "undo"}, None),
        ({"action": "edit", "data": {"fields": {"nothing": 1}}}, None),
        ({"action": "edit", "data": {"fields": {"lead": {"a": [1]}}}}, None),
        ({"action": "edit", "data": {"fields": []}}, None),
        ({"action": "edit", "data": {"fields": "x"}}, None),
        ({"action": "split", "data": {"at": "x"}}, None),
        ({"action": "split", "data": {"at": [1]}}, None),
        ({"action": "add", "data": {"span": [5, 2]}}, None),
        ({"action": "add", "data": {"span": "ab"}}, None),
        ({"action": "add", "data": {"span": [0, 10**30], "fields": {}}}, None),
        ({"action": "merge"}, None),
    ],
)
def test_a_decision_that_cannot_be_made_is_refused(world: World, body: dict[str, Any], code: str | None) -> None:
    review = reviewing.open_review(world.coordinator, reading_id=readings.reading(world).pk)
    given = {"seen_seq": 0, "part": "tasks", "keys": ["0"], "action": "accept", **body}
    answer = _decide(program(world.coordinator), review, **given)
    assert answer.status_code in {400, 422}, answer.content
    assert code is None or json.loads(answer.content)["code"] == code
    assert Review.objects.get(pk=review.pk).seq == 0
