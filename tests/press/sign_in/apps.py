"""The app on somebody's telephone, for tests."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

import pyotp

from press.services import second_factor

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def clock(at: float) -> Iterator[None]:
    """Let it be `at` (seconds since 1970) for codes and sessions."""
    with mock.patch("time.time", return_value=at):
        yield


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds from now."""
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // 30 + steps)


def with_factor(user: Any) -> tuple[str, list[str]]:
    """Set up an app for a person a minute ago, so that its code of now is still to be used; secret, recovery codes."""
    secret = second_factor.new_secret()
    with clock(time.time() - 60):
        codes = second_factor.set_up(user, secret, code_of(secret))
    assert codes is not None
    return secret, codes


def recovery_codes_in(page: str) -> list[str]:
    return re.findall(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>", page)
