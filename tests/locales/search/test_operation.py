from __future__ import annotations

import pytest
from django.db import NotSupportedError, connection, router
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from locales.search.index import FoldedIndex
from locales.search.operations import FoldedIndexOperation

STATE = ProjectState()


def _tables() -> list[str]:
    return connection.introspection.table_names()


@pytest.mark.django_db(transaction=True)
def test_makes_and_drops_the_table() -> None:
    operation = FoldedIndexOperation("tests_made")
    with connection.schema_editor() as editor:
        operation.database_forwards("locales", editor, STATE, STATE)
    FoldedIndex("tests_made").put(1, [("đêm", "A")])
    assert FoldedIndex("tests_made").ranked("dem", 1) == [(1, 15)]
    with connection.schema_editor() as editor:
        operation.database_backwards("locales", editor, STATE, STATE)
    assert not [name for name in _tables() if name.startswith("tests_made")]


@pytest.mark.django_db(transaction=True)
def test_asks_the_router(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router, "allow_migrate", lambda *args, **hints: False)
    with connection.schema_editor() as editor:
        FoldedIndexOperation("tests_elsewhere").database_forwards("locales", editor, STATE, STATE)
        FoldedIndexOperation("tests_elsewhere").database_backwards("locales", editor, STATE, STATE)
    assert "tests_elsewhere" not in _tables()


def test_can_be_written_into_a_migration() -> None:
    operation = FoldedIndexOperation("asset_search")
    text, imports = OperationWriter(operation, indentation=0).serialize()
    assert "locales.search.operations.FoldedIndexOperation" in text
    assert imports == {"import locales.search.operations"}
    assert operation.migration_name_fragment == "asset_search"
    assert "asset_search" in operation.describe()


def test_refuses_other_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "oracle")
    with pytest.raises(NotSupportedError, match="oracle"):
        FoldedIndex("asset_search").matching("đêm")
