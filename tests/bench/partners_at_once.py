"""Two hundred newsrooms take one kit at the same moment, while readers go on reading pages.

The site is an empty one with that kit, served with the processes and threads that `deploy/README.md` names and
nothing in front, so that slow lines are felt by gunicorn itself. Every second newsroom has a slow line. Whoever is
asked to come again does so after `Retry-After`, as a browser or a program of ours does. Pages are compared with
themselves on the idle server.

    python -m tests.bench.partners_at_once
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.site import quantiles_ms, scaled
from tests.browser.server import ROOT, RunningSite, running_site

PARTNERS = 200
PROCESSES, THREADS = 2, 16
"""As in `deploy/README.md`."""
SLOW_BYTES_PER_SECOND = 4_000_000
IDLE_SECONDS = 10.0
PAUSE = 0.05
"""Seconds between a reader's pages."""
PATIENCE = 60
"""Seconds without a byte after which a client gives up."""
PAGES = {"home": "/en/", "press_room": "/en/press/"}
BLOCK = 256 * 1024
AIMS = {"errors": 0, "receipts_missing": 0, "page_errors": 0, "page_p95_ms": 500, "memory_grows_mib": 100}


@dataclass(slots=True)
class Taken:
    """One newsroom's download: CRC-32 of all that came, how often it was asked to come again, what went wrong."""

    bytes: int = 0
    crc32: int = 0
    asked_again: int = 0
    seconds: float = 0.0
    error: str = ""


@dataclass(slots=True)
class Reader:
    """Reads the pages in turn until told to stop."""

    site: RunningSite
    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in PAGES})
    errors: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.over.is_set():
            for name, address in PAGES.items():
                begun = time.perf_counter()
                try:
                    with closing(_ask(self.site, address)) as answer:
                        if answer.status != 200 or len(answer.rest()) != answer.length:
                            self.errors += 1
                except (OSError, ValueError):
                    self.errors += 1
                self.seconds[name].append(time.perf_counter() - begun)
                time.sleep(PAUSE)


class _Answer:
    """An answer whose head has come. Raises ValueError for what isn't one."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, came = connection, b""
        while b"\r\n\r\n" not in came:
            part = connection.recv(4096)
            if not part:
                raise ValueError("no answer")
            came += part
        head, _, self.begun = came.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split(" ")[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self.length = int(self.headers["content-length"])

    def blocks(self) -> Iterable[bytes]:
        yield self.begun
        while part := self._connection.recv(BLOCK):
            yield part

    def rest(self) -> bytes:
        return b"".join(self.blocks())

    def close(self) -> None:
        self._connection.close()


def _ask(site: RunningSite, address: str, *, token: str = "", slow: bool = False) -> _Answer:
    host, _, port = site.url.removeprefix("http://").partition(":")
    connection = socket.socket()
    connection.settimeout(PATIENCE)
    if slow:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    try:
        connection.connect((host, int(port)))
        lines = [f"GET {address} HTTP/1.1", f"Host: {host}:{port}", "Connection: close"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return _Answer(connection)
    except BaseException:
        connection.close()
        raise


def run(partners: int | None = None, settings: dict[str, str] | None = None) -> dict[str, Any]:
    """Errors, receipts, memory in MiB, and the pages' times as ratios to those on the idle server."""
    partners = partners or scaled(PARTNERS)
    options = ("--workers", str(PROCESSES), "--threads", str(THREADS))
    with (
        tempfile.TemporaryDirectory(prefix="bench-partners-") as name,
        running_site(Path(name), gunicorn=options, settings=settings) as site,
    ):
        given = _newsrooms(site, partners)
        _read_for(site, 2.0)  # fills the pages' cache
        idle = _read_for(site, IDLE_SECONDS)
        before = _mib(site, "VmRSS")
        _forget_peaks(site)
        busy, taken, seconds = _downloads(site, given)
        return {
            "partners": partners,
            "mib_each": round(max(one.bytes for one in taken) / (1 << 20), 1),
            "errors": sum(bool(one.error) for one in taken),
            "error_samples": sorted({one.error for one in taken if one.error})[:3],
            "asked_to_come_again": sum(one.asked_again for one in taken),
            "seconds_until_all_have_it": round(seconds, 1),
            **_receipts(site, given),
            "memory_idle_mib": before,
            "memory_grows_mib": round(_mib(site, "VmHWM") - before, 1),
            **_pages(idle, busy),
            "aims": AIMS,
        }


