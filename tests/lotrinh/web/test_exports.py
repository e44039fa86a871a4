"""Documents and plans in open forms, from their pages."""

from __future__ import annotations

import pytest
from django.test import Client

from lotrinh.accounts.vocab import Role
from lotrinh.documents.models import Document
from lotrinh.documents.vocab import Audience
from tests.factories.papers import person, uploaded
from tests.factories.world import World


@pytest.fixture
def kept(world: World) -> Document:
    return uploaded(world.coordinator).document


def test_the_page_offers_both_files(world: World, kept: Document) -> None:
    client = Client()
    client.force_login(person(world.coordinator))
    page = client.get(f"/van-ban/{kept.pk}/").content.decode()
    for name, media_type, start in (
        ("akn.xml", "application/akn+xml", b"<?xml "),
        ("ho-so.json", "application/json", b'{\n  "schema": "lotrinh.plan/1"'),
    ):
        url = f"/van-ban/{kept.pk}/tai-ve/{name}"
        assert url in page
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer.content.startswith(start)


def test_a_reader_outside_sees_no_link_to_the_record(world: World, kept: Document) -> None:
    Document.objects.filter(pk=kept.pk).update(audience=Audience.PUBLIC)
    client = Client()
    client.force_login(person(world.actor(Role.SPECIALIST, world.finance)))
    page = client.get(f"/van-ban/{kept.pk}/").content.decode()
    assert f"/van-ban/{kept.pk}/tai-ve/akn.xml" in page
    assert "ho-so.json" not in page
    assert client.get(f"/van-ban/{kept.pk}/tai-ve/ho-so.json").status_code == 403
