"""Linking citations with documents: by machine in both directions, by people, over readings and upgrades."""

from __future__ import annotations

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.jobs.models import Job
from lotrinh.core.problems import Conflict, Missing, NotAllowed, Refused
from lotrinh.documents import jobs
from lotrinh.documents.models import CitationLink, Document, KnownDocument, Reading
from lotrinh.documents.services import chain, citations, metadata
from lotrinh.documents.services.metadata import Identity, version_of
from lotrinh.documents.vocab import LINK_CYCLE, POINTING, Audience, LinkAction, LinkReason, LinkState
from tests.factories.chains import ISSUER, citing, kept, link, links, read
from tests.factories.papers import work_off
from tests.factories.world import World
from vanban.record import CitationRole

pytestmark = pytest.mark.django_db
TITLE = "Thực hiện Chiến lược phát triển nghề nuôi ong trên địa bàn tỉnh Sông Trà"


@pytest.fixture
def plan(world: World) -> Document:
    return kept(world, "90/KH-UBND", issued_on="2026-05-05")


def trail(action: str) -> tuple[dict[str, object], dict[str, object]]:
    """What the only row of this act says: before and after."""
    entry = AuditEntry.objects.get(action=action)
    assert entry.before is not None
    assert entry.after is not None
    return entry.before, entry.after


def complete(world: World, document: Document, **fields: str) -> None:
    now = {name: getattr(document, name) for name in Identity.__dataclass_fields__}
    metadata.complete(
        world.coordinator,
        document_id=document.pk,
        seen=version_of(document),
        identity=Identity(**{**now, **fields}),
    )
    document.refresh_from_db()


# --- by machine ------------------------------------------------------------------------------------------------------
def test_a_citation_finds_the_document_that_is_there(world: World, plan: Document) -> None:
    parent = kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", issuer="UBND tỉnh")])
    found = link(plan)
    assert (found.state, found.target) == (LinkState.RESOLVED, parent)
    assert found.reasons == ["number-same", "issuer-same", "date-same"]
    assert found.known.filled_by == parent


def test_a_stub_fills_when_its_document_is_completed(world: World, plan: Document) -> None:
    read(world, plan, [citing("12/KH-UBND", issuer="UBND tỉnh")])
    stub = link(plan).known
    assert (link(plan).state, stub.issuer, stub.filled_by) == (LinkState.OPEN, "UBND tỉnh Sông Trà", None)
    parent = kept(world, issued_on="", issuer="")
    complete(world, parent, number="12 KH/UBND", issued_on="5/2/2026", issuer=ISSUER)
    stub.refresh_from_db()
    assert (link(plan).state, link(plan).target, stub.filled_by) == (LinkState.RESOLVED, parent, parent)


def test_a_stub_fills_when_its_document_is_read(world: World, plan: Document) -> None:
    read(world, plan, [citing("12/KH-UBND")])
    parent = kept(world, "12/KH-UBND")
    read(world, parent, [])
    assert link(plan).target == parent


def test_a_link_goes_when_the_document_turns_out_to_be_another(world: World, plan: Document) -> None:
    parent = kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND")])
    complete(world, parent, number="13/KH-UBND")
    assert (link(plan).state, link(plan).target, link(plan).known.filled_by) == (LinkState.OPEN, None, None)


def test_a_stub_that_never_fills_stays_named(world: World, plan: Document) -> None:
    read(world, plan, [citing("99-NQ/TW", "2024-12-22", issuer="Bộ Chính trị", kind="NQ")])
    for number in ("98-NQ/TW", "99/NQ-CP", "99-KL/TW"):
        read(world, kept(world, number, kind="NQ", issued_on="2024-12-22", issuer="Bộ Chính trị"), [])
    assert link(plan).state == LinkState.OPEN
    assert str(link(plan).known) == "99-NQ/TW"


def test_one_stub_stands_for_all_that_cite_it_and_knows_what_they_know(world: World, plan: Document) -> None:
    other = kept(world, "91/KH-UBND")
    read(world, plan, [citing("57 NQ/TW", None, issuer="Bộ Chính trị", kind="NQ")])
    read(world, other, [citing("57-NQ/TW", "2024-12-22", issuer="Ban Bí thư", kind="NQ", subject="về nghề nuôi ong")])
    assert link(plan).known == link(other).known
    stub = KnownDocument.objects.get()
    assert (stub.issued_on, stub.title) == ("2024-12-22", "về nghề nuôi ong")