def _newsrooms(site: RunningSite, number: int) -> dict[str, Any]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {"VAR": str(site.var)}
    command = [sys.executable, "-m", "tests.bench.newsrooms", str(number)]
    made = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(made.stdout)
    return told


def _read_for(site: RunningSite, seconds: float) -> Reader:
    reader = Reader(site)
    thread = threading.Thread(target=reader.read)
    thread.start()
    time.sleep(seconds)
    reader.over.set()
    thread.join()
    return reader


def _downloads(site: RunningSite, given: dict[str, Any]) -> tuple[Reader, list[Taken], float]:
    """What the reader saw meanwhile, what each newsroom got, and seconds until the last one had it."""
    taken = [Taken() for _token in given["tokens"]]
    start = threading.Barrier(len(taken) + 1)
    address = f"/api/v1/kits/{given['uuid']}/download"

    def take(number: int) -> None:
        start.wait()
        begun = time.perf_counter()
        try:
            _take(site, address, given["tokens"][number], taken[number], slow=number % 2 == 0)
        except (OSError, ValueError) as error:
            taken[number].error = repr(error)
        taken[number].seconds = time.perf_counter() - begun

    clients = [threading.Thread(target=take, args=(number,)) for number in range(len(taken))]
    for client in clients:
        client.start()
    start.wait()
    reader, begun = Reader(site), time.perf_counter()
    reading = threading.Thread(target=reader.read)
    reading.start()
    for client in clients:
        client.join()
    seconds = time.perf_counter() - begun
    reader.over.set()
    reading.join()
    odd = {one.crc32 for one in taken if not one.error}
    if len(odd) > 1:
        raise RuntimeError("not all newsrooms got the same archive")
    return reader, taken, seconds


def _take(site: RunningSite, address: str, token: str, taken: Taken, *, slow: bool) -> None:
    """Raises ValueError for any other answer than the whole archive or a request to come again."""
    while True:
        with closing(_ask(site, address, token=token, slow=slow)) as answer:
            if answer.status == 200:
                return _receive(answer, taken, slow=slow)
            if answer.status != 503:
                raise ValueError(f"{answer.status}: {answer.rest()[:200]!r}")
            wait = int(answer.headers["retry-after"])
        taken.asked_again += 1
        time.sleep(wait)


def _receive(answer: _Answer, taken: Taken, *, slow: bool) -> None:
    begun = time.monotonic()
    for block in answer.blocks():
        taken.bytes += len(block)
        taken.crc32 = zlib.crc32(block, taken.crc32)
        if slow:
            time.sleep(max(0.0, taken.bytes / SLOW_BYTES_PER_SECOND - (time.monotonic() - begun)))
    if taken.bytes != answer.length:
        raise ValueError(f"{taken.bytes} of {answer.length} bytes came")


def _receipts(site: RunningSite, given: dict[str, Any]) -> dict[str, int]:
    """Lines in the ledger for the kit, newsrooms that lack one of theirs, and lines too many."""
    with closing(sqlite3.connect(site.var / "db.sqlite3")) as database:
        lines = database.execute(
            "SELECT count(*) FROM press_receipt WHERE kit_id = ? GROUP BY organisation_id", [given["kit"]]
        ).fetchall()
    each, wanted = [number for (number,) in lines], given["files"]
    missing = sum(max(0, wanted - number) for number in each) + wanted * (len(given["tokens"]) - len(each))
    return {
        "receipts": sum(each),
        "receipts_missing": missing,
        "receipts_too_many": sum(max(0, number - wanted) for number in each),
    }


def _pages(idle: Reader, busy: Reader) -> dict[str, Any]:
    quiet = {name: quantiles_ms(idle.seconds[name]) for name in PAGES}
    loud = {name: quantiles_ms(busy.seconds[name]) for name in PAGES}
    return {
        "page_errors": idle.errors + busy.errors,
        "pages_read_meanwhile": sum(map(len, busy.seconds.values())),
        "pages_idle": quiet,
        "pages_meanwhile": loud,
        "pages_ratio": {
            name: {part.removesuffix("_ms"): round(loud[name][part] / quiet[name][part], 1) for part in quiet[name]}
            for name in PAGES
        },
    }


def _forget_peaks(site: RunningSite) -> None:
    for process in site.web_processes():
        Path(f"/proc/{process}/clear_refs").write_text("5")


def _mib(site: RunningSite, name: str) -> float:
    """Of all web processes together; 0 where the system doesn't tell."""
    lines = [line for one in site.web_processes() for line in Path(f"/proc/{one}/status").read_text().splitlines()]
    return round(sum(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024, 1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
