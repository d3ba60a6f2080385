"""What holds for every test of archives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections


@pytest.fixture(autouse=True)
def _closing_leaves_the_database_alone() -> Iterator[None]:
    """A response that is closed ends its request, which would look after connections that other tests left."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)
