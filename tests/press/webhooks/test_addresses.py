"""Where messages may go: what is entered, and what a name turns out to lead to."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from press.webhooks.addresses import Target, Unreachable, addresses_for, is_public, target_of

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",  # noqa: S104
    "100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "192.88.99.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "fec0::1",
    "localhost", "", "1.2.3", "2130706433", "0x7f000001",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8", "172.32.0.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_isnt_public_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_isnt(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_network_has_a_gap(address: Any) -> None:
    assert not is_public(str(address))


def test_one_private_address_spoils_all() -> None:
    target = Target("https", "two.example", 443, "/")
    for found in (["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["::1"], []):
        with pytest.raises(Unreachable):
            addresses_for(target, lambda host, port, found=found: found)
    assert addresses_for(target, lambda host, port: ["8.8.8.8", "1.1.1.1"]) == ["8.8.8.8", "1.1.1.1"]


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
def test_a_name_that_isnt_found_looks_like_a_private_one(error: Exception) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(Unreachable):
        addresses_for(Target("https", "inner.example", 443, "/"), resolve)


def test_an_address_is_taken_apart() -> None:
    assert target_of("https://desk.example.org") == Target("https", "desk.example.org", 443, "/")
    assert target_of("https://DESK.example.org.:8443/a/b?c=%C3%A9") == Target(
        "https", "desk.example.org", 8443, "/a/b?c=%C3%A9"
    )
    assert target_of("https://bücher.example/x").host == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    "url",
    [
        "", "desk.example.org", "/hook", "http://desk.example.org/", "ftp://desk.example.org/", "file:///etc/passwd",
        "https://", "https:///path", "https://user@desk.example.org/", "https://user:word@desk.example.org/",
        "https://desk.example.org/#part", "https://desk.example.org:22/", "https://desk.example.org:25/",
        "https://desk.example.org:80/", "https://desk.example.org:0/", "https://desk.example.org:99999/",
        "https://desk.example.org:x/", "https://localhost/", "https://intranet/", "https://127.0.0.1/",
        "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[nonsense]/", "https://2130706433/", "https://0x7f.1/",
        "https://127.1/", "https://8.8.8.8/", "https://desk.example.org/a b", "https://desk.example.org/\r\nX: y",
        "https://desk.example.org\\@evil.example/", "https://desk.example.org/é", "https://exa mple.org/",
        "https://desk.example.org/" + "a" * 500, "https://" + "a" * 70 + ".example/", "javascript:alert(1)",
        "https://desk.example.org/\x00", "https://a..example/",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        target_of(url)


def test_only_the_setting_for_tests_opens_this_machine() -> None:
    assert target_of("http://127.0.0.1:8000/x", local=True) == Target("http", "127.0.0.1", 8000, "/x")
    with pytest.raises(ValidationError):
        target_of("ftp://127.0.0.1:8000/x", local=True)


def test_production_cant_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from cms.environment import Environment

    needed = {"secret_key": "x", "site_url": "https://x.example", "allowed_hosts": "x.example",
              "database_url": "postgres://x", "manifest_private_key": "x"}  # fmt: skip
    assert Environment(profile="production", **needed).webhooks_local is False
    with pytest.raises(ValueError, match="WEBHOOKS_LOCAL"):
        Environment(profile="production", webhooks_local=True, **needed)
