"""The pages of the chain, as people use them: without a script, with wrong values, at any size."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from lotrinh.accounts.vocab import Role
from lotrinh.core.actor import Actor
from lotrinh.documents.models import CitationLink, Document
from lotrinh.documents.policies import Action
from lotrinh.documents.services import citations, standing
from lotrinh.documents.services.taking import take
from lotrinh.documents.vocab import Audience, LinkState
from tests.factories import plans
from tests.factories.chains import cites, citing, kept, link, read
from tests.factories.papers import person
from tests.factories.world import World
from vanban.record import CitationRole

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def sign_in() -> Callable[[Actor], Client]:
    def signed_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(person(actor))
        return client

    return signed_in


@pytest.fixture
def client(world: World, sign_in: Callable[[Actor], Client]) -> Client:
    return sign_in(world.coordinator)


@pytest.fixture
def plan(world: World) -> Document:
    return kept(world, "90/KH-UBND", title="Phát triển nghề nuôi ong <của> tỉnh & vùng")


def page(client: Client, document: Document, query: str = "") -> str:
    answer = client.get(f"/van-ban/{document.pk}/chuoi/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def drawing(text: str) -> Any:  # noqa: ANN401 - an element of lxml
    start, end = text.index('<svg class="chain"'), text.rindex("</svg>", 0, text.index("chain-key")) + len("</svg>")
    return etree.fromstring(text[start:end].encode())


def words(text: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))


def value(text: str, name: str) -> str:
    """What the only button of this name carries."""
    (found,) = re.findall(rf'name="{name}" value="([^"]+)"', text)
    return str(found)


def test_the_picture_has_a_box_for_each_document_and_absent_ones_are_no_links(
    world: World, client: Client, plan: Document
) -> None:
    parent = kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND"), citing("57-NQ/TW", "2024-12-22", issuer="Bộ Chính trị", kind="NQ")])
    picture = drawing(page(client, plan))
    links = {a.get("href"): " ".join(a.itertext()) for a in picture.iter(f"{SVG}a")}
    assert set(links) == {f"/van-ban/{plan.pk}/", f"/van-ban/{parent.pk}/chuoi/"}
    absent = [" ".join(group.itertext()) for group in picture.iter(f"{SVG}g") if "absent" in group.get("class", "")]
    assert len(absent) == 1
    assert "chưa có trong hệ thống" in absent[0]
    assert [item.text for item in picture.iter(f"{SVG}text") if item.get("class") == "chain__layer"] == [
        "Trung ương",
        "UBND, HĐND tỉnh",
    ]
    assert picture.get("role") == "group"
    assert "3 văn bản, trong đó 1 chưa có trong hệ thống" in picture.find(f"{SVG}desc").text
    assert not any(element.get("style") or element.tag.endswith(("script", "style")) for element in picture.iter())


def test_a_box_without_a_title_says_the_type_the_day_and_who_issued_it(
    world: World, client: Client, plan: Document
) -> None:
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND"), citing("57-NQ/TW", "2024-12-22", issuer="Bộ Chính trị", kind="NQ")])
    picture = drawing(page(client, plan))
    boxes = [
        [text.text for text in box.iter(f"{SVG}text")]
        for box in picture.iter(f"{SVG}a", f"{SVG}g")
        if "chain__node" in box.get("class", "")
    ]
    assert ["57-NQ/TW", "Nghị quyết ngày 22/12/2024", "Bộ Chính trị", "chưa có trong hệ thống"] in boxes
    assert ["12/KH-UBND", "Kế hoạch", "Ủy ban nhân dân tỉnh Sông…", "05/02/2026"] in boxes


def test_words_of_documents_stay_words_in_the_picture(world: World, client: Client) -> None:
    bad = kept(world, "91/KH-UBND", title="<script>alert(1)</script> & “nháy”")
    cites(world, bad, kept(world, "12/KH-UBND", title='"><img src=x>'))
    text = page(client, bad)
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    drawing(text)


@pytest.mark.parametrize("shape", ["circle", "itself above"])
def test_circles_are_drawn(world: World, client: Client, shape: str) -> None:
    ring = [kept(world, f"{n}/KH-UBND") for n in range(1, 4 if shape == "circle" else 3)]
    for number, document in enumerate(ring):
        cites(world, document, ring[(number + 1) % len(ring)])
    picture = drawing(page(client, ring[0]))
    assert len(list(picture.iter(f"{SVG}path"))) == len(ring)


def test_boxes_do_not_lie_upon_each_other(world: World, client: Client, plan: Document) -> None:
    read(
        world,
        plan,
        [citing(f"{n}/{kind}", kind="QĐ") for n in range(1, 20) for kind in ("QĐ-TTg", "QĐ-UBND")],
    )
    boxes = [
        (float(box.get("x")), float(box.get("y")), float(box.get("width")), float(box.get("height")))
        for box in drawing(page(client, plan)).iter(f"{SVG}rect")
    ]
    assert len(boxes) == 39
    for index, (x, y, wide, high) in enumerate(boxes):
        assert all(
            x + wide <= left or left + width <= x or y + high <= top or top + height <= y
            for left, top, width, height in boxes[index + 1 :]
        )


def test_a_document_alone_says_what_will_stand_here(client: Client, plan: Document) -> None:
    assert "Chưa có chuỗi nào quanh văn bản này" in page(client, plan)


def test_a_proposal_is_confirmed_refused_and_reopened_without_a_script(
    world: World, client: Client, plan: Document
) -> None:
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", None)])
    text = page(client, plan)
    assert "1 văn bản được dẫn chờ bạn xác nhận" in text
    assert 'class="chain-table__acts no-print"' in text
    for action, state in (
        ("confirm", "confirmed"),
        ("reopen", "proposed"),
        ("refuse", "refused"),
        ("reopen", "proposed"),
    ):
        sent = {action: value(page(client, plan), action)}
        answer = client.post(f"/van-ban/{plan.pk}/chuoi/quyet-dinh/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/van-ban/{plan.pk}/chuoi/")
        assert link(plan).state == state


def test_a_second_tab_gets_the_page_again_with_a_sentence(world: World, client: Client, plan: Document) -> None:
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", None)])
    seen = value(page(client, plan), "refuse")
    CitationLink.objects.update(state=LinkState.CONFIRMED)
    answer = client.post(f"/van-ban/{plan.pk}/chuoi/quyet-dinh/", {"refuse": seen})
    assert answer.status_code == 409
    assert "vừa được quyết định ở nơi khác" in answer.content.decode()


def test_a_citation_that_goes_while_one_waits_for_its_document_is_answered_not_found(
    world: World, client: Client, plan: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", None)])
    seen = value(page(client, plan), "confirm")

    def read_again(actor: Actor, action: Action, document_id: int) -> Document:
        CitationLink.objects.filter(document=document_id).delete()
        return take(actor, action, document_id)

    monkeypatch.setattr(citations, "take", read_again)
    answer = client.post(f"/van-ban/{plan.pk}/chuoi/quyet-dinh/", {"confirm": seen})
    assert answer.status_code == 404
    assert "vừa được đọc lại" in answer.content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"confirm": ""}, {"confirm": "x|"}, {"confirm": "9" * 30}, {"refuse": "99999|open:"}, {"point": "1"}]
)
def test_nonsense_is_answered_not_found(client: Client, plan: Document, sent: dict[str, str]) -> None:
    assert client.post(f"/van-ban/{plan.pk}/chuoi/quyet-dinh/", sent).status_code == 404


def test_another_document_is_looked_for_and_chosen(world: World, client: Client, plan: Document) -> None:
    other = kept(world, "15/KH-UBND", title="Trồng rừng ngập mặn")
    read(world, plan, [citing("12/KH-UBND")])
    address = f"/van-ban/trich-dan/{link(plan).pk}/"
    assert "Không thấy văn bản nào như vậy" in client.get(address).content.decode()
    found = client.post(address, {"act": "find", "find": "rung ngap man"}).content.decode()
    assert f'value="{other.pk}"' in found
    nothing = client.post(address, {"act": "point", "seen": "open:"})
    assert nothing.status_code == 422
    answer = client.post(address, {"act": "point", "seen": "open:", "other": str(other.pk)})
    assert (answer.status_code, answer["Location"]) == (302, f"/van-ban/{plan.pk}/chuoi/")
    assert (link(plan).state, link(plan).target) == (LinkState.CONFIRMED, other)


def test_those_who_only_read_get_no_buttons(world: World, sign_in: Callable[[Actor], Client], plan: Document) -> None:
    kept(world, "12/KH-UBND")
    read(world, plan, [citing("12/KH-UBND", None)])
    reader = sign_in(world.actor(Role.HEAD_OF_AGENCY))
    text = page(reader, plan)
    assert 'name="confirm"' not in text
    assert "Chờ xác nhận" in text
    assert reader.get(f"/van-ban/trich-dan/{link(plan).pk}/").status_code == 404
    stranger = sign_in(world.actor(Role.COORDINATOR, world.finance))
    assert stranger.get(f"/van-ban/{plan.pk}/chuoi/").status_code == 404
    assert stranger.get(f"/van-ban/trich-dan/{link(plan).pk}/").status_code == 404


def test_plans_that_still_run_under_what_has_ended_are_told_with_their_duties(world: World, client: Client) -> None:
    top = kept(world, "57-NQ/TW", kind="NQ", issuer="Bộ Chính trị", issued_on="2024-12-22")
    running = plans.plan(world, tasks=5, title="Nghề nuôi ong năm 2026")
    cites(world, running.document, top)
    text = words(page(client, top))
    assert "Kế hoạch đang thực hiện theo văn bản này" in text
    assert "Nghề nuôi ong năm 2026" in text
    standing.relate(
        world.coordinator,
        target_id=top.pk,
        relation="replaces",
        effective_on=dt.date(2026, 1, 2),
        source_printed="Nghị quyết 80-NQ/TW",
    )
    text = words(page(client, top))
    assert "1 kế hoạch vẫn đang thực hiện theo nó với 5 nhiệm vụ" in text
    assert "Bị thay thế bởi" in text
    assert "Văn bản cấp trên đã hết hiệu lực" in words(page(client, running.document))


def test_a_parent_that_ends_later_says_until_when(world: World, client: Client) -> None:
    top = kept(world, "57-NQ/TW", kind="NQ", issuer="Bộ Chính trị", issued_on="2024-12-22")
    running = plans.plan(world, tasks=2)
    cites(world, running.document, top)
    Document.objects.filter(pk=top.pk).update(expires_on=dt.date(2099, 1, 2))
    assert "hết hiệu lực từ ngày 02/01/2099; 1 kế hoạch đang thực hiện" in words(page(client, top))


def test_missing_documents_are_listed_with_the_way_to_bring_them_in(
    world: World, client: Client, plan: Document, sign_in: Callable[[Actor], Client]
) -> None:
    assert "Không thiếu văn bản nào" in client.get("/van-ban/con-thieu/").content.decode()
    read(world, plan, [citing("57-NQ/TW", "2024-12-22", issuer="Bộ Chính trị", kind="NQ", subject="về nghề nuôi ong")])
    text = client.get("/van-ban/con-thieu/").content.decode()
    assert "Nghị quyết số 57-NQ/TW, ngày 22/12/2024: về nghề nuôi ong" in words(text)
    assert f"/van-ban/{plan.pk}/chuoi/" in text
    assert "/van-ban/tai-len/" in text
    reader = sign_in(world.actor(Role.HEAD_OF_AGENCY))
    assert 'href="/van-ban/tai-len/"' not in reader.get("/van-ban/con-thieu/").content.decode()


@pytest.mark.parametrize("size", [3, 300])
def test_pages_take_at_most_15_queries_whatever_their_size(
    world: World, client: Client, plan: Document, size: int
) -> None:
    for n in range(1, 20):
        kept(world, f"{n}/KH-UBND", owner=world.finance, audience=Audience.RECIPIENTS)
    parent = kept(world, "400/KH-UBND")
    read(world, parent, [])
    read(world, plan, [citing(f"{n}/KH-UBND", role=CitationRole.BASIS) for n in range(1, size)])
    read(world, parent, [citing(f"{n}/QĐ-UBND", kind="QĐ") for n in range(1, size)])
    read(world, plan, [*[citing(f"{n}/KH-UBND") for n in range(1, size)], citing("400/KH-UBND")])
    for address in (
        f"/van-ban/{plan.pk}/chuoi/",
        f"/van-ban/{parent.pk}/chuoi/",
        "/van-ban/con-thieu/",
        f"/van-ban/trich-dan/{plan.citations.first().pk}/",  # type: ignore[union-attr]
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200
        assert len(queries) <= 15, address
        assert len(answer.content) < 300_000


def test_a_long_list_is_turned_over(world: World, client: Client, plan: Document) -> None:
    read(world, plan, [citing(f"{n}/KH-UBND") for n in range(1, 121)])
    first, last = page(client, plan), page(client, plan, "?trang=3")
    assert "còn 81 văn bản" in words(first)
    assert first.count("chain-table__words") == 50
    assert last.count("chain-table__words") == 20
    assert page(client, plan, "?trang=x").count("chain-table__words") == 50
