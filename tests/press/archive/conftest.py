"""What holds for every test of archives."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _receipts_close_their_answers(_closing_leaves_the_database_alone: None) -> None:
    """Every answer here is closed by hand."""
