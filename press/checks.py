"""The ledger's guard is a convention of the database: a check notices when it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from press.append_only import is_protected, is_unguarded
from press.models import Receipt


@register(Tags.database)
def ledger_is_protected(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and before `migrate`, when the table may not exist yet."""
    table = Receipt._meta.db_table
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if table not in connection.introspection.table_names() or is_protected(connection, table):
            continue
        # Only a warning where the newest trigger alone is missing: the migration that is to bring it must run.
        kind, number = (Error, "E001") if is_unguarded(connection, table) else (Warning, "W001")
        found.append(
            kind(
                f"The ledger's table in the database {alias!r} can be changed.",
                hint="Add a migration with press.append_only.ProtectAppendOnly after the one that rebuilt the table.",
                id=f"press.{number}",
            )
        )
    return found
