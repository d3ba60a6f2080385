"""Tables that only grow, guarded by the database itself: triggers refuse UPDATE, DELETE, TRUNCATE and REPLACE.

On SQLite a schema change that rebuilds the table drops its triggers: repeat `ProtectAppendOnly` after it
(the system check press.E001 notices).
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

MESSAGE = "is append-only"
"""Ends the database's error message, after the table's name."""


def _names(table: str) -> list[str]:
    return [f"{table}_no_{event}" for event in ("update", "delete", "truncate", "replace")]


def _sqlite_create(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} {MESSAGE}'); END"
    # `INSERT OR REPLACE` takes a line away without the triggers of a deletion.
    taken = f"WHEN NEW.id IN (SELECT id FROM {table})"  # noqa: S608  (our own name)
    return [
        *(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event.upper()} ON {table} {refuse}"
            for event in ("update", "delete")
        ),
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} {taken} {refuse}",
    ]


def _postgresql_create(table: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{table} {MESSAGE}' USING ERRCODE = 'restrict_violation';"
    # An empty table may be truncated: nothing is lost, and test databases are emptied so.
    unless_empty = f"IF EXISTS (SELECT 1 FROM {table}) THEN {refuse} END IF; RETURN NULL;"  # noqa: S608  (our own name)
    return [
        _function(f"{table}_refuse", refuse),
        _function(f"{table}_refuse_truncate", unless_empty),
        *(_trigger(table, event, "ROW", f"{table}_refuse") for event in ("UPDATE", "DELETE")),
        _trigger(table, "TRUNCATE", "STATEMENT", f"{table}_refuse_truncate"),
    ]


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(table: str, event: str, each: str, function: str) -> str:
    name = f"{table}_no_{event.lower()}"
    return f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"


def _postgresql_drop(table: str) -> list[str]:
    return [
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in _names(table)),
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
        f"DROP FUNCTION IF EXISTS {table}_refuse_truncate()",
    ]


CREATE = {"sqlite": _sqlite_create, "postgresql": _postgresql_create}
DROP = {
    "sqlite": lambda table: [f"DROP TRIGGER IF EXISTS {name}" for name in _names(table)],
    "postgresql": _postgresql_drop,
}
COUNT = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
}
EXPECTED = {"sqlite": 3, "postgresql": 3}
BEFORE_REPLACE = {"sqlite": 2, "postgresql": 3}
"""As the first migration made it: `migrate` must not be refused to a database that has yet to get the newest."""


def is_protected(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether all triggers stand. The table must exist."""
    return _triggers(connection, table) == EXPECTED[connection.vendor]


def is_unguarded(connection: BaseDatabaseWrapper, table: str) -> bool:
    """Whether a trigger is missing that every version had. The table must exist."""
    return _triggers(connection, table) < BEFORE_REPLACE[connection.vendor]


def _triggers(connection: BaseDatabaseWrapper, table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT[connection.vendor], [table])
        return int(cursor.fetchone()[0])


def _protect(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    for statement in CREATE[editor.connection.vendor](table):
        editor.execute(statement)


class ProtectAppendOnly(Operation):
    """Migration operation: from here on the table's rows can't be changed or deleted. Reversible, repeatable.

    Raises KeyError on a database other than SQLite and PostgreSQL: no ledger without its guard.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers aren't part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState | Apps | Any,
        to_state: ProjectState | Apps | Any,
    ) -> None:
        _protect(schema_editor, self.table)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState | Apps | Any,
        to_state: ProjectState | Apps | Any,
    ) -> None:
        for statement in DROP[schema_editor.connection.vendor](self.table):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    @property
    def migration_name_fragment(self) -> str:
        return f"protect_{self.table}"


class KeepAppendOnly(ProtectAppendOnly):
    """Migration operation, to stand before and after one that may rebuild the table, which drops its triggers:
    there and back again the table stays guarded.
    """

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState | Apps | Any,
        to_state: ProjectState | Apps | Any,
    ) -> None:
        _protect(schema_editor, self.table)

    def describe(self) -> str:
        return f"Keep {self.table} append-only"

    @property
    def migration_name_fragment(self) -> str:
        return f"keep_{self.table}"
