"""Networks that a token is bound to, as people type them and as peers come from them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from press import networks
from press.services import tokens
from tests.press.factories import organisation

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", []),
        (" \n, ", []),
        ("203.0.113.7", ["203.0.113.7/32"]),
        ("203.0.113.0/24,2001:DB8:0::/48", ["203.0.113.0/24", "2001:db8::/48"]),
        ("203.0.113.0/24 203.0.113.0/255.255.255.0", ["203.0.113.0/24"]),
        ("::ffff:203.0.113.7", ["203.0.113.7/32"]),
        ("::ffff:203.0.113.0/120", ["203.0.113.0/24"]),
        ("2001:db8::1", ["2001:db8::1/128"]),
    ],
)
def test_they_are_kept_in_one_notation(typed: str, kept: list[str]) -> None:
    assert networks.parse(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "everybody", "203.0.113.7/24", "203.0.113.0/33", "203.0.113", "0.0.0.0/0", "::/0", "::ffff:0:0/96",
        "1.2.3.4:80", "10.0.0.01", "fe80::1%eth0/64", "203.0.113.0/-1", "x" * 5000,
        " ".join(f"10.0.{n}.0/24" for n in range(21)),
    ],
)  # fmt: skip
def test_slips_and_nonsense_are_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        networks.parse(typed)


def status(bound: list[str], settings: Any, remote: str, **headers: str) -> int:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    _token, secret = tokens.issue(organisation(), "desk", networks=bound)
    sent = {"Authorization": f"Bearer {secret}", **{name.replace("_", "-"): text for name, text in headers.items()}}
    return Client().get("/api/v1/assets", headers=sent, REMOTE_ADDR=remote).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("remote", "headers", "expected"),
    [
        ("203.0.113.7", {}, 200),
        ("::ffff:203.0.113.7", {}, 200),
        ("2001:db8::9", {}, 200),
        ("198.51.100.1", {}, 401),
        # Told by a stranger: not believed.
        ("198.51.100.1", {"X_Forwarded_For": "203.0.113.7"}, 401),
        ("198.51.100.1", {"Forwarded": "for=203.0.113.7"}, 401),
        ("203.0.113.7", {"X_Forwarded_For": "198.51.100.1"}, 200),
        # Told by our own front server: the last hop that isn't ours counts, not what was sent before it.
        (PROXY, {"X_Forwarded_For": "203.0.113.7"}, 200),
        (PROXY, {"X_Forwarded_For": "::ffff:203.0.113.7"}, 200),
        (PROXY, {"X_Forwarded_For": "203.0.113.7, 198.51.100.1"}, 401),
        (PROXY, {"X_Forwarded_For": "198.51.100.1, 203.0.113.7, 10.0.0.2"}, 200),
        (PROXY, {"X_Forwarded_For": "203.0.113.7, 198.51.100.1, ::ffff:10.0.0.2"}, 401),
        (PROXY, {"X_Forwarded_For": "203.0.113.7, nonsense"}, 401),
        (PROXY, {"X_Forwarded_For": "203.0.113.7,"}, 401),
        (PROXY, {"Forwarded": "for=203.0.113.7"}, 401),
        (PROXY, {"X_Real_IP": "203.0.113.7"}, 401),
        ("", {}, 401),
    ],
)
def test_the_real_peer_counts(settings: Any, remote: str, headers: dict[str, str], expected: int) -> None:
    assert status(["203.0.113.0/24", "2001:db8::/48"], settings, remote, **headers) == expected


@pytest.mark.django_db
def test_a_token_without_networks_works_from_anywhere(settings: Any) -> None:
    assert status([], settings, "198.51.100.1") == 200
