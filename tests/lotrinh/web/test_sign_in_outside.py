"""Signing in at an outside identity provider: a real one, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from lotrinh.accounts.models import User
from lotrinh.accounts.vocab import Role
from lotrinh.core.audit.models import AuditEntry

if TYPE_CHECKING:
    from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.network,
    pytest.mark.filterwarnings("ignore:.*authlib.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

EMAIL = "lan@songtra.example"


@pytest.fixture
def provider(settings: Settings) -> Iterator[str]:
    """The address of a provider that knows the people of these tests."""
    oidc = pytest.importorskip("oidc_provider_mock")
    claims = [
        oidc.User(sub="so-1", claims={"email": EMAIL, "email_verified": True, "preferred_username": "quantri"}),
        oidc.User(sub="so-2", claims={"email": EMAIL, "email_verified": False, "preferred_username": "lan"}),
        oidc.User(sub="so-3", claims={"email": "la@noikhac.example", "email_verified": True}),
        oidc.User(sub="so-4", claims={"preferred_username": "lan"}),
    ]
    with oidc.run_server_in_thread(user_claims=claims) as server:
        address = f"http://localhost:{server.server_port}"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [
                    {
                        "provider_id": "oidc",
                        "name": "Sông Trà",
                        "client_id": "lotrinh",
                        "secret": "mot-bi-mat",
                        "settings": {"server_url": address},
                    }
                ],
            }
        }
        yield address


def _sign_in(sub: str, client: Client | None = None, **query: str) -> Client:
    """Go to the provider, say who one is, and come back."""
    import httpx

    browser = client or Client()
    gone = browser.get(reverse("openid_connect_login", args=("oidc",)), query)
    assert gone.status_code == 302
    back = httpx.post(gone["Location"], data={"sub": sub})
    address = urlsplit(back.headers["location"])
    browser.get(f"{address.path}?{address.query}")
    return browser


def _who(client: Client) -> int | None:
    number = client.session.get("_auth_user_id")
    return None if number is None else int(number)


@pytest.fixture
def lan(world: World) -> User:
    from tests.factories.world import post, user

    person = user("Phạm Thị Lan", username="lan")
    person.email = EMAIL
    person.save()
    post(person, world.science, Role.SPECIALIST)
    return person


def test_an_account_with_the_verified_e_mail_is_opened_and_stays_joined(lan: User, provider: str) -> None:
    from allauth.socialaccount.models import SocialAccount

    assert _who(_sign_in("so-1")) == lan.pk
    assert AuditEntry.objects.filter(action="person.identity_linked", thing_id=str(lan.pk)).count() == 1
    lan.email = ""
    lan.save()
    assert _who(_sign_in("so-1")) == lan.pk
    assert AuditEntry.objects.filter(action="person.identity_linked").count() == 1
    assert [row.extra_data for row in SocialAccount.objects.all()] == [{}]


@pytest.mark.parametrize("sub", ["so-2", "so-3", "so-4"])
def test_an_e_mail_that_is_not_verified_unknown_or_absent_opens_nothing(lan: User, provider: str, sub: str) -> None:
    before = User.objects.count()
    assert _who(_sign_in(sub)) is None
    assert User.objects.count() == before


def test_a_user_name_that_the_provider_claims_counts_for_nothing(lan: User, provider: str) -> None:
    from tests.factories.world import user

    user("Quản trị", username="quantri")
    assert _who(_sign_in("so-1")) == lan.pk


def test_an_e_mail_that_two_accounts_share_opens_neither(lan: User, provider: str) -> None:
    from tests.factories.world import user

    other = user("Lê Văn Tú")
    other.email = EMAIL.upper()
    other.save()
    assert _who(_sign_in("so-1")) is None


def test_a_closed_account_is_not_opened(lan: User, provider: str) -> None:
    _sign_in("so-1")
    lan.is_active = False
    lan.save()
    assert _who(_sign_in("so-1")) is None


def test_an_identity_cannot_be_joined_to_the_account_one_is_signed_in_with(
    world: World, lan: User, provider: str
) -> None:
    from allauth.socialaccount.models import SocialAccount

    from tests.factories.sign_in import sign_in

    _sign_in("so-1", sign_in(world.coordinator), process="connect")
    assert not SocialAccount.objects.exists()
