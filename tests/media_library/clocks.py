"""Time that tests move by hand: everybody who asks Django what time it is gets their answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Django's clock stands at `at` (aware)."""
    with mock.patch("django.utils.timezone.now", return_value=at):
        yield
