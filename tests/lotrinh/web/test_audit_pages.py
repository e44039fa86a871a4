"""The pages of the trail: whose eyes see what."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from lotrinh.accounts.vocab import Role
from lotrinh.core.audit import services as audit
from lotrinh.core.audit.models import AuditEntry
from lotrinh.core.writes import service
from lotrinh.organisations.services import looks, people

if TYPE_CHECKING:
    from lotrinh.core.actor import Actor
    from lotrinh.organisations.models import Unit
    from tests.factories.world import World

pytestmark = pytest.mark.django_db


@service
def _write(actor: Actor, unit: Unit | None, label: str) -> None:
    audit.note(
        actor, "document.opened", kind="document", id=1, label=label, unit_id=unit.pk if unit else None,
        before={"audience": "internal"}, after={"audience": "public", "title": "<script>alert(1)</script>"},
    )  # fmt: skip


@pytest.fixture
def trail(world: World) -> None:
    _write(world.coordinator, world.science, "Kế hoạch của Sở Khoa học")
    _write(world.coordinator, world.finance, "Kế hoạch của Sở Tài chính")
    _write(world.coordinator, None, "Tài khoản mới")


def _labels(actor: Actor, **query: str) -> set[str]:
    from tests.factories.sign_in import sign_in

    answer = sign_in(actor).get(reverse("audit:list"), query)
    assert answer.status_code == 200
    return {entry.thing_label for entry in answer.context["listing"].rows if entry.action == "document.opened"}


@pytest.mark.usefixtures("trail")
def test_an_inspector_sees_the_agencies_in_scope_and_only_at_the_top_the_accounts(world: World) -> None:
    assert _labels(world.actor(Role.INSPECTOR, world.science)) == {"Kế hoạch của Sở Khoa học"}
    assert _labels(world.actor(Role.INSPECTOR, world.province)) == {
        "Kế hoạch của Sở Khoa học",
        "Kế hoạch của Sở Tài chính",
        "Tài khoản mới",
    }


@pytest.mark.usefixtures("trail")
def test_the_operator_of_the_platform_sees_the_accounts_only(world: World) -> None:
    assert _labels(world.actor(Role.OPERATOR, world.province)) == {"Tài khoản mới"}


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize(
    "role", [Role.COORDINATOR, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.CLERK, Role.OFFICE, Role.OPERATOR]
)
def test_for_everybody_else_there_is_no_such_page(world: World, role: Role) -> None:
    from tests.factories.sign_in import sign_in

    client = sign_in(world.actor(role, world.science))
    entry = AuditEntry.objects.filter(action="document.opened").first()
    assert entry is not None
    assert client.get(reverse("audit:list")).status_code == 404
    assert client.get(reverse("audit:export", args=("csv",))).status_code == 404
    assert client.get(reverse("audit:detail", args=(entry.pk,))).status_code == 404


@pytest.mark.usefixtures("trail")
def test_a_row_of_another_agency_does_not_exist(world: World) -> None:
    from tests.factories.sign_in import sign_in

    client = sign_in(world.actor(Role.INSPECTOR, world.science))
    rows = {entry.chain: entry.pk for entry in AuditEntry.objects.filter(action="document.opened")}
    assert client.get(reverse("audit:detail", args=(rows[world.science.pk],))).status_code == 200
    assert client.get(reverse("audit:detail", args=(rows[world.finance.pk],))).status_code == 404
    assert client.get(reverse("audit:detail", args=(rows[0],))).status_code == 404


@pytest.mark.usefixtures("trail")
def test_the_page_of_a_row_shows_before_and_after_and_runs_nothing(world: World) -> None:
    from tests.factories.sign_in import sign_in

    row = AuditEntry.objects.get(chain=world.science.pk)
    page = sign_in(world.actor(Role.INSPECTOR)).get(reverse("audit:detail", args=(row.pk,))).content.decode()
    assert '<del class="diff-del">internal</del>' in page
    assert '<ins class="diff-add">public</ins>' in page
    assert "<script>alert" not in page


@pytest.mark.usefixtures("trail")
def test_search_filters_and_export_hold_together(world: World) -> None:
    from tests.factories.sign_in import sign_in

    inspector = world.actor(Role.INSPECTOR, world.province)
    assert _labels(inspector, q="tai chinh") == {"Kế hoạch của Sở Tài chính"}
    assert _labels(inspector, loai="person") == set()
    tomorrow = f"{dt.datetime.now(tz=dt.UTC).astimezone() + dt.timedelta(days=2):%d/%m/%Y}"
    assert _labels(inspector, tu=tomorrow) == set()
    assert len(_labels(inspector, den=tomorrow)) == 3
    client = sign_in(inspector)
    assert client.get(reverse("audit:list"), {"tu": "32/13/2026"}).status_code == 422
    lines = b"".join(client.get(reverse("audit:export", args=("csv",)), {"q": "tai chinh"}).streaming_content)  # type: ignore[attr-defined]
    assert lines.decode().count("Kế hoạch của") == 1


def test_the_looks_of_an_inspector_are_seen_by_their_superior_only(world: World) -> None:
    from tests.factories.sign_in import sign_in

    inspector = world.actor(Role.INSPECTOR, world.province)
    client = sign_in(inspector)
    assert client.get(reverse("audit:list")).status_code == 200
    assert client.get(reverse("organisations:list")).status_code == 200
    look = AuditEntry.objects.get(action="looked")
    assert (look.restricted, look.chain, look.actor_id) == (True, world.province.pk, inspector.user_id)
    superior = sign_in(world.actor(Role.LEADER, world.province))
    assert [row.pk for row in superior.get(reverse("audit:list")).context["listing"].rows] == [look.pk]
    assert superior.get(reverse("audit:detail", args=(look.pk,))).status_code == 200
    for other in (
        inspector,
        world.actor(Role.INSPECTOR, world.province),
        world.actor(Role.OPERATOR, world.province),
        world.actor(Role.HEAD_OF_AGENCY, world.science),
    ):
        assert sign_in(other).get(reverse("audit:detail", args=(look.pk,))).status_code == 404


def test_whoever_does_more_than_inspect_is_not_followed(world: World) -> None:
    from tests.factories import world as made
    from tests.factories.sign_in import account, sign_in

    actor = world.actor(Role.INSPECTOR, world.province)
    made.post(account(actor), world.science, Role.SPECIALIST)
    sign_in(actor).get(reverse("audit:list"))
    assert not AuditEntry.objects.filter(action="looked").exists()


def test_a_look_that_cannot_be_noted_is_not_given(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.factories.sign_in import sign_in

    client = sign_in(world.actor(Role.INSPECTOR, world.province))
    client.raise_request_exception = False

    def full(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(looks, "note_look", full)
    assert client.get(reverse("audit:list")).status_code == 500


@pytest.mark.parametrize("rows", [2, 120])
def test_the_page_asks_the_same_few_questions_however_long_the_trail(
    world: World, rows: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    from tests.factories.sign_in import sign_in

    for number in range(rows):
        _write(world.coordinator, world.science, f"Việc {number}")
    client = sign_in(world.actor(Role.OPERATOR, world.province))
    client.get(reverse("audit:list"))
    with django_assert_max_num_queries(9):
        client.get(reverse("audit:list"))


def test_what_the_operator_does_is_in_the_trail_of_the_platform(world: World) -> None:
    operator = world.actor(Role.OPERATOR, world.province)
    assert world.coordinator.user_id
    people.deactivate_person(operator, person_id=world.coordinator.user_id)
    entry = AuditEntry.objects.get(action="person.deactivated")
    assert entry.chain == audit.PLATFORM
    assert entry.after
    assert entry.after["is_active"] is False
