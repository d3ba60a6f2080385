"""A ZIP of 1 GiB out of 100 files against one plain file of that size, from the same gunicorn server.

The plain file goes out by Django's FileResponse, which gunicorn sends with sendfile. The archive is measured
as it goes out time and again, and as it goes out the first time, when each file's CRC-32 is checked too. All
lie in the page cache and go over loopback, so the figures show what the program costs, not the disk or the
line. Downloads are taken in turn, and a ratio is the median of those of each turn.

    python -m tests.bench.archive
"""

from __future__ import annotations

import json
import os
import random
import socket
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.archive_site import FOLDER_VARIABLE, plan_of
from tests.bench.site import scaled
from tests.press.archive.serving import Server, gunicorn

SIZE = 1 << 30
FILES = 100
ROUNDS = 7
SLOW_CLIENTS = 4
SLOW_SECONDS = 5.0
SLOW_BYTES_PER_SECOND = 10_000_000
APPLICATION = "tests.bench.archive_site:application()"
MIB = 1 << 20
AIMS = {"archive_to_plain": 1.0, "peak_mib_slow_clients": 100}


def run(size: int | None = None) -> dict[str, Any]:
    """Median rates in MiB/s (`size` bytes), the archive against the plain file; planning time, the server's memory."""
    size = size or max(FILES * MIB, scaled(SIZE))
    with tempfile.TemporaryDirectory(prefix="bench-archive-") as name:
        folder = Path(name)
        _write(folder, size)
        with gunicorn(APPLICATION, folder / "server.log", {FOLDER_VARIABLE: name}) as server:
            return {
                "bytes": size,
                "files": FILES,
                "plan_milliseconds": round(_plan_seconds(folder) * 1000, 2),
                **_rates(server.port),
                **_memory(server),
                "aims": AIMS,
            }


def _write(folder: Path, size: int) -> None:
    """The files, and what their record says of them: all alike, since nobody compresses them."""
    block = random.Random(1).randbytes(size // FILES)
    (folder / "files").mkdir()
    for number in range(FILES):
        _write_durably(folder / "files" / f"{number:03}.bin", block, 1)
    _write_durably(folder / "plain.bin", block, FILES)
    (folder / "entry.json").write_text(json.dumps({"size": len(block), "crc32": zlib.crc32(block)}))


def _write_durably(path: Path, block: bytes, times: int) -> None:
    with path.open("wb") as file:
        for _ in range(times):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())  # else the disk's writing would fall into the measurement


def _plan_seconds(folder: Path) -> float:
    taken = []
    for _ in range(5):
        begun = time.perf_counter()
        plan_of(folder)
        taken.append(time.perf_counter() - begun)
    return median(taken)


def _rates(port: int) -> dict[str, Any]:
    addresses = ("/plain", "/archive", "/distrustful")
    for address in addresses:
        _download(port, address)  # fills the page cache, and lets the files be proven
    rounds = [tuple(_download(port, address) for address in addresses) for _ in range(ROUNDS)]
    plain, archive, first = (round(median(rates)) for rates in zip(*rounds, strict=True))
    return {
        "plain_mib_per_second": plain,
        "archive_mib_per_second": archive,
        "archive_first_time_mib_per_second": first,
        "archive_to_plain": round(median(archive / plain for plain, archive, _ in rounds), 2),
        "archive_first_time_to_plain": round(median(first / plain for plain, _, first in rounds), 2),
    }


def _download(port: int, address: str) -> float:
    """The rate in MiB/s of one whole download. Raises RuntimeError if it isn't whole."""
    begun = time.perf_counter()
    with _asked(port, address) as (connection, length, came):
        buffer = bytearray(MIB)
        while count := connection.recv_into(buffer):
            came += count
    if came != length:
        raise RuntimeError(f"{address}: {came} of {length} bytes came")
    return came / MIB / (time.perf_counter() - begun)


@contextmanager
def _asked(port: int, address: str, receive_buffer: int | None = None) -> Iterator[tuple[socket.socket, int, int]]:
    """A connection whose answer has begun, the length it announced, and how much of it came already."""
    with socket.socket() as connection:
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(60)
        connection.connect(("127.0.0.1", port))
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = connection.recv(4096)
            if not part:
                raise RuntimeError(f"{address}: no answer")
            answer += part
        head, _, begun = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").lower().split("\r\n")
        if " 200 " not in status:
            raise RuntimeError(f"{address}: {status}")
        headers = dict(line.split(": ", 1) for line in lines)
        yield connection, int(headers["content-length"]), len(begun)


def _memory(server: Server) -> dict[str, Any]:
    """The worker's memory at rest and its peak while slow clients take the archive (Linux tells; else None)."""
    worker = server.worker()
    if worker is None:
        return {"idle_mib": None, "peak_mib_slow_clients": None}
    (worker / "clear_refs").write_text("5")  # sets the peak back to the present
    idle = _status_mib(worker, "VmRSS")
    clients = [threading.Thread(target=_download_slowly, args=(server.port,)) for _ in range(SLOW_CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return {
        "slow_clients": SLOW_CLIENTS,
        "idle_mib": round(idle, 1),
        "peak_mib_slow_clients": round(_status_mib(worker, "VmHWM"), 1),
    }


def _download_slowly(port: int) -> None:
    """Take the archive for some seconds at a steady slow rate, then leave."""
    with _asked(port, "/archive", receive_buffer=64 * 1024) as (connection, _length, came), suppress(OSError):
        buffer = bytearray(64 * 1024)
        begun = time.monotonic()
        while (elapsed := time.monotonic() - begun) < SLOW_SECONDS:
            came += connection.recv_into(buffer)
            time.sleep(max(came / SLOW_BYTES_PER_SECOND - elapsed, 0))


def _status_mib(process: Path, field: str) -> float:
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
