"""Finding by words: what is found, in which order, by whom; what the index holds after each change."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.actor import Actor, Grant
from lotrinh.core.search import writing
from lotrinh.core.search.models import SearchEntry
from lotrinh.core.search.registry import Entry
from lotrinh.core.vocab import EntryKind
from lotrinh.core.writes import service
from lotrinh.documents import policies as document_policies
from lotrinh.documents.models import Document, DocumentRelation, Recipient
from lotrinh.documents.services import metadata
from lotrinh.documents.vocab import Audience, Relation, Standing
from lotrinh.organisations.models import Unit
from lotrinh.organisations.services.reorganising import Decision, rename
from lotrinh.plans import services
from lotrinh.plans.models import Plan, Target, Task, TaskParty
from lotrinh.plans.selectors import finding
from lotrinh.plans.selectors.finding import Found, Query, search, suggest
from lotrinh.plans.services.handing import Deciding, Passing, hand_over, withdraw_handover
from lotrinh.plans.vocab import RowKind
from tests.factories import approved, papers
from tests.factories import plans as seed
from tests.factories.world import World, unit
from tests.lotrinh.core.test_search_words import HOSTILE
from tests.lotrinh.plans.test_policies import PLANS, POSTS, make_units

ANYBODY = Actor(user_id=None, name="")


def titles(found: Found) -> list[str]:
    return ["".join(piece.text for piece in hit.title) for hit in found.hits]


def looked(actor: Actor, text: str, **filters: Any) -> list[str]:  # noqa: ANN401 - the fields of a query
    return titles(search(actor, Query(text=text, **filters)))


def paper(world: World, title: str, number: str = "", issued_on: str = "2026-01-05", **more: Any) -> Document:  # noqa: ANN401 - the fields of a document
    fields = {"kind": "KH", "issuer": "Ủy ban nhân dân tỉnh Sông Trà", "audience": Audience.PUBLIC, **more}
    return papers.document(
        more.get("owner") or world.science,
        world.coordinator,
        title=title,
        number=number,
        issued_on=issued_on,
        **{name: value for name, value in fields.items() if name != "owner"},
    )


@pytest.fixture
def plan(world: World) -> Plan:
    return services.adopt(world.coordinator, review_id=approved.review(world, approved.read(approved.PLAN)).pk)


def test_a_document_is_found_by_any_writing_of_its_words_and_number(world: World) -> None:
    paper(world, "Kế hoạch phát triển kinh tế tỉnh Hoà Bình về đất đai", "3631/KH-UBND")
    writing.rebuild()
    for text in (
        "hoà bình",
        "hòa bình",
        "HOA BINH",
        "dat dai",
        "đất đai",
        "ho\u0061\u0300 binh",
        '"phát triển kinh tế"',
        "3631/KH-UBND",
        "3631/kh-ubnd",
        "3631 KH-UBND",
        "3631",
        "kế hoạch 3631/KH-UBND",
    ):
        assert len(looked(world.coordinator, text)) == 1, text
    for text in ('"kinh tế phát triển"', "3631/QĐ-UBND", "kế hoạch xã hội"):
        assert looked(world.coordinator, text) == [], text


def test_codes_that_differ_by_a_bar_only_are_different_numbers(world: World) -> None:
    paper(world, "Đề án", "15/ĐA-UBND")
    paper(world, "Dự án", "15/DA-UBND")
    writing.rebuild()
    assert looked(world.coordinator, "15/ĐA-UBND") == looked(world.coordinator, "15/đa-ubnd") == ["Đề án"]
    assert looked(world.coordinator, "15/DA-UBND") == looked(world.coordinator, "15/da-ubnd") == ["Dự án"]


def test_the_number_comes_first_then_titles_then_texts_and_the_newest_among_equals(world: World) -> None:
    paper(world, "Báo cáo thực hiện Kế hoạch 8/KH-UBND", "70/BC-UBND", "2021-03-01")
    paper(world, "Báo cáo thực hiện Kế hoạch số 8/KH-UBND lần hai", "71/BC-UBND", "2021-04-01")
    paper(world, "Phát triển nông nghiệp", "8/KH-UBND", "2020-01-01")
    text = (
        papers.plan_text("90/KH-UBND").decode().replace("hoàn thành trước", "theo Kế hoạch 8/KH-UBND, hoàn thành trước")
    )
    papers.uploaded(world.coordinator, text.encode())
    writing.rebuild()
    found = looked(world.coordinator, "8/kh-ubnd")
    assert found[:3] == [
        "Phát triển nông nghiệp",
        "Báo cáo thực hiện Kế hoạch số 8/KH-UBND lần hai",
        "Báo cáo thực hiện Kế hoạch 8/KH-UBND",
    ]
    assert found[3:] == ["Phát triển khoa học và công nghệ tỉnh Sông Trà năm 2026"]


@pytest.mark.parametrize("text", ["số 41/KH-UBND", "Kế hoạch số 41/KH-UBND", "ke hoach 41/kh-ubnd", "số 41 KH UBND"])
def test_a_number_comes_first_also_where_its_kind_is_said_before_it(world: World, text: str) -> None:
    papers.uploaded(world.coordinator, papers.plan_text("41/KH-UBND"))
    paper(world, "Triển khai Kế hoạch số 41/KH-UBND của tỉnh", "18/KH-SKHCN", "2026-12-02")
    writing.rebuild()
    first = search(world.coordinator, Query(text=text)).hits[0].document
    assert first is not None
    assert first.number == "41/KH-UBND"


def test_what_people_write_with_i_or_y_and_days_with_or_without_zero_are_found(world: World) -> None:
    paper(world, "Tỷ lệ doanh nghiệp có kĩ thuật mới ngày 09/3/2026", "09/KH-UBND")
    writing.rebuild()
    for text in ("tỉ lệ", "ti le", '"tỉ lệ doanh nghiệp"', "kỹ thuật", "9/3/2026", "09/03/2026", "KH 09", "KH 9"):
        assert len(looked(world.coordinator, text)) == 1, text
    assert looked(world.coordinator, "tẻ lệ") == []


@pytest.mark.parametrize(
    "text", ["3", "36", "3631/", "3631/K", "3631/KH", "3631/kh-u", "3631/KH-UBN", "3631/KH-UBND", "số 3631/KH-U"]
)
def test_a_number_is_offered_at_every_letter_of_it(world: World, text: str) -> None:
    paper(world, "Phát triển nông nghiệp", "3631/KH-UBND")
    writing.rebuild()
    offered = [offer.title for offer in suggest(world.coordinator, text)]
    assert offered == (["Phát triển nông nghiệp"] if len(text) > 1 else [])


def test_a_unit_is_found_first_by_any_of_its_names(world: World) -> None:
    paper(world, "Sở Khoa học và Công nghệ báo cáo")
    writing.rebuild()
    for text in ("Sở Khoa học và Công nghệ", "so kh&cn", "SỞ KH&CN"):
        hits = search(world.coordinator, Query(text=text)).hits
        assert (hits[0].kind, hits[0].ref) == (EntryKind.UNIT, world.science.pk), text
    assert looked(world.coordinator, "khoa hoc", kind=EntryKind.UNIT) == ["Sở Khoa học và Công nghệ"]


def test_each_filter_narrows_what_is_found(world: World, plan: Plan) -> None:
    old = paper(world, "Khoa học năm cũ", "5/QĐ-UBND", "2019-05-01", kind="QĐ", owner=world.finance)
    DocumentRelation.objects.create(
        target=old,
        source_printed="Quyết định khác",
        relation=Relation.REPEALS,
        effective_on=dt.date(2020, 1, 1),
        made_by_id=world.coordinator.user_id or 0,
    )
    writing.rebuild()

    def kinds(**filters: Any) -> list[str]:  # noqa: ANN401 - see `looked`
        return [hit.kind for hit in search(world.coordinator, Query(text="khoa hoc", **filters)).hits]

    everything = kinds()
    assert {EntryKind.DOCUMENT, EntryKind.TASK, EntryKind.UNIT} == set(everything)
    assert set(kinds(kind=EntryKind.TASK)) == {EntryKind.TASK}
    assert (
        kinds(kind="nonsense") == kinds(doc_kind="XX") == kinds(standing="nonsense") == kinds(unit_ids=(10**9,)) == []
    )
    assert kinds(year=2019) == kinds(doc_kind="QĐ") == kinds(standing=Standing.EXPIRED) == [EntryKind.DOCUMENT]
    assert kinds(unit_ids=(world.finance.pk,)).count(EntryKind.DOCUMENT) == 1
    assert kinds(year=2026, doc_kind="KH", kind=EntryKind.DOCUMENT) == [EntryKind.DOCUMENT]
    found = search(world.coordinator, Query(text="khoa hoc"))
    assert found.total == len(everything) == sum(found.kinds.values())
    assert found.years[2019] == found.doc_kinds["QĐ"] == 1


def rows_of(world: World, place: Unit) -> set[str]:
    return {hit.key for hit in search(world.coordinator, Query(text="khoa hoc", unit_ids=(place.pk,))).hits if hit.key}


def test_tasks_are_filtered_by_who_leads_takes_part_or_takes_over(world: World, plan: Plan) -> None:
    tasks = {task.position: task for task in Task.objects.filter(plan=plan)}
    assert rows_of(world, world.finance) == {str(tasks[0].lineage), str(tasks[1].lineage)}
    assert rows_of(world, world.commune) == set()
    party = TaskParty.objects.get(task=tasks[1], unit=world.finance)
    day = clock.today()
    made = hand_over(
        world.coordinator,
        decision=Deciding(number="15/QĐ-UBND", issued_on=day, issuer="UBND tỉnh Sông Trà", effective_on=day),
        passings=[Passing(kind=RowKind.TASK, party_id=party.pk, to_units=(world.commune.pk,))],
    )
    assert rows_of(world, world.commune) == {str(tasks[1].lineage)}
    withdraw_handover(world.coordinator, handover_id=made.pk)
    assert rows_of(world, world.commune) == set()


def test_a_page_lies_within_the_pages_there_are(world: World) -> None:
    for number in range(25):
        paper(world, f"Chuyển đổi số đợt {number}", f"{number + 1}/KH-UBND", f"2026-01-{number + 1:02d}")
    writing.rebuild()
    first = search(world.coordinator, Query(text="chuyen doi"), 1, 10)
    last = search(world.coordinator, Query(text="chuyen doi"), 99, 10)
    assert (first.number, first.pages, first.total, first.more) == (1, 3, 25, False)
    assert (last.number, len(last.hits)) == (3, 5)
    assert titles(first)[0] == "Chuyển đổi số đợt 24"


def test_of_very_many_the_newest_are_shown_and_it_is_said_that_there_are_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST", 10)
    today = clock.today()
    for number in range(40):
        day = today - dt.timedelta(days=40 * number)
        paper(
            world, "" if number % 2 else "Chuyển đổi số", f"{number + 1}/KH-UBND", day.isoformat(), issuer="chuyển đổi"
        )
    writing.rebuild()
    found = search(world.coordinator, Query(text="chuyen doi"), 1, 50)
    assert found.more
    days = [hit.document.issued_on for hit in found.hits if hit.document]
    assert len(days) == 10
    assert days == sorted(days, reverse=True)
    assert days[0] == today.isoformat()


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_gives_an_answer(world: World, text: str) -> None:
    paper(world, "Kế hoạch")
    writing.rebuild()
    search(world.coordinator, Query(text=text))
    suggest(world.coordinator, text)
    search(ANYBODY, Query(text=text, kind="'", doc_kind='"', standing="*", year=10**9, unit_ids=(-(10**12),)))


def test_suggestions_go_on_from_what_is_typed(world: World, plan: Plan) -> None:
    paper(world, "Đề án phát triển thị trường công nghệ", "77/ĐA-UBND")
    writing.rebuild()
    assert [item.title for item in suggest(world.coordinator, "phat trien thi tr")] == [
        "Đề án phát triển thị trường công nghệ"
    ]
    assert [item.title for item in suggest(world.coordinator, "77")] == ["Đề án phát triển thị trường công nghệ"]
    assert suggest(world.coordinator, "so tai ch")[0].title == "Sở Tài chính"
    assert suggest(world.coordinator, "") == suggest(world.coordinator, "x") == ()


@pytest.mark.parametrize("number", [3, 300])
def test_the_queries_are_the_same_few_whatever_there_is(
    world: World, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Document.objects.bulk_create(
        Document(
            owner=world.science,
            created_by_id=world.coordinator.user_id or 0,
            title=f"Chuyển đổi số đợt {index}",
            number=f"{index + 1}/KH-UBND",
            issued_on="2026-02-05",
            audience=Audience.PUBLIC,
        )
        for index in range(number)
    )
    writing.rebuild()
    with django_assert_max_num_queries(9):
        assert search(world.coordinator, Query(text="chuyen doi")).total == number
    with django_assert_max_num_queries(9):
        search(ANYBODY, Query(text="chuyen doi", year=2026, standing=Standing.DRAFT, doc_kind="KH"))
    with django_assert_max_num_queries(7):
        assert suggest(world.coordinator, "chuyen d")


def entries(**which: object) -> set[tuple[str, int]]:
    return set(SearchEntry.objects.filter(**which).values_list("kind", "ref"))


def test_adopting_and_renewing_a_plan_keeps_its_rows_in_the_index(world: World, plan: Plan) -> None:
    rows = {(EntryKind.TASK.value, task.pk) for task in Task.objects.filter(plan=plan)}
    rows |= {(EntryKind.TARGET.value, target.pk) for target in Target.objects.filter(plan=plan)}
    assert len(rows) == 5
    assert entries(plan_id=plan.pk) == rows
    after = approved.read(approved.PLAN.replace("trên địa bàn", "trên địa bàn tỉnh"))
    renewed = services.adopt(world.coordinator, review_id=approved.review(world, after, of=plan.document).pk)
    assert renewed.pk == plan.pk
    current = {(EntryKind.TASK.value, task.pk) for task in Task.objects.filter(plan=plan, current=True)}
    current |= {(EntryKind.TARGET.value, target.pk) for target in Target.objects.filter(plan=plan, current=True)}
    assert entries(plan_id=plan.pk) == current
    assert not current & rows


def test_reading_a_document_lets_its_text_be_found_and_completing_it_its_title(world: World) -> None:
    document = papers.uploaded(world.coordinator).document
    assert looked(world.coordinator, "mạng lưới tổ chức trung gian", kind=EntryKind.DOCUMENT) == [document.title]
    identity = dataclasses.replace(metadata.identity_of(document), title="Tên mới hẳn")
    seen = metadata.version_of(document)
    metadata.complete(world.coordinator, document_id=document.pk, seen=seen, identity=identity)
    assert looked(world.coordinator, "ten moi han") == ["Tên mới hẳn"]


def test_closing_a_document_takes_it_from_those_who_may_not_read_it_at_once(world: World) -> None:
    document = paper(world, "Kế hoạch riêng", audience=Audience.INTERNAL)
    writing.rebuild()
    outsider = world.actor(Role.SPECIALIST, world.finance)
    assert looked(outsider, "rieng") == looked(ANYBODY, "rieng") == []
    assert looked(world.coordinator, "rieng") == ["Kế hoạch riêng"]
    Document.objects.filter(pk=document.pk).update(audience=Audience.PUBLIC)
    assert looked(outsider, "rieng") == looked(ANYBODY, "rieng") == ["Kế hoạch riêng"]


def test_the_public_finds_only_units_that_public_plans_name(world: World) -> None:
    seed.plan(world, audience=Audience.PUBLIC)
    unit("Sở Mật", parent=world.province)
    writing.rebuild()
    assert set(looked(ANYBODY, "so", kind=EntryKind.UNIT)) == {"Sở Khoa học và Công nghệ", "Sở Tài chính"}
    assert "Sở Mật" in looked(world.coordinator, "so", kind=EntryKind.UNIT)


def test_a_renamed_unit_is_found_by_both_names(world: World) -> None:
    day = clock.today()
    decision = Decision(effective_on=day, number="9/QĐ-UBND", issued_on=day, issuer="UBND tỉnh Sông Trà")
    operator = world.actor(Role.OPERATOR, world.province)
    rename(operator, unit_id=world.finance.pk, decision=decision, name="Sở Tài chính - Đầu tư")
    assert looked(world.coordinator, "sở tài chính", kind=EntryKind.UNIT) == ["Sở Tài chính - Đầu tư"]


def test_what_a_unit_issued_under_its_former_name_stays_its_own_when_the_index_is_made_anew(world: World) -> None:
    paper(world, "Đê điều", issuer="Sở Tài chính")
    writing.rebuild()
    assert looked(world.coordinator, "de dieu", unit_ids=(world.finance.pk,)) == ["Đê điều"]
    day = clock.today()
    decision = Decision(effective_on=day, number="9/QĐ-UBND", issued_on=day, issuer="UBND tỉnh Sông Trà")
    operator = world.actor(Role.OPERATOR, world.province)
    rename(operator, unit_id=world.finance.pk, decision=decision, name="Sở Tài chính - Đầu tư")
    for _ in range(2):
        assert looked(world.coordinator, "de dieu", unit_ids=(world.finance.pk,)) == ["Đê điều"]
        writing.rebuild()


def test_the_year_of_a_plan_whose_document_gets_its_day_on_the_day_it_came_is_found(
    world: World, plan: Plan, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    document = plan.document
    Document.objects.filter(pk=document.pk).update(issued_on="")
    writing.rebuild()
    document.refresh_from_db()
    document.issued_on = f"{document.created_at:%Y-%m-%d}"
    with django_capture_on_commit_callbacks(execute=True):
        document.save()
    year = document.created_at.year
    assert search(world.coordinator, Query(text="khoa hoc", kind=EntryKind.TASK, year=year)).total


def test_a_change_outside_a_service_is_indexed_after_its_commit(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = paper(world, "Đê điều")
    assert looked(world.coordinator, "de dieu") == ["Đê điều"]
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert entries(kind=EntryKind.DOCUMENT) == set()


def test_a_service_that_fails_leaves_the_index_as_it_was(world: World) -> None:
    @service
    def fail() -> None:
        paper(world, "Đê điều")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert entries() == set()


def test_the_database_itself_keeps_words_and_entries_together(world: World) -> None:
    """A migration that makes the table anew must make its triggers anew: this is what they do."""
    paper(world, "Đê điều")
    writing.rebuild()
    SearchEntry.objects.update(folded="thuy loi", facets="")
    assert looked(world.coordinator, "de dieu") == []
    assert looked(world.coordinator, "thuy loi") == ["Đê điều"]
    SearchEntry.objects.all().delete()
    assert looked(world.coordinator, "thuy loi") == []


def test_a_text_of_any_length_is_indexed_as_far_as_the_database_takes_it(world: World) -> None:
    content = " ".join(f"từ{number}" for number in range(120_000)) + "\x00"
    document = paper(world, "Dài")
    entry = Entry(kind=EntryKind.DOCUMENT, ref=document.pk, title="Dài", body=content, document_id=document.pk)
    writing.entry_row(entry).save()
    assert looked(world.coordinator, "từ40000") == ["Dài"]
    assert looked(world.coordinator, "từ119999") == []


@pytest.mark.parametrize(
    "before",
    [
        "khoa " * 400,
        " ".join(f"t{number}" for number in range(20_000)),
        " ".join(f"tiengdai{number:05}" for number in range(12_000)),
    ],
    ids=["one word often", "late", "many pairs"],
)
def test_a_phrase_is_found_wherever_it_stands_in_a_long_text(world: World, before: str) -> None:
    """PostgreSQL forgets the places of words that come often, or late in a long text."""
    document = paper(world, "Dài")
    content = f"{before} phát triển khoa học mở"
    entry = Entry(kind=EntryKind.DOCUMENT, ref=document.pk, title="Dài", body=content, document_id=document.pk)
    writing.entry_row(entry).save()
    paper(world, "Ngắn", kind="QĐ")
    for text in ('"khoa học mở"', 'dài "phát triển khoa học mở"', '"triển khoa" mở'):
        assert looked(world.coordinator, text) == ["Dài"], text
    for text in ('"mở khoa học"', '"học khoa"', '"khoa học mở" ngắn'):
        assert looked(world.coordinator, text) == [], text


def test_units_come_in_the_order_of_the_alphabet_on_every_database(world: World) -> None:
    for name in ("Ỷ Lan", "Đài Phát thanh", "Ấp Mới", "Văn phòng"):
        unit(f"{name} thử", parent=world.province)
    writing.rebuild()
    names = ["Ấp Mới thử", "Đài Phát thanh thử", "Văn phòng thử", "Ỷ Lan thử"]
    assert looked(world.coordinator, "thử", kind=EntryKind.UNIT) == names


def test_the_order_of_one_day_is_that_of_documents_and_their_rows_not_of_the_index(world: World, plan: Plan) -> None:
    for number in range(5):
        paper(world, f"Khoa học {number}", issued_on=plan.document.issued_on)
    writing.rebuild()
    found = titles(search(world.coordinator, Query(text="khoa hoc")))
    SearchEntry.objects.all().delete()
    keys = list(Document.objects.order_by("-pk").values_list("pk", flat=True))
    writing.write("plans", [plan.pk])
    writing.write("documents", keys[3:])
    writing.write("documents", keys[:3])
    writing.rebuild()
    assert titles(search(world.coordinator, Query(text="khoa hoc"))) == found
    tasks = search(world.coordinator, Query(text="khoa hoc", kind=EntryKind.TASK)).hits
    refs = [hit.ref for hit in tasks]
    assert refs == sorted(refs)


class WhatIsFoundIsVisible(TestCase):
    """Searching finds, counts and suggests exactly what the policies let a person read."""

    @settings(max_examples=30)
    @given(POSTS, PLANS, st.sampled_from(["signed in", "anonymous"]))
    def test_nothing_else_is_found_counted_or_suggested(
        self, posts: list[tuple[str, int]], drafts: list[tuple[int, str, set[int]]], who: str
    ) -> None:
        units = make_units()
        writer = User.objects.create_user("nguoi-viet", full_name="Nguyễn Văn An")
        made = []
        for index, (owner, audience_of, recipients) in enumerate(drafts):
            document = Document.objects.create(
                owner_id=units[owner].agency_id,
                created_by=writer,
                audience=audience_of,
                title=f"Chuyển đổi số {index}",
                number=f"{index + 1}/KH-UBND",
            )
            Recipient.objects.bulk_create(Recipient(document=document, unit=units[place]) for place in recipients)
            made.append(document)
        writing.rebuild()
        grants = tuple(Grant(role, units[place].pk, units[place].agency_id, units[place].path) for role, place in posts)
        actor = Actor(user_id=writer.pk, name="An", grants=grants) if who == "signed in" else ANYBODY
        readable = {
            document.pk
            for document in made
            if document_policies.allowed(actor, document_policies.Action.READ, document)
        }
        found = search(actor, Query(text="chuyen doi so", kind=EntryKind.DOCUMENT), 1, 50)
        assert {hit.ref for hit in found.hits} == readable
        assert found.total == len(readable) == found.kinds.get(EntryKind.DOCUMENT, 0)
        suggested = {item.ref for item in suggest(actor, "chuyen do") if item.kind == EntryKind.DOCUMENT}
        assert suggested == readable
        for document in made:
            by_number = search(actor, Query(text=document.number)).hits
            assert {hit.ref for hit in by_number} == {document.pk} & readable
