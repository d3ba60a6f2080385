"""Receivers on this machine, where messages may go only because the setting for tests says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.press.webhooks.receiver import Receiver


@pytest.fixture(autouse=True)
def _local(settings: Any) -> None:
    settings.WEBHOOKS_LOCAL = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        yield made
