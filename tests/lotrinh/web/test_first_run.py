"""The first run: the one page of a platform without anybody."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from lotrinh.accounts.models import User
from lotrinh.accounts.services import is_setup_code, setup_code
from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.verification import verify
from lotrinh.core.problems import Conflict
from lotrinh.organisations.models import Post, Unit
from lotrinh.organisations.provinces import PROVINCES
from lotrinh.organisations.reference import bodies
from lotrinh.organisations.services.first_run import Beginning, begin
from lotrinh.settings.environment import Profile

PASSWORD = "Dòng-sông-tháng-bảy"


def _typed(**changes: object) -> dict[str, object]:
    return {
        "province": "12",
        "other_name": "",
        "units": ["SKHCN", "STC"],
        "full_name": "Hoàng Văn Bách",
        "username": "bachhv",
        "password": PASSWORD,
        "again": PASSWORD,
        **changes,
    }


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Path:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, profile=Profile.PRODUCTION)
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/tai-khoan/dang-nhap/", "/co-quan/", "/khong-co/"])
def test_without_anybody_every_page_leads_to_the_first_run(path: str) -> None:
    assert Client().get(path)["Location"] == reverse("first_run:begin")


@pytest.mark.django_db
def test_it_makes_the_province_its_units_and_the_administrator_and_is_gone() -> None:
    answer = Client().post(reverse("first_run:begin"), _typed())
    assert answer["Location"] == reverse("account_login")
    top = Unit.objects.get(parent=None)
    assert (top.name, top.province) == ("Ủy ban nhân dân tỉnh Lai Châu", "Lai Châu")
    assert sorted(top.children.values_list("name", flat=True)) == ["Sở Khoa học và Công nghệ", "Sở Tài chính"]
    post = Post.objects.get()
    assert (post.user.username, post.role, post.unit) == ("bachhv", Role.OPERATOR, top)
    assert verify().is_whole
    for method in ("get", "post"):
        assert getattr(Client(), method)(reverse("first_run:begin"), _typed()).status_code == 404
    signed_in = Client().post(reverse("account_login"), {"login": "bachhv", "password": PASSWORD})
    assert signed_in.status_code == 302


@pytest.mark.django_db
def test_another_place_gives_its_own_name_and_a_city_its_own_words() -> None:
    begin(
        data=Beginning(
            unit_name="Ủy ban nhân dân thành phố Huế", province="Huế", is_city=True, full_name="A B",
            username="ab", password=PASSWORD, units=("TTT",), province_code="46",
        )
    )  # fmt: skip
    assert Unit.objects.filter(name="Thanh tra thành phố").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"province": ""}, "Hãy điền mục này."),
        ({"province": "99"}, "Hãy chọn trong danh sách."),
        ({"province": "other"}, "Hãy ghi tên cơ quan."),
        ({"units": ["khong-co"]}, "không"),
        ({"full_name": ""}, "Hãy điền mục này."),
        ({"username": "Có dấu"}, "chỉ gồm chữ thường không dấu"),
        ({"password": "ngan", "again": "ngan"}, "ít nhất 10 ký tự"),
        ({"again": "khác"}, "không giống nhau"),
        ({"full_name": "x" * 5000}, "120"),
    ],
)
def test_a_wrong_value_makes_nothing(changes: dict[str, object], sentence: str) -> None:
    answer = Client().post(reverse("first_run:begin"), _typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.exists()
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_in_production_the_set_up_code_is_asked_for(
    production: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client, url = Client(headers={"x-forwarded-proto": "https"}), reverse("first_run:begin")
    code = setup_code()
    assert stat.S_IMODE((production / "setup-code").stat().st_mode) == 0o600
    assert setup_code() == code
    for wrong in ({}, {"code": ""}, {"code": "aaaa-bbbb-cccc"}, {"code": "x" * 100}):
        assert client.post(url, _typed(**wrong), secure=True).status_code == 422
    assert not User.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, _typed(code=f" {code.upper()} "), secure=True)
    assert answer.status_code == 302
    assert not (production / "setup-code").exists()


def test_the_code_is_compared_without_dashes_and_capitals(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    code = setup_code()
    assert is_setup_code(code.replace("-", "").upper())
    assert not is_setup_code("")


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_wins() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("tests on SQLite share one database in memory between threads; PostgreSQL runs it")
    together, outcomes = Barrier(2), []

    def run(name: str) -> None:
        together.wait()
        try:
            begin(
                data=Beginning(
                    unit_name=f"UBND {name}", province="", is_city=False, full_name=name, username=name,
                    password=PASSWORD,
                )
            )  # fmt: skip
            outcomes.append("won")
        except Conflict:
            outcomes.append("lost")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(name,)) for name in ("mot", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lost", "won"]
    assert User.objects.count() == Unit.objects.count() == 1


@pytest.mark.django_db
def test_who_comes_second_is_told_so() -> None:
    first = Beginning(
        unit_name="UBND một", province="", is_city=False, full_name="A", username="mot", password=PASSWORD
    )
    begin(data=first)
    with pytest.raises(Conflict):
        begin(data=replace(first, username="hai"))


def test_there_are_thirty_four_provinces_and_their_codes_are_their_own() -> None:
    assert len(PROVINCES) == len({item.code for item in PROVINCES}) == len({item.name for item in PROVINCES}) == 34
    assert sum(item.is_city for item in PROVINCES) == 6
    assert len(bodies.usual_departments()) == 12
