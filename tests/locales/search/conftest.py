"""An index of its own, made and dropped by the migration operation itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from locales.search.index import FoldedIndex
from locales.search.operations import FoldedIndexOperation

TABLE = "tests_search"


@pytest.fixture(scope="session")
def _search_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    operation, state = FoldedIndexOperation(TABLE), ProjectState()
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        operation.database_forwards("locales", editor, state, state)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        operation.database_backwards("locales", editor, state, state)


@pytest.fixture
def index(_search_table: None, db: None) -> FoldedIndex:
    """Empty before each test: what a test writes is rolled back with it."""
    return FoldedIndex(TABLE)
