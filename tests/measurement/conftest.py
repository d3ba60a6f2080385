from __future__ import annotations

from typing import Any

import pytest

from promotion.models import HomePage
from tests.media_library import factories as assets
from tests.promotion import factories


@pytest.fixture
def homes(db: Any) -> dict[str, HomePage]:
    """A site in Vietnamese, English and Japanese."""
    return factories.site("en", "ja")


@pytest.fixture
def photo(db: Any) -> Any:
    return assets.approved()
