"""A worker to be killed: `python -m tests.press.webhooks.slow_worker prepare|work URL`."""

from __future__ import annotations

import sys
from datetime import timedelta

LINES = 12


def prepare(url: str) -> None:
    from media_library.models import Change
    from tests.media_library.factories import approved
    from tests.press.webhooks import factories

    factories.endpoint(url)
    photo = approved()
    Change.objects.bulk_create(
        [Change(subject="asset", subject_uuid=photo.uuid, event="updated") for _each in range(LINES - 1)]
    )


def work(url: str) -> None:
    from press.webhooks import delivering, rounds

    delivering.AT_A_TIME = 1  # so that the receiver can say which message was on its way when the worker died
    delivering.CLAIM_LAPSES = timedelta(seconds=0.001)
    rounds.tell()


if __name__ == "__main__":
    import django

    django.setup()
    from django.conf import settings

    settings.WEBHOOKS_LOCAL = True
    {"prepare": prepare, "work": work}[sys.argv[1]](sys.argv[2])