def test_bare_names_of_two_provinces_are_two_stubs(world: World, plan: Document) -> None:
    other = kept(world, "91/KH-UBND", issuer="Ủy ban nhân dân tỉnh Núi Ngự")
    for document in (plan, other):
        read(world, document, [citing("12/KH-UBND", issuer="UBND tỉnh")])
    assert {row.issuer for row in KnownDocument.objects.all()} == {"UBND tỉnh Sông Trà", "UBND tỉnh Núi Ngự"}


def test_a_stub_that_nobody_cites_any_more_goes(world: World, plan: Document) -> None:
    read(world, plan, [citing("12/KH-UBND")])
    read(world, plan, [citing("14/KH-UBND")])
    assert [row.number for row in KnownDocument.objects.all()] == ["14/KH-UBND"]


def test_a_document_whose_number_is_not_printed_is_proposed(world: World, plan: Document) -> None:
    parent = kept(world, "", issued_on="2023-09-22", title=TITLE)
    read(world, plan, [citing("3631/KH-UBND", "2023-09-22", issuer="UBND tỉnh", subject=TITLE)])
    assert (link(plan).state, link(plan).target) == (LinkState.PROPOSED, parent)
    assert set(link(plan).reasons) == {"number-missing", "title-alike", "date-same", "issuer-same"}


def test_a_document_that_could_not_be_read_is_proposed_by_its_first_words_either_way(
    world: World, plan: Document
) -> None:
    damaged = "Thuc hién Chién lwec phat trién nghè nuôi ong trén dia bàn tinh Song Tra\n"
    before = kept(world, "", issued_on="", issuer="", kind="")
    read(world, before, [], text=damaged)
    read(world, plan, [citing("3631/KH-UBND", "2023-09-22", issuer="UBND tỉnh", subject=TITLE)])
    assert (link(plan).state, link(plan).target) == (LinkState.PROPOSED, before)
    other = kept(world, "92/KH-UBND")
    read(world, other, [citing("3700/KH-UBND", "2024-09-22", subject="Phòng, chống cháy rừng mùa khô ở miền núi")])
    after = kept(world, "", issued_on="", issuer="", kind="")
    read(world, after, [], text="PHONG, CHONG CHAY RUNG MUA KHO O MIEN NUI\n")
    assert (link(other).state, link(other).target) == (LinkState.PROPOSED, after)


def test_a_law_cited_by_name_is_proposed(world: World, plan: Document) -> None:
    law = kept(world, "60/2024/QH15", kind="Luật", issued_on="2024-11-30", issuer="Quốc hội", title="Dữ liệu")
    role = CitationRole.BASIS
    read(world, plan, [citing(None, "2024-11-30", kind="Luật", subject="Dữ liệu", issuer=None, role=role)])
    assert (link(plan).state, link(plan).target) == (LinkState.PROPOSED, law)


def test_two_documents_with_one_number_are_left_to_a_person(world: World, plan: Document) -> None:
    parents = [kept(world, "12/KH-UBND"), kept(world, "12/KH-UBND")]
    Document.objects.update(kept_apart=True)
    read(world, plan, [citing("12/KH-UBND")])
    assert link(plan).state == LinkState.PROPOSED
    assert link(plan).target in parents
    assert LinkReason.SEVERAL in link(plan).reasons


def test_saying_that_two_are_apart_takes_the_certainty_back(world: World, plan: Document) -> None:
    first, _second = kept(world, "12/KH-UBND"), kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND")])
    assert link(plan).state == LinkState.RESOLVED
    metadata.keep_apart(world.coordinator, document_id=first.pk)
    assert link(plan).state == LinkState.PROPOSED


def test_of_copies_in_several_agencies_the_own_one_is_taken(world: World, plan: Document) -> None:
    kept(world, "12/KH-UBND", owner=world.finance, audience=Audience.PUBLIC)
    read(world, plan, [citing("12/KH-UBND")])
    assert link(plan).target.owner == world.finance  # type: ignore[union-attr]
    own = kept(world, "12/KH-UBND")
    read(world, own, [])
    assert (link(plan).state, link(plan).target) == (LinkState.RESOLVED, own)


def test_no_document_cites_itself_or_its_copy(world: World, plan: Document) -> None:
    kept(world, "90/KH-UBND", issued_on="2026-05-05", owner=world.finance)
    read(world, plan, [citing("90/KH-UBND", "2026-05-05")])
    assert link(plan).state == LinkState.OPEN


def test_marks_that_turn_the_direction_of_text_stay_out_of_names(world: World, plan: Document) -> None:
    read(world, plan, [citing(None, subject="về \u202enghề\u2066 nuôi\x00 ong", issuer="UBND \u200ftỉnh")])
    found = link(plan)
    assert (found.title, found.issuer) == ("về nghề nuôi ong", "UBND tỉnh")
    assert found.printed == "KH về nghề nuôi ong"
    assert found.known.title == "về nghề nuôi ong"


