"""The ledger's guard is a convention of the database: a check notices when it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from press.append_only import is_protected
from press.models import Receipt


@register(Tags.database)
def ledger_is_protected(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Runs with `check --database default` and before `migrate`, when the table may not exist yet."""
    table = Receipt._meta.db_table
    unprotected = []
    for alias in databases or ():
        connection = connections[alias]
        if table in connection.introspection.table_names() and not is_protected(connection, table):
            unprotected.append(alias)
    return [
        Error(
            f"The ledger's table in the database {alias!r} can be changed.",
            hint="Add a migration with press.append_only.ProtectAppendOnly after the one that rebuilt the table.",
            id="press.E001",
        )
        for alias in unprotected
    ]
