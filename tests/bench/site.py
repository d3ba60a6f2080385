"""A Django of its own for a benchmark: a database of its own, in a folder that goes away."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any


@contextmanager
def fresh_site() -> Iterator[Path]:
    """Django set up on an empty migrated SQLite database with the reference data; yields its `var`.

    One per process: Django is set up once.
    """
    folder = Path(tempfile.mkdtemp(prefix="bench-var-"))
    os.environ |= {
        "VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SECRET_KEY": "bench-" + "x" * 60,
        "TASKS_IMMEDIATE": "1",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rate(call: Callable[[], Any], seconds: float = 3.0) -> float:
    """Calls per second over about `seconds`, after a warm-up."""
    call()
    done, begun = 0, perf_counter()
    while (elapsed := perf_counter() - begun) < seconds:
        call()
        done += 1
    return done / elapsed


def paired_rates(first: Callable[[], Any], second: Callable[[], Any], pairs: int = 3) -> tuple[float, float, float]:
    """Median rates of both, taken in turn, and the median of the ratios first/second."""
    taken = [(rate(first), rate(second)) for _ in range(pairs)]
    return (
        median(one for one, _ in taken),
        median(other for _, other in taken),
        median(one / other for one, other in taken),
    )
