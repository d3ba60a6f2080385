"""Places in the change log: given out when the log is read, so that whoever goes on from the last one misses none.

A primary key is given out before the commit: of two lines written at once, the one with the higher key may be seen
first, and a reader that goes on from it would never see the other. A line gets its place only once it is committed,
under a lock that nobody takes who holds another.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from media_library.models import Change

_LOCK = 0x6368616E
"""Name of the lock on PostgreSQL ("chan"). SQLite has one writer at a time anyway."""
AT_ONCE = 500


def number_lines() -> int:
    """Give a place to every committed line that has none, in the order of their keys; how many there were.

    One small query where there are none.
    """
    waiting = Change.objects.filter(position__isnull=True)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = Change.objects.aggregate(last=Max("position"))["last"] or 0
        lines = list(waiting.order_by("pk").only("pk"))
        for position, line in enumerate(lines, last + 1):
            line.position = position
        Change.objects.bulk_update(lines, ["position"], batch_size=AT_ONCE)
    return len(lines)
