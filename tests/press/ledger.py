"""For tests with a transactional database: its emptying is a DELETE, which the ledger's triggers refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from press.append_only import CREATE, DROP

TABLE = "press_receipt"


@contextmanager
def emptied_ledger() -> Iterator[None]:
    """After the block the ledger is empty and guarded again. Not inside a transaction."""
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in DROP[connection.vendor](TABLE):
                cursor.execute(statement)
            cursor.execute("DELETE FROM press_receipt")
            for statement in CREATE[connection.vendor](TABLE):
                cursor.execute(statement)
