"""What a reader is shown of a chain: rights, circles, bounds, what has ended, how many queries it takes."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing
from lotrinh.documents import policies
from lotrinh.documents.models import CitationLink, Document
from lotrinh.documents.selectors import chain
from lotrinh.documents.selectors.chain import MOST_NODES, ChainPage
from lotrinh.documents.services import citations, standing
from lotrinh.documents.vocab import Audience, ChainLayer, CitedAs, LinkAction, LinkState
from tests.factories.chains import cites, citing, kept, link, read
from tests.factories.world import World
from vanban.record import CitationRole

ANYBODY: Final = Actor(user_id=None, name="")


def named(page: ChainPage) -> set[int | None]:
    return {node.paper.document_id for node in page.nodes}


@pytest.fixture
def three(world: World) -> tuple[Document, Document, Document]:
    """A resolution, the plan of the province that carries it out, and the plan of a department below that."""
    top = kept(world, "57-NQ/TW", kind="NQ", issuer="Bộ Chính trị", issued_on="2024-12-22", title="Về nghề nuôi ong")
    middle = kept(world, "12/KH-UBND", title="Thực hiện nghị quyết về nghề nuôi ong")
    low = kept(world, "3/KH-SKHCN", issuer="Sở Khoa học và Công nghệ tỉnh Sông Trà", issued_on="2026-03-09")
    cites(world, middle, top)
    cites(world, low, middle)
    return top, middle, low


@pytest.mark.django_db
def test_the_chain_is_followed_up_and_down_in_its_layers(
    world: World, three: tuple[Document, Document, Document]
) -> None:
    top, middle, low = three
    for document in three:
        page = chain.chain_page(world.coordinator, document.pk)
        assert named(page) == {top.pk, middle.pk, low.pk}
        assert {node.paper.document_id: node.layer for node in page.nodes} == {
            top.pk: ChainLayer.CENTRAL,
            middle.pk: ChainLayer.PROVINCE,
            low.pk: ChainLayer.LOCAL,
        }
        assert {(edge.lower, edge.upper) for edge in page.edges} == {
            (f"d{middle.pk}", f"d{top.pk}"),
            (f"d{low.pk}", f"d{middle.pk}"),
        }
    assert chain.chain_page(world.coordinator, top.pk).below == tuple(sorted((middle.pk, low.pk)))


@pytest.mark.django_db
def test_parents_and_children_are_for_other_doors_too(world: World) -> None:
    top = kept(world, "57-NQ/TW", kind="NQ", issuer="Bộ Chính trị", audience=Audience.PUBLIC)
    low = kept(world, "12/KH-UBND", audience=Audience.PUBLIC)
    inner = kept(world, "13/KH-UBND")
    role = CitationRole.MENTIONS
    read(
        world,
        low,
        [
            citing("57-NQ/TW", issuer="Bộ Chính trị", kind="NQ"),
            citing("99/KH-UBND", role=CitationRole.BASIS),
            citing("98/KH-UBND", role=role),
        ],
    )
    cites(world, inner, top)
    rows = chain.parents(ANYBODY, low.pk)
    assert [(row.paper.number, row.paper.document_id, row.state) for row in rows] == [
        ("57-NQ/TW", top.pk, LinkState.RESOLVED),
        ("99/KH-UBND", None, LinkState.OPEN),
    ]
    assert all(not row.acts and not row.reasons for row in rows)
    assert [row.paper.document_id for row in chain.children(ANYBODY, top.pk)] == [low.pk]
    assert {row.paper.document_id for row in chain.children(world.coordinator, top.pk)} == {low.pk, inner.pk}
    with pytest.raises(Missing):
        chain.parents(ANYBODY, inner.pk)


@pytest.mark.django_db
def test_a_citation_of_what_one_may_not_see_shows_as_absent(world: World) -> None:
    plan = kept(world, "90/KH-UBND")
    hidden = kept(world, "12/KH-UBND", owner=world.finance, title="Điều chưa ai được biết")
    read(world, plan, [citing("12/KH-UBND"), citing("13/KH-UBND")])
    page = chain.chain_page(world.coordinator, plan.pk)
    absent, other = page.cites
    assert (absent.state, absent.paper.document_id, absent.paper.title, absent.reasons) == (
        LinkState.OPEN,
        None,
        "",
        (),
    )
    assert (absent.acts, absent.seen) == (other.acts, other.seen)
    assert [
        item.paper.number for item in chain.missing_papers(world.coordinator, chain.missing(world.coordinator))
    ] == [
        "13/KH-UBND",
        "12/KH-UBND",
    ]
    assert hidden.pk not in named(page)
    assert "Điều chưa ai" not in repr(page)


@pytest.mark.django_db
def test_a_copy_that_one_may_see_stands_for_one_that_one_may_not(world: World) -> None:
    plan = kept(world, "90/KH-UBND", audience=Audience.PUBLIC)
    hidden = kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND")])
    copy = kept(world, "12/KH-UBND", owner=world.finance, audience=Audience.PUBLIC)
    assert link(plan).target == hidden
    reader = world.actor(Role.SPECIALIST, world.commune)
    page = chain.chain_page(reader, plan.pk)
    assert named(page) == {plan.pk, copy.pk}
    assert (page.cites[0].state, page.cites[0].paper.document_id) == (LinkState.RESOLVED, copy.pk)
    assert [row.paper.document_id for row in chain.children(reader, copy.pk)] == [plan.pk]
    assert str(hidden.pk) not in page.cites[0].seen


@pytest.mark.django_db
def test_a_proposal_is_for_those_inside(world: World) -> None:
    plan = kept(world, "90/KH-UBND", audience=Audience.PUBLIC)
    kept(world, "12/KH-UBND", audience=Audience.PUBLIC)
    read(world, plan, [citing("12/KH-UBND", None)])
    inside = chain.chain_page(world.coordinator, plan.pk).cites[0]
    assert (inside.state, LinkAction.CONFIRM in inside.acts) == (LinkState.PROPOSED, True)
    for actor in (world.actor(Role.COORDINATOR, world.finance), ANYBODY):
        outside = chain.chain_page(actor, plan.pk)
        assert (outside.cites[0].state, outside.cites[0].acts, outside.cites[0].paper.document_id) == (
            LinkState.OPEN,
            (),
            None,
        )
    assert not chain.children(ANYBODY, link(plan).target_id or 0)


@pytest.mark.django_db
def test_circles_end(world: World) -> None:
    ring = [kept(world, f"{n}/KH-UBND") for n in range(1, 5)]
    for number, document in enumerate(ring):
        cites(world, document, ring[(number + 1) % 4])
    page = chain.chain_page(world.coordinator, ring[0].pk)
    assert named(page) == {document.pk for document in ring}
    assert len(page.edges) == 4
    assert set(page.below) == {document.pk for document in ring[1:]}


@pytest.mark.django_db
def test_a_large_chain_is_bounded_and_says_how_much_is_left(world: World) -> None:
    plan = kept(world, "900/KH-UBND")
    read(world, plan, [citing(f"{n}/QĐ-UBND", kind="QĐ", role=CitationRole.MENTIONS) for n in range(1, 301)])
    page = chain.chain_page(world.coordinator, plan.pk)
    assert (len(page.cites), len(page.nodes), page.left_out) == (300, MOST_NODES, 300 - MOST_NODES + 1)


@pytest.mark.django_db
def test_what_lies_deeper_than_is_drawn_is_counted(world: World) -> None:
    line = [kept(world, f"{n}/KH-UBND") for n in range(1, 8)]
    for upper, lower in itertools.pairwise(line):
        cites(world, lower, upper)
    page = chain.chain_page(world.coordinator, line[0].pk)
    assert named(page) == {document.pk for document in line[: chain.DEPTH + 1]}
    assert page.left_out == 1


@pytest.mark.django_db
def test_many_children_leave_room_for_what_the_document_answers_to(world: World) -> None:
    top = kept(world, "57-NQ/TW", kind="NQ", issuer="Bộ Chính trị", issued_on="2024-12-22")
    plan = kept(world, "900/KH-UBND")
    cites(world, plan, top)
    for n in range(1, 61):
        cites(world, kept(world, f"{n}/KH-UBND"), plan)
    page = chain.chain_page(world.coordinator, plan.pk)
    assert top.pk in named(page)
    assert len(page.nodes) <= MOST_NODES
    assert len(page.nodes) + page.left_out == 62
    assert len(page.below) == 60


@pytest.mark.django_db
def test_a_parent_that_was_replaced_is_told_below_and_what_replaced_it_is_drawn(
    world: World, three: tuple[Document, Document, Document]
) -> None:
    top, middle, low = three
    new = kept(world, "80-NQ/TW", kind="NQ", issuer="Bộ Chính trị", issued_on="2026-01-02")
    standing.relate(
        world.coordinator, target_id=top.pk, relation="replaces", effective_on=dt.date(2026, 1, 2), source_id=new.pk
    )
    page = chain.chain_page(world.coordinator, low.pk)
    assert [node.paper.document_id for node in page.ended_above] == [top.pk]
    assert (f"d{new.pk}", f"d{top.pk}", "replaces") in {(edge.lower, edge.upper, edge.role) for edge in page.edges}
    above = chain.chain_page(world.coordinator, top.pk)
    assert [(row.relation, row.outward, row.paper.document_id) for row in above.acts] == [("replaces", False, new.pk)]
    assert set(above.below) == {middle.pk, low.pk}


@pytest.mark.django_db
def test_a_relation_with_a_hidden_document_names_nothing(world: World) -> None:
    plan = kept(world, "90/KH-UBND")
    hidden = kept(world, "12/KH-UBND", title="Điều chưa ai được biết")
    standing.relate(
        world.coordinator,
        target_id=plan.pk,
        relation="replaces",
        effective_on=dt.date(2026, 1, 2),
        source_id=hidden.pk,
    )
    Document.objects.filter(pk=hidden.pk).update(owner=world.finance)
    page = chain.chain_page(world.coordinator, plan.pk)
    assert (page.acts, named(page), page.edges) == ((), {plan.pk}, ())


@pytest.mark.django_db
def test_missing_documents_are_listed_by_how_many_cite_them(world: World) -> None:
    plans = [kept(world, f"{n}/KH-UBND") for n in range(1, 5)]
    for document in plans:
        read(world, document, [citing("57-NQ/TW", "2024-12-22", issuer="Bộ Chính trị", kind="NQ")])
    read(world, plans[0], [citing("57-NQ/TW", "2024-12-22", issuer="Bộ Chính trị", kind="NQ"), citing("99/KH-UBND")])
    rows = chain.missing_papers(world.coordinator, chain.missing(world.coordinator))
    assert [(row.paper.number, row.count, len(row.cited_by)) for row in rows] == [
        ("57-NQ/TW", 4, 3),
        ("99/KH-UBND", 1, 1),
    ]
    assert not chain.missing(world.actor(Role.COORDINATOR, world.finance)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("size", [3, 300])
def test_the_page_takes_eleven_queries_whatever_its_size(world: World, size: int) -> None:
    plan = kept(world, "900/KH-UBND", audience=Audience.PUBLIC)
    parents = [kept(world, f"{n}/KH-UBND", owner=world.finance, audience=Audience.RECIPIENTS) for n in range(1, 20)]
    read(world, plan, [citing(f"{n}/KH-UBND") for n in range(1, size + 1)])
    cites(world, parents[0], parents[1])
    low = [kept(world, f"{n}/QĐ-UBND", kind="QĐ") for n in range(1, size // 3 + 1)]
    read(world, low[0], [citing("900/KH-UBND")])
    template = link(low[0])
    for document in low[1:]:
        template.pk, template.document, template._state.adding = None, document, True
        template.save()
    with CaptureQueriesContext(connection) as queries:
        chain.chain_page(world.coordinator, plan.pk)
    assert len(queries) <= 11
    with CaptureQueriesContext(connection) as queries:
        chain.parents(world.coordinator, plan.pk)
        chain.children(world.coordinator, plan.pk)
    assert len(queries) <= 8
    with CaptureQueriesContext(connection) as queries:
        chain.missing_papers(world.coordinator, chain.missing(world.coordinator)[:50])
    assert len(queries) == 2


#: (keeping agency, audience, the documents that it cites)
PAPERS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(Audience.values), st.sets(st.integers(0, 5), max_size=4)),
    min_size=2,
    max_size=6,
)


class NobodySeesMore(TestCase):
    """Over any documents, audiences, citations and decisions: what a reader is shown is what they may read."""

    @settings(max_examples=20)
    @given(PAPERS, st.sampled_from(Role.values), st.integers(0, 2), st.booleans())
    def test_a_chain_names_only_what_its_reader_may_see(
        self,
        papers: Sequence[tuple[int, str, set[int]]],
        role: str,
        place: int,
        confirmed: bool,  # noqa: FBT001 - drawn
    ) -> None:
        world = World()
        places = (world.science, world.finance, world.commune)
        made = [
            kept(world, f"{n}/KH-UBND", owner=places[owner], audience=audience, title=f"riêng của văn bản {n}-")
            for n, (owner, audience, _cited) in enumerate(papers, 100)
        ]
        for document, (_owner, _audience, cited) in zip(made, papers, strict=True):
            cites(world, document, *(made[n] for n in sorted(cited) if n < len(made)))
        if confirmed:
            CitationLink.objects.filter(state=LinkState.RESOLVED).update(state=LinkState.CONFIRMED)
        for reader in (world.actor(role, places[place]), ANYBODY):
            seen = set(policies.visible(reader).values_list("pk", flat=True))
            for document in made:
                if document.pk not in seen:
                    with pytest.raises(Missing):
                        chain.chain_page(reader, document.pk)
                    continue
                self._look(reader, document, seen, made)

    @staticmethod
    def _look(reader: Actor, document: Document, seen: set[int], made: Sequence[Document]) -> None:
        page = chain.chain_page(reader, document.pk)
        parents, children = chain.parents(reader, document.pk), chain.children(reader, document.pk)
        lacking = chain.missing_papers(reader, chain.missing(reader))
        shown = {row.paper.document_id for row in (*page.cites, *page.cited_by, *parents, *children)}
        shown |= {*named(page), *page.below, *(other.pk for item in lacking for other in item.cited_by)}
        assert shown - {None} <= seen
        hidden = [other for other in made if other.pk not in seen]
        words = repr((page, parents, children, [item.paper for item in lacking]))
        assert not any(other.title in words for other in hidden)
        for row in page.cites:
            if row.paper.document_id is None:
                assert row.state == LinkState.OPEN
                assert not row.reasons
                assert not row.decided_by


@pytest.mark.django_db
def test_a_refusal_is_told_inside_only(world: World) -> None:
    plan = kept(world, "90/KH-UBND", audience=Audience.PUBLIC)
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", None)])
    citations.refuse(world.coordinator, link_id=link(plan).pk, seen=citations.seen_of(link(plan)))
    row = chain.chain_page(world.coordinator, plan.pk).cites[0]
    assert (row.state, row.role, row.decided_by) == (
        LinkState.REFUSED,
        CitedAs.IMPLEMENTS,
        "Đầu mối kế hoạch Sở Khoa học và Công nghệ",
    )
    assert chain.parents(ANYBODY, plan.pk)[0].state == LinkState.OPEN
