"""Whose tries are counted: the connection's, or those of whom our own front server names."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from cms.environment import Environment
from media_library.throttle import peer

OURS = ["10.0.0.0/8", "::1/128"]


@pytest.mark.parametrize(
    ("connection", "told", "expected"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.5", "", "203.0.113.5"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
    ],
)
def test_only_our_own_servers_are_believed(settings: Any, connection: str, told: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = OURS
    headers = {"X-Forwarded-For": told} if told else {}
    assert peer(RequestFactory().get("/", REMOTE_ADDR=connection, headers=headers)) == expected


def test_without_the_setting_nobody_is_believed(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "198.51.100.1"})
    assert peer(request) == "127.0.0.1"


def test_nonsense_is_refused_at_the_start() -> None:
    assert Environment(trusted_proxies="127.0.0.1/32, ::1").proxies == ["127.0.0.1/32", "::1"]
    with pytest.raises(ValueError, match="does not appear"):
        Environment(trusted_proxies="everybody")
