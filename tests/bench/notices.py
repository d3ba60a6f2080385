"""A withdrawal that 10,000 organisations hold: what the officer waits for, and how fast the letters go out.

The baseline of the request is one holder's; letters are measured against the same number of rows updated one by one,
which is what keeping account of each costs at least. Mails go to memory, so that no mail server is measured.

    python -m tests.bench.notices
"""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import Any

from tests.bench.site import forget_peak, fresh_site, peak_mib, scaled

HOLDERS = 10_000
LETTERS = 500
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
"""As on a server: the letters are the worker's, not the request's."""
AIMS = {"request_seconds": 2.0, "request_queries": 200, "letter_to_row": 50.0}
"""SQLite takes 999 values in a statement, so that 10,000 rows need some 150; PostgreSQL needs 34. A letter is claimed,
read with its texts, written from two templates and noted: some thirty times the work of one row."""


def run() -> dict[str, Any]:
    """Seconds and queries of telling all holders, MiB that it took, letters a second."""
    with fresh_site(any_database=True):
        return _measured(scaled(HOLDERS))


def _measured(holders: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext, override_settings

    from media_library.services import withdraw
    from press.models import Notice
    from press.services import notices
    from tests.bench.partners import held

    single = held(1)
    begun = perf_counter()
    with override_settings(TASKS=QUEUE):
        withdraw(single, reason="Sai", actor=None)
    one = perf_counter() - begun
    photo = held(holders)
    forget_peak()
    before = peak_mib()
    begun = perf_counter()
    with CaptureQueriesContext(connection) as queries, override_settings(TASKS=QUEUE):
        withdraw(photo, reason="Sai", actor=None)
    request = perf_counter() - begun
    grows = peak_mib() - before
    notice = Notice.objects.get(asset=photo.pk)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        letter = _letter_seconds(notice, notices, min(LETTERS, holders))
    row = _row_seconds(notice, min(LETTERS, holders))
    return {
        "holders": holders,
        "request_seconds": round(request, 2),
        "request_seconds_one_holder": round(one, 3),
        "request_queries": len(queries),
        "request_grows_mib": round(grows, 1),
        "letters_per_second": round(1 / letter),
        "letter_to_row": round(letter / row, 1),
        "aims": AIMS,
    }


def _letter_seconds(notice: Any, notices: Any, number: int) -> float:
    ids = list(notice.deliveries.filter(mailed_at__isnull=True).values_list("pk", flat=True)[:number])
    begun = perf_counter()
    with notices.connected() as connection:
        for pk in ids:
            notices._mail(pk, connection)
    return (perf_counter() - begun) / max(1, len(ids))


def _row_seconds(notice: Any, number: int) -> float:
    from django.utils import timezone

    ids = list(notice.deliveries.values_list("pk", flat=True)[:number])
    begun = perf_counter()
    for pk in ids:
        notice.deliveries.filter(pk=pk).update(claimed_at=timezone.now())
    return (perf_counter() - begun) / max(1, len(ids))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