def test_two_that_cite_each_other_are_linked_both_ways(world: World, plan: Document) -> None:
    other = kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND")])
    read(world, other, [citing("90/KH-UBND", "2026-05-05")])
    assert (link(plan).target, link(other).target) == (other, plan)


def test_joining_documents_moves_what_points_at_them(world: World, plan: Document) -> None:
    first, second = kept(world, "12/KH-UBND"), kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND")])
    read(world, first, [citing("7/KH-UBND")])
    read(world, second, [])
    metadata.join(world.coordinator, document_id=first.pk, into_id=second.pk)
    assert link(plan).target == second
    assert CitationLink.objects.filter(document=second).count() == len(links(second)) <= 1
    assert KnownDocument.objects.get(number="12/KH-UBND").filled_by == second


def test_300_citations_take_as_many_queries_as_three(world: World, plan: Document) -> None:
    for n in range(1, 40):
        kept(world, f"{n}/KH-UBND")
    with CaptureQueriesContext(
        connection,
    ) as few:
        read(world, plan, [citing(f"{n}/KH-UBND") for n in range(1, 4)])
    with CaptureQueriesContext(connection) as many:
        read(world, plan, [citing(f"{n}/KH-UBND") for n in range(1, 301)])
    assert len(links(plan)) == 300
    assert sum(item.state == LinkState.RESOLVED for item in links(plan)) == 39
    assert len(many) <= len(few) + 6


# --- over readings and upgrades --------------------------------------------------------------------------------------
def test_a_new_reading_keeps_what_people_decided(world: World, plan: Document) -> None:
    wrong, right = kept(world, "12/KH-UBND", issued_on="2026-02-06"), kept(world, "15/KH-UBND")
    read(world, plan, [citing("7/KH-UBND"), citing("12/KH-UBND")])
    second = links(plan)[1]
    assert (second.state, second.target) == (LinkState.PROPOSED, wrong)
    citations.point(world.coordinator, link_id=second.pk, seen=citations.seen_of(second), document_id=right.pk)
    read(world, plan, [citing("12/KH-UBND"), citing("8/KH-UBND")])
    again = links(plan)[0]
    assert (again.pk, again.state, again.target) == (second.pk, LinkState.CONFIRMED, right)
    assert again.decided_by_id == world.coordinator.user_id
    assert [row.number for row in KnownDocument.objects.order_by("pk")] == ["12/KH-UBND", "8/KH-UBND"]


def test_a_refusal_outlives_a_reading_that_knows_the_date(world: World, plan: Document) -> None:
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", None)])
    first = link(plan)
    citations.refuse(world.coordinator, link_id=first.pk, seen=citations.seen_of(first))
    read(world, plan, [citing("12/KH-UBND", "2026-02-05")])
    assert (link(plan).pk, link(plan).state, link(plan).issued_on) == (first.pk, LinkState.REFUSED, "2026-02-05")


def test_readings_from_before_are_linked_by_a_job_after_an_upgrade(world: World, plan: Document) -> None:
    parent = kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND")])
    CitationLink.objects.all().delete()
    Document.objects.update(linked_reading=None)
    jobs.queue_links()
    assert Job.objects.get().kind == jobs.LINK_JOB
    work_off()
    assert link(plan).target == parent
    assert not chain.unlinked().exists()
    jobs.queue_links()
    assert Job.objects.count() == 1


def test_a_reading_that_cannot_be_opened_holds_nobody_up(world: World, plan: Document) -> None:
    read(world, plan, [])
    broken = Reading.objects.create(
        file=plan.files.get(), engine="0.0.1", record="{", read_at=plan.created_at, seconds=1
    )
    Document.objects.update(linked_reading=None)
    chain.catch_up(plan.pk)
    plan.refresh_from_db()
    assert plan.linked_reading == broken.pk


# --- by people -------------------------------------------------------------------------------------------------------
@pytest.fixture
def proposed(world: World, plan: Document) -> CitationLink:
    kept(world, "", issued_on="2023-09-22", title=TITLE)
    read(world, plan, [citing("3631/KH-UBND", "2023-09-22", issuer="UBND tỉnh", subject=TITLE)])
    return link(plan)


def test_a_person_confirms(world: World, proposed: CitationLink) -> None:
    target = proposed.target
    done = citations.confirm(world.coordinator, link_id=proposed.pk, seen=citations.seen_of(proposed))
    assert (done.state, done.target, done.known.filled_by) == (LinkState.CONFIRMED, target, target)
    entry = AuditEntry.objects.get(action="citation.confirmed")
    assert (entry.thing_kind, entry.thing_id) == ("document", str(proposed.document_id))
    before, after = trail("citation.confirmed")
    assert before["link_state"] == "proposed"
    assert after["cited_id"] == target.pk  # type: ignore[union-attr]


