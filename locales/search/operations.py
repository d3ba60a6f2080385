"""Migrations of folded indexes."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from locales.search.index import FoldedIndex, dialect_of
from locales.search.vocabulary import Vocabulary


def _creating(name: str, connection: BaseDatabaseWrapper) -> Sequence[str]:
    dialect = dialect_of(connection)
    return (
        *dialect.create(name),
        *Vocabulary(name, connection, dialect).create(),
        f'CREATE TABLE "{name}_state" (tokenizer integer NOT NULL)',
        # Of no tokenizer yet: whoever rebuilds what isn't current begins here.
        f'INSERT INTO "{name}_state" (tokenizer) VALUES (0)',  # noqa: S608 - a checked name
    )


def _dropping(name: str, connection: BaseDatabaseWrapper) -> Sequence[str]:
    dialect = dialect_of(connection)
    state = f'DROP TABLE IF EXISTS "{name}_state"'
    return (state, *Vocabulary(name, connection, dialect).drop(), *dialect.drop(name))


class FoldedIndexOperation(Operation):
    """Creates the tables of a `FoldedIndex` in a migration; undone, it drops them."""

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.ADDITION

    def __init__(self, name: str) -> None:
        self.name = FoldedIndex(name).name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """No model has these tables."""

    def _run(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *, drop: bool, create: bool) -> None:
        connection = schema_editor.connection
        if not router.allow_migrate(connection.alias, app_label):
            return
        for statement in (*_dropping(self.name, connection),) if drop else ():
            schema_editor.execute(statement, params=None)
        for statement in (*_creating(self.name, connection),) if create else ():
            schema_editor.execute(statement, params=None)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(app_label, schema_editor, drop=False, create=True)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(app_label, schema_editor, drop=True, create=False)

    def describe(self) -> str:
        return f"Create the folded search index {self.name}"

    @property
    def migration_name_fragment(self) -> str:
        return self.name


class FoldedIndexAnew(FoldedIndexOperation):
    """Drops the tables in whatever shape they are and creates them as they are today; then they are filled anew.

    For a change of the tables themselves. A change of the tokenizer alone needs no migration.
    """

    category = OperationCategory.ALTERATION

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self._run(app_label, schema_editor, drop=True, create=True)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The older code can't read today's tables, and its own migration makes what it needs."""

    def describe(self) -> str:
        return f"Make the folded search index {self.name} anew"

    @property
    def migration_name_fragment(self) -> str:
        return f"{self.name}_anew"
