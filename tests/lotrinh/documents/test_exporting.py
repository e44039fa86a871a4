"""A document as a file in an open form: who gets it, what stands in it, what it costs."""

from __future__ import annotations

import pytest
from lxml import etree
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.core.problems import Missing, NotAllowed
from lotrinh.documents.models import Document
from lotrinh.documents.selectors import exporting
from lotrinh.documents.vocab import Audience
from tests.factories import readings
from tests.factories.papers import document, uploaded
from tests.factories.world import World

NOBODY = Actor(user_id=None, name="", grants=())


@pytest.fixture
def kept(world: World) -> Document:
    return uploaded(world.coordinator).document


def test_the_text_is_akoma_ntoso_named_by_what_people_said_of_the_document(world: World, kept: Document) -> None:
    Document.objects.filter(pk=kept.pk).update(number="99/KH-UBND", issuer="Ủy ban nhân dân tỉnh Sông Trà")
    made = exporting.akoma_ntoso(world.coordinator, kept.pk)
    root = etree.fromstring(made.data)
    uri = root.find(".//{*}FRBRWork/{*}FRBRuri")
    assert uri is not None
    assert uri.get("value") == "/akn/vn/doc/ke-hoach/uy-ban-nhan-dan-tinh-song-tra/2026/99-KH-UBND"
    assert "Trần Văn Bình" in "".join(str(text) for text in root.itertext())
    assert made.filename == f"van-ban-{kept.pk}.xml"


def test_it_costs_two_queries(world: World, kept: Document, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for make in (exporting.akoma_ntoso, exporting.record_json, exporting.stamp):
        with django_assert_num_queries(2):
            make(world.coordinator, kept.pk)


def test_the_stamp_changes_with_the_header_and_with_the_reading(world: World, kept: Document) -> None:
    first = exporting.stamp(world.coordinator, kept.pk).etag
    assert exporting.stamp(world.coordinator, kept.pk).etag == first
    Document.objects.filter(pk=kept.pk).update(title="Trích yếu khác")
    second = exporting.stamp(world.coordinator, kept.pk).etag
    readings.reading(world, of=kept)
    third = exporting.stamp(world.coordinator, kept.pk).etag
    assert len({first, second, third}) == 3


def test_the_record_stays_inside_and_the_text_goes_as_far_as_the_document(world: World, kept: Document) -> None:
    foreign = world.actor(Role.SPECIALIST, world.finance)
    for reader in (foreign, NOBODY):
        for make in (exporting.akoma_ntoso, exporting.record_json, exporting.stamp):
            with pytest.raises(Missing):
                make(reader, kept.pk)
    Document.objects.filter(pk=kept.pk).update(audience=Audience.PUBLIC)
    for reader in (foreign, NOBODY):
        assert exporting.akoma_ntoso(reader, kept.pk).data
        with pytest.raises(NotAllowed):
            exporting.record_json(reader, kept.pk)


def test_a_document_that_nobody_read_has_no_file_yet(world: World) -> None:
    empty = document(world.science, world.coordinator)
    with pytest.raises(Missing) as raised:
        exporting.akoma_ntoso(world.coordinator, empty.pk)
    assert raised.value.code == "reading-missing"