def test_what_was_refused_is_not_proposed_again_but_another_is(world: World, proposed: CitationLink) -> None:
    done = citations.refuse(world.coordinator, link_id=proposed.pk, seen=citations.seen_of(proposed))
    assert (done.state, done.target) == (LinkState.REFUSED, None)
    read(world, Document.objects.get(title=TITLE), [])
    proposed.refresh_from_db()
    assert proposed.state == LinkState.REFUSED
    real = kept(world, "3631/KH-UBND", issued_on="2023-09-22")
    read(world, real, [])
    proposed.refresh_from_db()
    assert (proposed.state, proposed.target) == (LinkState.PROPOSED, real)


def test_a_decision_is_taken_back_and_the_machine_looks_again(world: World, proposed: CitationLink) -> None:
    target = proposed.target
    citations.refuse(world.coordinator, link_id=proposed.pk, seen=citations.seen_of(proposed))
    done = citations.reopen(world.coordinator, link_id=proposed.pk, seen="refused:")
    assert (done.state, done.target, done.refused, done.decided_by) == (LinkState.PROPOSED, target, [], None)


def test_a_person_points_elsewhere_never_at_the_document_itself(world: World, proposed: CitationLink) -> None:
    seen = citations.seen_of(proposed)
    with pytest.raises(Refused):
        citations.point(world.coordinator, link_id=proposed.pk, seen=seen, document_id=proposed.document_id)
    hidden = kept(world, "5/KH-UBND", owner=world.finance)
    with pytest.raises(Missing):
        citations.point(world.coordinator, link_id=proposed.pk, seen=seen, document_id=hidden.pk)
    other = kept(world, "6/KH-UBND")
    done = citations.point(world.coordinator, link_id=proposed.pk, seen=seen, document_id=other.pk)
    assert (done.state, done.target, done.reasons) == (LinkState.CONFIRMED, other, [])


def test_a_second_tab_is_told(world: World, proposed: CitationLink) -> None:
    seen = citations.seen_of(proposed)
    citations.confirm(world.coordinator, link_id=proposed.pk, seen=seen)
    with pytest.raises(Conflict):
        citations.refuse(world.coordinator, link_id=proposed.pk, seen=seen)
    with pytest.raises(Missing):
        citations.confirm(world.coordinator, link_id=proposed.pk + 1000, seen=seen)


@pytest.mark.parametrize("role", [Role.HEAD_OF_AGENCY, Role.HEAD_OF_DIVISION])
def test_those_who_only_read_decide_nothing(world: World, proposed: CitationLink, role: Role) -> None:
    with pytest.raises(NotAllowed):
        citations.confirm(world.actor(role), link_id=proposed.pk, seen=citations.seen_of(proposed))
    stranger = world.actor(Role.COORDINATOR, world.finance)
    with pytest.raises(Missing):
        citations.confirm(stranger, link_id=proposed.pk, seen=citations.seen_of(proposed))


def test_a_document_that_is_hidden_can_be_pointed_past_and_is_not_named_in_the_trail(
    world: World, plan: Document
) -> None:
    secret = kept(world, "12/KH-UBND", owner=world.finance, title="Điều chưa ai được biết")
    read(world, plan, [citing("12/KH-UBND")])
    assert link(plan).target == secret
    with pytest.raises(Missing):
        citations.confirm(world.coordinator, link_id=link(plan).pk, seen=citations.seen_of(link(plan)))
    other = kept(world, "6/KH-UBND")
    citations.point(world.coordinator, link_id=link(plan).pk, seen="open:", document_id=other.pk)
    before, _after = trail("citation.pointed")
    assert (before["cited"], before["cited_id"], before["link_state"]) == ("", None, "open")
    assert "Điều chưa ai" not in str(AuditEntry.objects.exclude(thing_id=str(secret.pk)).values_list("before", "after"))


# --- the table -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("state", "action"), list(itertools.product(LinkState, LinkAction)))
def test_the_cycle_of_a_citation(state: LinkState, action: LinkAction) -> None:
    after = LINK_CYCLE.get((state, action))
    expected = {
        LinkAction.CONFIRM: LinkState.CONFIRMED if state in {LinkState.RESOLVED, LinkState.PROPOSED} else None,
        LinkAction.REFUSE: LinkState.REFUSED if state in POINTING else None,
        LinkAction.POINT: LinkState.CONFIRMED,
        LinkAction.REOPEN: LinkState.OPEN if state in {LinkState.CONFIRMED, LinkState.REFUSED} else None,
    }
    assert after == expected[action]
