"""The pages about documents, as people use them: without a script, with wrong values, in two tabs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor
from lotrinh.core.files.models import StoredFile
from lotrinh.core.jobs.models import Job
from lotrinh.core.vocab import JobState
from lotrinh.documents.models import AudienceDecision, Document, DocumentRelation, Recipient
from lotrinh.documents.services import standing
from tests.factories.papers import document, person, plan_text, uploaded, work_off
from tests.factories.world import World, post, user

SignIn = Callable[[Actor], Client]


@pytest.fixture
def sign_in() -> SignIn:
    def signed_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(person(actor))
        return client

    return signed_in


@pytest.fixture
def client(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.coordinator)


@pytest.fixture
def head(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.actor(Role.HEAD_OF_AGENCY))


def sent(*contents: bytes) -> dict[str, list[SimpleUploadedFile]]:
    return {"files": [SimpleUploadedFile(f"Kế hoạch {number}.txt", data) for number, data in enumerate(contents, 1)]}


# --- bringing files in -----------------------------------------------------------------------------------------------
def test_one_file_without_a_script_leads_to_its_document(client: Client) -> None:
    answer = client.post("/van-ban/tai-len/", sent(plan_text()))
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban/{Document.objects.get().pk}/")


def test_one_bad_file_does_not_stop_the_others(client: Client) -> None:
    answer = client.post("/van-ban/tai-len/", sent(plan_text(), b"\x00\x01" * 500, plan_text("13/KH-UBND")))
    assert answer.status_code == 200
    assert Document.objects.count() == 2
    assert "Không nhận ra định dạng" in answer.content.decode()


def test_a_script_gets_one_answer_for_each_file(client: Client) -> None:
    def send(data: bytes) -> tuple[int, dict[str, object]]:
        answer = client.post("/van-ban/tai-len/", sent(data), headers={"accept": "application/json"})
        return answer.status_code, json.loads(answer.content)["files"][0]

    status, first = send(plan_text())
    assert (status, first["ok"], first["known"]) == (200, True, False)
    status, again = send(plan_text())
    assert (status, again["known"], again["url"]) == (200, True, first["url"])
    status, secret = send("TỐI MẬT\n\nKẾ HOẠCH\n".encode())
    assert (status, secret["ok"], secret["code"], secret["url"]) == (422, False, "secret", "")


def test_a_file_over_the_limit_is_answered_413_with_a_sentence(client: Client, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 3000
    answer = client.post("/van-ban/tai-len/", sent(b"x" * 5000))
    assert answer.status_code == 413
    assert "Tệp lớn quá" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_nothing_chosen_is_said(client: Client) -> None:
    answer = client.post("/van-ban/tai-len/", {})
    assert (answer.status_code, "Hãy chọn ít nhất một tệp." in answer.content.decode()) == (422, True)


def test_a_full_disk_is_said_and_nothing_is_half_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = client.post("/van-ban/tai-len/", sent(plan_text("98/KH-UBND")))
    assert answer.status_code == 507
    assert "đã đầy" in answer.content.decode()
    assert not Document.objects.exists()


def test_a_locked_database_is_said_and_nothing_is_kept(client: Client) -> None:
    def locked(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "documents_documentfile"'):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(locked):
        answer = client.post("/van-ban/tai-len/", sent(plan_text()))
    assert answer.status_code == 503
    assert "đang bận" in answer.content.decode()
    assert not any(model.objects.exists() for model in (Document, StoredFile, Job))


def test_a_look_that_meets_a_locked_database_is_refused_with_a_sentence(world: World) -> None:
    def locked(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith('INSERT INTO "core_auditentry"'):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    client = Client(raise_request_exception=False)
    inspector = world.actor(Role.INSPECTOR, world.province)
    assert inspector.user_id is not None
    client.force_login(User.objects.get(pk=inspector.user_id))
    with connection.execute_wrapper(locked):
        answer = client.get("/van-ban/")
    assert answer.status_code == 503
    assert "đang bận" in answer.content.decode()


def test_the_agency_is_chosen_where_there_are_several(world: World, sign_in: SignIn) -> None:
    person = user()
    post(person, world.science, Role.CLERK)
    post(person, world.finance, Role.CLERK)
    client = Client()
    client.force_login(person)
    assert "Sở Tài chính</option>" in client.get("/van-ban/tai-len/").content.decode()
    client.post("/van-ban/tai-len/", {**sent(plan_text()), "owner": str(world.finance.pk)})
    assert Document.objects.get().owner == world.finance
    other = client.post("/van-ban/tai-len/", {**sent(plan_text("7/KH-UBND")), "owner": str(world.commune.pk)})
    assert other.status_code == 403


def test_who_may_not_bring_documents_in_is_told_what_they_can_do(world: World, sign_in: SignIn) -> None:
    answer = sign_in(world.actor(Role.INSPECTOR)).get("/van-ban/tai-len/")
    assert (answer.status_code, "soát dự thảo" in answer.content.decode()) == (403, True)


# --- the page of a document ------------------------------------------------------------------------------------------
def test_the_page_shows_the_progress_until_the_reading_is_done(client: Client) -> None:
    client.post("/van-ban/tai-len/", sent(plan_text()))
    pk = Document.objects.get().pk
    page = client.get(f"/van-ban/{pk}/").content.decode()
    assert f'hx-get="/van-ban/{pk}/dang-doc/"' in page
    assert 'hx-trigger="every 1s"' in page
    Job.objects.update(state=JobState.RUNNING, progress=55, step="structure", started_at=clock.now())
    part = client.get(f"/van-ban/{pk}/dang-doc/").content.decode()
    assert 'value="55"' in part
    assert "Đang tách đoạn, mục, bảng" in part
    Job.objects.update(state=JobState.QUEUED)
    work_off()
    done = client.get(f"/van-ban/{pk}/dang-doc/")
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")
    page = client.get(f"/van-ban/{pk}/").content.decode()
    assert "12/KH-UBND" in page
    assert "every 1s" not in page


def test_without_a_worker_the_page_says_why_nothing_happens(client: Client) -> None:
    client.post("/van-ban/tai-len/", sent(plan_text()))
    page = client.get(f"/van-ban/{Document.objects.get().pk}/").content.decode()
    assert "Chưa có tiến trình nền nào đang chạy" in page


def test_a_failed_reading_shows_the_reason_and_can_be_tried_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/van-ban/tai-len/", sent(plan_text()))
    row = Document.objects.get()
    with monkeypatch.context() as bound:
        bound.setenv("LOTRINH_MAX_BLOCKS", "3")
        work_off()
    page = client.get(f"/van-ban/{row.pk}/").content.decode()
    assert "Tệp có quá nhiều dòng, đoạn hoặc ô" in page
    assert "[too-many-parts]" in page
    file = row.files.get()
    assert client.post(f"/van-ban/tep/{file.pk}/doc-lai/").status_code == 302
    work_off()
    assert "[too-many-parts]" not in client.get(f"/van-ban/{row.pk}/").content.decode()


def test_a_file_leaves_as_an_attachment_of_no_type_that_a_browser_shows(
    world: World, client: Client, sign_in: SignIn
) -> None:
    page = "<html><body><script>alert(1)</script><p>KẾ HOẠCH</p></body></html>".encode()
    client.post("/van-ban/tai-len/", {"files": SimpleUploadedFile('kế "hoạch".html', page)})
    file = Document.objects.get().files.get()
    answer = client.get(f"/van-ban/tep/{file.pk}/tai-ve/")
    assert answer.content == page
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''k%E1%BA%BF%20%22ho%E1%BA%A1ch%22.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    stranger = sign_in(world.actor(Role.SPECIALIST, world.finance))
    assert stranger.get(f"/van-ban/tep/{file.pk}/tai-ve/").status_code == 404


@pytest.mark.parametrize("tail", ["", "thong-tin/", "hieu-luc/", "pham-vi/", "noi-nhan/", "them-tep/", "dang-doc/"])
@pytest.mark.parametrize("number", [0, 10**18, 10**40])
def test_a_document_that_is_not_there_is_404_whatever_its_number(client: Client, tail: str, number: int) -> None:
    assert client.get(f"/van-ban/{number}/{tail}").status_code == 404


def test_what_one_may_not_see_is_404(world: World, sign_in: SignIn) -> None:
    row = document(world.science, world.coordinator)
    stranger = sign_in(world.actor(Role.COORDINATOR, world.finance))
    for tail in ("", "thong-tin/", "hieu-luc/", "pham-vi/", "noi-nhan/"):
        assert stranger.get(f"/van-ban/{row.pk}/{tail}").status_code == 404


def test_outside_readers_see_neither_findings_nor_history_nor_who_decided(world: World, sign_in: SignIn) -> None:
    done = uploaded(world.coordinator)
    Document.objects.filter(pk=done.document.pk).update(audience="public")
    outside = sign_in(world.actor(Role.SPECIALIST, world.finance))
    page = outside.get(f"/van-ban/{done.document.pk}/").content.decode()
    assert outside.get(f"/van-ban/{done.document.pk}/pham-vi/").status_code == 403
    assert "12/KH-UBND" in page
    assert "Lịch sử" not in page
    assert "Đầu mối kế hoạch Sở" not in page


# --- completing ------------------------------------------------------------------------------------------------------
def test_identity_is_completed_and_shown_in_its_form(world: World, client: Client) -> None:
    row = document(world.science, world.coordinator)
    url = f"/van-ban/{row.pk}/thong-tin/"
    seen = client.get(url).context["form"]["seen"].value()
    answer = client.post(url, {"seen": seen, "number": "50/CTr-TU", "issued_on": "05/06/2026", "title": "Về khoa học"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.number, row.issued_on, row.kind) == ("50-CTr/TU", "2026-06-05", "CTr")
    assert 'value="05/06/2026"' in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("number", "không phải số"),
        ("issued_on", "32/13/2026"),
        ("kind", "XYZ"),
        ("title", "x" * 601),
        ("issuer", "a\x00b"),
        ("number", "<script>alert(1)</script>" * 3),
    ],
)
def test_wrong_values_answer_422_beside_the_field_and_keep_what_was_typed(
    world: World, client: Client, field: str, typed: str
) -> None:
    row = document(world.science, world.coordinator)
    url = f"/van-ban/{row.pk}/thong-tin/"
    seen = client.get(url).context["form"]["seen"].value()
    answer = client.post(url, {"seen": seen, "place": "Sông Trà", field: typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert answer.context["form"]["place"].value() == "Sông Trà"
    assert "<script>alert(1)" not in answer.content.decode()


def test_two_tabs_conflict_keeps_what_was_typed_and_the_next_save_goes_through(world: World, client: Client) -> None:
    row = document(world.science, world.coordinator)
    url = f"/van-ban/{row.pk}/thong-tin/"
    seen = client.get(url).context["form"]["seen"].value()
    client.post(url, {"seen": seen, "title": "Tab một"})
    conflict = client.post(url, {"seen": seen, "title": "Tab hai"})
    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "Tab hai" in page
    assert "Tab một" in page
    again = conflict.context["form"]["seen"].value()
    assert client.post(url, {"seen": again, "title": "Tab hai"}).status_code == 302
    row.refresh_from_db()
    assert row.title == "Tab hai"


def test_a_document_that_is_here_already_is_said_with_a_choice(world: World, client: Client) -> None:
    first = uploaded(world.coordinator).document
    second = uploaded(world.coordinator, plan_text() + b"\n\n", "ban-khac.txt").document
    assert "đã được đưa vào trước đó" in client.get(f"/van-ban/{second.pk}/").content.decode()
    assert client.post(f"/van-ban/{second.pk}/trung/", {"into": str(first.pk)})["Location"] == f"/van-ban/{first.pk}/"
    assert list(Document.objects.all()) == [first]


# --- standing and audience -------------------------------------------------------------------------------------------
def test_a_relation_is_chosen_from_a_search_without_a_script(world: World, client: Client) -> None:
    target = document(world.science, world.coordinator, standing="in_force", title="Kế hoạch cũ")
    source = document(world.science, world.coordinator, title="Kế hoạch phát triển đo lường", number="5/KH-UBND")
    document(world.finance, world.coordinator, title="Đo lường của sở khác")
    url = f"/van-ban/{target.pk}/hieu-luc/"
    found = client.post(url, {"act": "find", "find": "do luong", "note": "Điều 2"})
    assert found.status_code == 200
    assert list(found.context["found"]) == [source]
    assert client.get(f"{url}tim/", {"find": "\x00 \x00" + "dài " * 3000}).status_code == 200
    assert "Điều 2" in found.content.decode()
    values = {"act": "relate", "direction": "suffers", "relation": "replaces", "effective_on": "01/02/2026"}
    assert client.post(url, {**values, "find": "do luong", "other": str(source.pk)}).status_code == 302
    row = DocumentRelation.objects.get()
    assert (row.source, row.target, row.effective_on.isoformat()) == (source, target, "2026-02-01")
    page = client.get(f"/van-ban/{target.pk}/").content.decode()
    assert "Bị thay thế bởi" in page
    assert "Hết hiệu lực" in page
    assert client.post(f"/van-ban/quan-he/{row.pk}/go/").status_code == 302
    assert not DocumentRelation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"effective_on": "31/02/2026"}, "effective_on"),
        ({"relation": "eats"}, "relation"),
        ({"direction": "up"}, "direction"),
        ({"other": "10" * 30}, "other"),
        ({"printed": ""}, "find"),
        ({"note": "x" * 501}, "note"),
        ({"direction": "does"}, "find"),
    ],
)
def test_a_wrong_relation_is_said_and_keeps_what_was_typed(
    world: World, client: Client, wrong: dict[str, str], field: str
) -> None:
    row = document(world.science, world.coordinator)
    values = {
        "act": "relate",
        "direction": "suffers",
        "relation": "repeals",
        "effective_on": "01/02/2026",
        "printed": "Quyết định số 9/QĐ-UBND",
    }
    answer = client.post(f"/van-ban/{row.pk}/hieu-luc/", {**values, **wrong})
    assert answer.status_code == 422
    assert field in answer.context["relation_form"].errors
    assert not DocumentRelation.objects.exists()


def test_a_document_of_another_agency_is_not_ended_from_here(world: World, client: Client) -> None:
    other = document(world.finance, world.coordinator, audience="public", title="Của sở khác")
    row = document(world.science, world.coordinator)
    values = {"act": "relate", "direction": "does", "relation": "repeals", "effective_on": "01/02/2026"}
    answer = client.post(f"/van-ban/{row.pk}/hieu-luc/", {**values, "other": str(other.pk)})
    assert answer.status_code == 403
    assert not DocumentRelation.objects.exists()


def test_standing_is_set_on_its_page(world: World, client: Client) -> None:
    row = document(world.science, world.coordinator)
    url = f"/van-ban/{row.pk}/hieu-luc/"
    values = {"act": "standing", "seen_standing": "draft", "standing": "in_force", "expires_on": "31/12/2030"}
    assert client.post(url, {**values, "expires_on": "hôm nào"}).status_code == 422
    assert client.post(url, values).status_code == 302
    assert client.post(url, {**values, "standing": "expired"}).status_code == 409
    row.refresh_from_db()
    assert (row.standing, row.expires_on.isoformat() if row.expires_on else "") == ("in_force", "2030-12-31")


def test_publication_says_who_will_read_and_asks(world: World, head: Client, settings: Settings) -> None:
    row = document(world.science, world.coordinator, audience="recipients")
    url = f"/van-ban/{row.pk}/pham-vi/"
    page = head.get(url).content.decode()
    assert "Mọi người trên mạng: ai cũng đọc được kế hoạch" in page
    assert 'href="/cong-khai/"' in page
    settings.PORTAL = False
    page = head.get(url).content.decode()
    assert "Khi người vận hành bật cổng công khai: mọi người trên mạng" in page
    assert 'href="/cong-khai/"' not in page
    values = {"seen": "recipients", "audience": "public", "note": "Theo phiếu trình"}
    unsure = head.post(url, values)
    assert unsure.status_code == 422
    assert "Theo phiếu trình" in unsure.content.decode()
    assert head.post(url, {**values, "seen": "internal", "sure": "1"}).status_code == 409
    assert head.post(url, {**values, "sure": "1"}).status_code == 302
    assert the_decision() == ("recipients", "public", "Theo phiếu trình")


def the_decision() -> tuple[str, str, str]:
    row = AudienceDecision.objects.get()
    return row.before, row.after, row.note


def test_who_does_not_decide_sees_the_steps_and_no_button(world: World, sign_in: SignIn) -> None:
    row = document(world.science, world.coordinator, audience="recipients")
    page = sign_in(world.actor(Role.SPECIALIST)).get(f"/van-ban/{row.pk}/pham-vi/").content.decode()
    assert "Công khai văn bản</button>" not in page
    assert "không quyết định bước tiếp theo" in page


def test_recipients_named_in_the_document_are_marked_before_anybody_chooses(world: World, client: Client) -> None:
    done = uploaded(world.coordinator)
    url = f"/van-ban/{done.document.pk}/noi-nhan/"
    form = client.get(url).context["form"]
    assert form["units"].value() == [world.finance.pk]
    assert client.post(url, {"units": ["9" * 30]}).status_code == 422
    assert client.post(url, {"seen_units": "", "units": [str(world.finance.pk)]}).status_code == 302
    assert client.post(url, {"seen_units": "", "units": []}).status_code == 409
    assert Recipient.objects.get().unit == world.finance


# --- the list --------------------------------------------------------------------------------------------------------
def test_the_empty_list_teaches(world: World, client: Client, sign_in: SignIn) -> None:
    assert "Tải lên một kế hoạch" in client.get("/van-ban/").content.decode()
    assert "soát dự thảo" in sign_in(world.actor(Role.HEAD_OF_AGENCY)).get("/van-ban/").content.decode()


def test_the_list_is_searched_filtered_and_exported(world: World, client: Client) -> None:
    ended = document(
        world.science, world.coordinator, kind="KH", title="Đổi mới sáng tạo", issued_on="2025-02", standing="in_force"
    )
    standing.relate(
        world.coordinator, target_id=ended.pk, source_printed="A", relation="repeals", effective_on=clock.today()
    )
    document(world.science, world.coordinator, kind="QĐ", title="Đo lường", issued_on="2026-02-05", number="5/QĐ-UBND")

    def titles(query: str) -> list[str]:
        page = client.get(f"/van-ban/?{query}").content.decode()
        return re.findall(r'data-open>(?:<span lang="vi">)?([^<]*)<', page)

    assert titles("q=doi moi sang tao") == titles("q=Đổi mới") == ["Đổi mới sáng tạo"]
    assert titles("loai=QĐ") == titles("nam=2026") == ["Đo lường"]
    assert titles("hieu-luc=expired") == ["Đổi mới sáng tạo"]
    assert titles("pham-vi=public") == []
    assert titles("sort=name") == ["Đo lường", "Đổi mới sáng tạo"]
    assert client.get("/van-ban/?loai=KHONG-CO").status_code == 422
    csv = client.get("/van-ban/xuat.csv?loai=QĐ").getvalue().decode()
    assert "5/QĐ-UBND" in csv
    assert "Đổi mới" not in csv
    xlsx = client.get("/van-ban/xuat.xlsx")
    assert xlsx.getvalue()[:2] == b"PK"
    assert client.get("/van-ban/xuat.exe").status_code == 404


# --- how many queries ------------------------------------------------------------------------------------------------
def test_the_list_and_the_pages_ask_at_most_fifteen_times_whatever_there_is(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    person = user()
    for role in (Role.COORDINATOR, Role.HEAD_OF_AGENCY):
        post(person, world.science, role)
    client = Client()
    client.force_login(person)
    done = uploaded(world.coordinator)
    uploaded(world.coordinator, plan_text() + b"\n", "ban-khac.txt")
    for number in range(30):
        other = document(
            world.science, world.coordinator, title=f"Văn bản {number}", kind="KH", issued_on=f"20{number:02d}"
        )
        standing.relate(
            world.coordinator,
            target_id=done.document.pk,
            source_id=other.pk,
            relation="amends",
            effective_on=clock.today(),
        )
    Recipient.objects.create(document=done.document, unit=world.finance)
    Document.objects.filter(pk=done.document.pk).update(audience="recipients")
    tails = ("", "thong-tin/", "hieu-luc/", "pham-vi/", "noi-nhan/", "them-tep/", "dang-doc/", "hieu-luc/tim/?find=van")
    for page in ("", "tai-len/", *(f"{done.document.pk}/{tail}" for tail in tails)):
        with django_assert_max_num_queries(15):
            assert client.get(f"/van-ban/{page}").status_code in {200, 204}, page
    Job.objects.update(state=JobState.QUEUED, started_at=None)
    with django_assert_max_num_queries(15):
        client.get(f"/van-ban/{done.document.pk}/")
