"""A Django of its own for a benchmark: a database of its own, in a folder that goes away."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit, urlunsplit


def scaled(number: int) -> int:
    """`number` times `BENCH_SCALE`, at least 1."""
    return max(1, int(number * float(os.environ.get("BENCH_SCALE", "1"))))


@contextmanager
def fresh_site(*, any_database: bool = False) -> Iterator[Path]:
    """Django set up on an empty migrated SQLite database with the reference data; yields its `var`.

    With `any_database` and a `DATABASE_URL` of PostgreSQL, a database of its own on that server, dropped in the
    end. One per process: Django is set up once.
    """
    asked = os.environ.get("DATABASE_URL", "")
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="bench-var-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if any_database and asked.startswith("postgres"):
            address = stack.enter_context(_database_on(asked))
        else:
            address = f"sqlite:///{folder / 'bench.sqlite3'}"
        _set_up(folder, address)
        yield folder


@contextmanager
def _database_on(address: str) -> Iterator[str]:
    """The address of a new, empty database on a PostgreSQL server."""
    import psycopg
    from psycopg import sql

    name = f"bench_{os.getpid()}"
    parts = urlsplit(address)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _set_up(folder: Path, address: str) -> None:
    os.environ |= {
        "VAR": str(folder),
        "DATABASE_URL": address,
        "SECRET_KEY": "bench-" + "x" * 60,
        "TASKS_IMMEDIATE": "1",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    # As the server does once it is up (cms/wsgi.py).
    gc.collect()
    gc.freeze()


def quantiles_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(seconds)
    return {
        "p50_ms": round(1000 * median(ordered), 2),
        "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2),
    }


def timed(call: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    begun = perf_counter()
    call()
    return perf_counter() - begun


def forget_peak() -> None:
    """Have the operating system count this process's peak memory from now on (Linux)."""
    if Path("/proc/self/clear_refs").exists():
        Path("/proc/self/clear_refs").write_text("5")


def peak_mib() -> float:
    """Peak of resident memory since `forget_peak` in MiB; 0 where the operating system doesn't tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


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
