"""Where a webhook may lead: out of the house, never into it."""

from __future__ import annotations

import ipaddress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from lotrinh.core.webhooks import guard
from lotrinh.core.webhooks.guard import UnsafeUrlError, addresses_of, is_outside, target_of
from lotrinh.settings.environment import Profile

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0",  # noqa: S104 - refused here, bound nowhere
    "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
    "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:0a00:0001::1", "2001:db8::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "203.162.0.181", "2400:cb00::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.fixture(autouse=True)
def production(settings: Settings) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, profile=Profile.PRODUCTION)
    settings.WEBHOOK_HOSTS = ()


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def found(_host: str, _port: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(addresses))

    monkeypatch.setattr(guard, "_resolved", found)


def code_of(url: str) -> str:
    with pytest.raises(UnsafeUrlError) as raised:
        addresses_of(target_of(url))
    return raised.value.code


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_of_the_inside_is_outside(address: str) -> None:
    assert not is_outside(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_open_net_are(address: str) -> None:
    assert is_outside(ipaddress.ip_address(address))


@given(st.ip_addresses())
def test_what_is_outside_is_global_and_nothing_special(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_outside(address) and isinstance(address, ipaddress.IPv4Address):
        assert address.is_global
        assert not address.is_multicast


@pytest.mark.parametrize("address", INSIDE)
def test_a_literal_address_of_the_inside_is_refused_before_anything_is_asked(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(UnsafeUrlError):
        target_of(f"https://{host}/nhan")


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, address)
    assert code_of("https://nhan.example.vn/") == "url-inside"


def test_one_inner_address_among_outer_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "8.8.8.8", "10.0.0.1")
    assert code_of("https://nhan.example.vn/") == "url-inside"


@pytest.mark.parametrize(
    "url",
    [
        "", "nhan.example.vn", "ftp://nhan.example.vn/", "file:///etc/passwd", "https://", "https:///x", "javascript:x",
        "https://user@nhan.example.vn/", "https://user:pass@nhan.example.vn/", "https://nhan.example.vn/#x",
        "https://nhan.example.vn:99999/", "https://nhan.example.vn:x/", "https://nhan.example.vn/a b",
        "https://nhan.example.vn/\r\nX: y", "https://nhan.example.vn\\@10.0.0.1/", "https://[::1/", "https://a..vn/",
        "https://nhan.example.vn/" + "x" * 500, "https://nhan.example.vn/đường", "//nhan.example.vn/", "https://.vn/",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(UnsafeUrlError) as raised:
        target_of(url)
    assert raised.value.code == "url-form"


@pytest.mark.parametrize("url", ["https://localhost/", "https://a.localhost/", "https://LOCALHOST./"])
def test_this_machine_is_refused_by_any_name(url: str) -> None:
    assert code_of(url) == "url-inside"


@pytest.mark.parametrize("url", ["https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/"])
def test_odd_writings_of_an_address_are_looked_at_where_they_lead(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "127.0.0.1")
    assert code_of(url) == "url-inside"


def test_without_https_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "8.8.8.8")
    assert code_of("http://nhan.example.vn/") == "url-http"


def test_a_plain_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "203.162.0.181", "203.162.0.181")
    target = target_of("https://Nhận.example.vn:8443/a?b=c")
    assert (target.host, target.port, target.path) == ("xn--nhn-6hz.example.vn", 8443, "/a?b=c")
    assert addresses_of(target) == ("203.162.0.181",)


def test_the_operator_lets_named_hosts_inside(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "10.1.2.3")
    for name, host in [
        ("truc.tinh.vn", "truc.tinh.vn"),
        ("Truc.Tinh.vn", "truc.tinh.vn"),
        (".tinh.vn", "truc.tinh.vn"),
        ("10.1.2.3", "10.1.2.3"),
    ]:
        settings.WEBHOOK_HOSTS = (name,)
        assert addresses_of(target_of(f"https://{host}/")) == ("10.1.2.3",)
    for name, host in [(".tinh.vn", "xtinh.vn"), ("truc.tinh.vn", "x.truc.tinh.vn")]:
        settings.WEBHOOK_HOSTS = (name,)
        assert code_of(f"https://{host}/") == "url-inside"


def test_the_demo_reaches_this_machine_by_http_and_nothing_else_inside(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, profile=Profile.DEMO)
    resolves_to(monkeypatch, "127.0.0.1")
    assert addresses_of(target_of("http://localhost:9000/")) == ("127.0.0.1",)
    resolves_to(monkeypatch, "10.0.0.1")
    assert code_of("https://nhan.example.vn/") == "url-inside"
    assert code_of("http://nhan.example.vn/") == "url-http"
