"""Pages from the cache against a static file of about their size, from the same gunicorn over keep-alive connections.

The site is the small demo with its own database, served as in production. What is counted is answers a second with
two readers at once, compressed as browsers ask for, and the server's processor time for one answer, which a
client on the same machine doesn't blur. The static file is the stylesheet of the site, sent by WhiteNoise.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from tests.browser.server import RunningSite, running_site

READERS = 2
SECONDS = 3.0
ROUNDS = 3
AIM_RATIO = 0.5
AS_A_BROWSER = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
"""So that its views are counted, which is to be in the figures."""
PAGES = {"home": "/en/", "profile": "/en/quang-ninh/", "image_bank": "/en/images/", "press_room": "/en/press/"}


def run() -> dict[str, Any]:
    """Answers a second and the server's milliseconds for one, of the static file and of each kind of page."""
    with tempfile.TemporaryDirectory(prefix="bench-cached-") as name, running_site(Path(name), demo=True) as site:
        static = _stylesheet(site)
        addresses = {"static_file": static, **PAGES}
        bytes_sent = {kind: _once(site, address) for kind, address in addresses.items()}
        rounds = [{kind: _load(site, address) for kind, address in addresses.items()} for _ in range(ROUNDS)]
    rates = {kind: median(one[kind][0] for one in rounds) for kind in addresses}
    costs = {kind: median(one[kind][1] for one in rounds) for kind in addresses}
    return {
        "bytes_sent": bytes_sent,
        "answers_per_second": {kind: round(rate) for kind, rate in rates.items()},
        "server_ms_per_answer": {kind: round(cost, 3) for kind, cost in costs.items()},
        "to_static_file": {kind: round(rates[kind] / rates["static_file"], 2) for kind in PAGES},
        "aim": AIM_RATIO,
    }


def _stylesheet(site: RunningSite) -> str:
    page = httpx.get(f"{site.url}/en/").text
    return page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]


def _once(site: RunningSite, address: str) -> int:
    """Fills the cache; the body's length as it is sent. Raises RuntimeError for an answer that isn't 200."""
    with _Reader(site) as reader:
        reader.ask(address)
        return reader.ask(address)


def _load(site: RunningSite, address: str) -> tuple[float, float]:
    """Answers a second, and milliseconds of processor time for one."""
    counts = [0] * READERS
    until = time.perf_counter() + SECONDS

    def read(number: int) -> None:
        with _Reader(site) as reader:
            while time.perf_counter() < until:
                reader.ask(address)
                counts[number] += 1

    before, begun = _server_seconds(site), time.perf_counter()
    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers, taken = sum(counts), time.perf_counter() - begun
    return answers / taken, 1000 * (_server_seconds(site) - before) / answers


def _server_seconds(site: RunningSite) -> float:
    """Processor time of the web server's processes so far; 0 where the system doesn't tell."""
    total = 0.0
    for process in site.web_processes():
        stat = Path(f"/proc/{process}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


class _Reader:
    """A connection that is kept open, read by lengths, so that the client costs little."""

    def __init__(self, site: RunningSite) -> None:
        self.host = site.url.removeprefix("http://")
        self.connection = socket.socket()

    def __enter__(self) -> _Reader:
        host, _, port = self.host.partition(":")
        self.connection.connect((host, int(port)))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def ask(self, address: str) -> int:
        """The length of the answer's body. Raises RuntimeError for an answer that isn't 200."""
        question = f"GET {address} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Encoding: gzip\r\n{AS_A_BROWSER}\r\n"
        self.connection.sendall(question.encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            part = self.connection.recv(65536)
            if not part:
                raise RuntimeError(f"{address}: no answer")
            answer += part
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{address}: {head[:200]!r}")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        left = length - len(body)
        while left > 0:
            left -= len(self.connection.recv(65536))
        return length


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
