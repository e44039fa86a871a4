"""The pages about webhooks: entered once, tried, read, switched off, removed."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core import clock
from lotrinh.core.outbox.models import OutboxEntry
from lotrinh.core.outbox.services import send_due
from lotrinh.core.vocab import OutboxState
from lotrinh.core.webhooks import services, signing
from lotrinh.core.webhooks.models import Delivery, Webhook
from lotrinh.web.webhooks.words import BADGES, REASONS
from tests.factories.papers import person
from tests.factories.receiver import Receiver
from tests.factories.sign_in import sign_in
from tests.factories.webhooks import webhook
from tests.factories.world import World

MOST_QUERIES = 15
HOME = "/he-thong/thong-bao-may/"


@pytest.fixture
def client(world: World) -> Client:
    return sign_in(world.coordinator)


def entered(count: int, owner_id: int, deliveries: int) -> Webhook:
    """Webhooks as they stand after a while."""
    rows = [
        Webhook(
            owner_id=owner_id,
            name=f"Trục {number}",
            url="https://a.vn/khoa-kin",
            events=["plan.adopted"],
            salt=str(number),
        )
        for number in range(count)
    ]
    Webhook.objects.bulk_create(rows)
    made = Delivery.objects.bulk_create(
        Delivery(
            webhook=rows[0], event="plan.adopted", thing_kind="plan", thing_id=str(number), shown=True,
            occurred_at=clock.now(), status=500, answer="lỗi",
        )
        for number in range(deliveries)
    )  # fmt: skip
    OutboxEntry.objects.bulk_create(
        OutboxEntry(key=f"webhook:{row.key}", kind="webhook", state=OutboxState.FAILED, next_at=clock.now())
        for row in made
    )
    return rows[0]


def test_an_address_is_entered_and_its_secret_is_shown_once(client: Client) -> None:
    assert "Chưa đăng ký địa chỉ nào" in client.get(HOME).content.decode()
    assert client.get(f"{HOME}dang-ky/").status_code == 200
    answer = client.post(
        f"{HOME}dang-ky/", {"name": "Trục", "url": "https://truc.tinh.vn/nhan", "events": ["plan.adopted"]}
    )
    row = Webhook.objects.get()
    secret = signing.secret_of(row.salt)
    assert answer.status_code == 200
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    for page in (HOME, f"{HOME}{row.pk}/", f"{HOME}{row.pk}/sua/", f"{HOME}{row.pk}/bi-mat/"):
        said = client.get(page).content.decode()
        assert "Trục" in said
        assert secret not in said


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(client: Client) -> None:
    answer = client.post(f"{HOME}dang-ky/", {"name": "Trục", "url": "https://10.0.0.1/nhan", "events": []})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="https://10.0.0.1/nhan"' in page
    assert "Hãy chọn ít nhất một sự kiện." in page
    answer = client.post(f"{HOME}dang-ky/", {"name": "T", "url": "https://10.0.0.1/", "events": ["plan.adopted"]})
    assert (answer.status_code, "mạng nội bộ" in answer.content.decode()) == (422, True)


@pytest.mark.network
def test_trying_an_address_shows_what_it_answered_and_sending_again_repeats_it(
    world: World, client: Client, receiver: Receiver
) -> None:
    receiver.status, receiver.text = 418, "<b>không</b>".encode()
    pk = webhook(world.coordinator, receiver.url).webhook.pk
    assert client.post(f"{HOME}{pk}/gui-thu/").status_code == 302
    send_due()
    page = client.get(f"{HOME}{pk}/").content.decode()
    assert "Máy nhận từ chối." in page
    assert "&lt;b&gt;không" in page
    again = re.search(rf'action="({HOME}{pk}/gui-lai/[0-9a-f-]+/)"', page)
    assert again is not None
    receiver.status = 200
    assert client.post(again[1]).status_code == 302
    send_due()
    assert "Đã nhận" in client.get(f"{HOME}{pk}/").content.decode()
    assert "đã được nhận" in client.post(again[1], follow=True).content.decode()


def test_an_address_is_switched_off_and_on_changed_renewed_and_removed(world: World, client: Client) -> None:
    pk = webhook(world.coordinator).webhook.pk
    base = f"{HOME}{pk}/"
    client.post(f"{base}tat/")
    assert "Đang tắt" in client.get(base).content.decode()
    client.post(f"{base}bat/")
    assert "Đang bật" in client.get(base).content.decode()
    answer = client.post(f"{base}sua/", {"name": "Khác", "url": "https://b.vn/", "events": ["task.changed"]})
    assert (answer.status_code, Webhook.objects.get().name) == (302, "Khác")
    before = Webhook.objects.get().fingerprint
    renewed = client.post(f"{base}bi-mat/")
    assert signing.secret_of(Webhook.objects.get().salt) in renewed.content.decode()
    assert Webhook.objects.get().fingerprint != before
    client.post(f"{base}xoa/")
    assert not Webhook.objects.exists()


def test_why_an_address_switched_itself_off_is_said_on_its_page_and_in_the_list(world: World, client: Client) -> None:
    pk = webhook(world.coordinator).webhook.pk
    Webhook.objects.update(active=False, off_reason="failures")
    for page in (HOME, f"{HOME}{pk}/"):
        assert "Tự tắt: nhiều lần liền không gửi được" in client.get(page).content.decode()


def test_that_an_address_rests_and_until_when_is_said_on_its_page(world: World, client: Client) -> None:
    pk = webhook(world.coordinator).webhook.pk
    for until, said in ((clock.now() + dt.timedelta(hours=1), True), (clock.now() - dt.timedelta(hours=1), False)):
        Webhook.objects.update(rests_until=until)
        assert ("Tạm nghỉ" in client.get(f"{HOME}{pk}/").content.decode()) is said


def test_who_runs_all_sees_the_address_of_another_and_not_what_it_was_told(world: World) -> None:
    made = entered(1, world.coordinator.user_id or 0, 3)
    top = sign_in(world.actor(Role.OPERATOR, world.province))
    listed = top.get(HOME).content.decode()
    assert str(person(world.coordinator)) in listed
    page = top.get(f"{HOME}{made.pk}/").content.decode()
    assert "https://a.vn" in page
    assert "khoa-kin" not in listed + page
    assert "Đã báo" not in page
    assert "gui-lai" not in page
    assert top.get(f"{HOME}{made.pk}/sua/").status_code == 403
    assert top.post(f"{HOME}{made.pk}/tat/").status_code == 302


def test_it_does_not_exist_for_others_and_is_in_nobody_elses_menu(world: World) -> None:
    pk = webhook(world.coordinator).webhook.pk
    other = sign_in(world.actor(Role.COORDINATOR, world.finance))
    assert other.get(f"{HOME}{pk}/").status_code == 404
    clerk = sign_in(world.actor(Role.CLERK))
    assert clerk.get(HOME).status_code == 403
    assert HOME not in clerk.get("/").content.decode()
    assert HOME in other.get("/").content.decode()


@pytest.mark.parametrize("count", [3, 300])
def test_the_pages_take_no_more_than_fifteen_queries(
    world: World, client: Client, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    made = entered(count, world.coordinator.user_id or 0, count)
    for page in (HOME, f"{HOME}{made.pk}/", f"{HOME}{made.pk}/sua/", f"{HOME}{made.pk}/bi-mat/", f"{HOME}dang-ky/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(page).status_code == 200


def test_a_long_log_is_read_page_by_page(world: World, client: Client) -> None:
    made = entered(1, world.coordinator.user_id or 0, 65)
    assert "plan 64<" in client.get(f"{HOME}{made.pk}/").content.decode()
    assert "plan 0<" in client.get(f"{HOME}{made.pk}/?trang=3").content.decode()
    assert client.get(f"{HOME}{made.pk}/?trang=x").status_code == 200


def test_every_state_and_every_reason_has_words() -> None:
    assert set(BADGES) == set(OutboxState.values)
    from pathlib import Path

    core = Path(services.__file__).parents[1]
    sources = [*core.glob("webhooks/*.py"), *core.glob("outbox/*.py")]
    coded = re.compile(r'(?:Outcome\([\w.]+, |Error\(|code = |error_code=)"([a-z-]+)"')
    codes = {code for path in sources for code in coded.findall(path.read_text(encoding="utf-8"))}
    assert codes - set(REASONS) == {"unknown-kind", "webhook-gone"}
