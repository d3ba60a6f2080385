"""A slow line between a browser and the site: a relay of plain TCP that lets through so many bytes a second."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

BUFFER = 16 * 1024
TICK = 0.02


class SlowLine:
    """`speed` in bytes a second towards the site, for all connections together; may be changed at any time."""

    def __init__(self, target: str, speed: float) -> None:
        parts = urlsplit(target)
        self.target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.speed = speed
        self._allowed = 0.0
        self._lock = threading.Lock()
        self._listener = socket.socket()
        # Small buffers: else the kernel takes a whole file at once, and nothing is slow.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open = True
        threading.Thread(target=self._refill, daemon=True).start()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._open = False
        self._listener.close()

    def _refill(self) -> None:
        while self._open:
            time.sleep(TICK)
            with self._lock:
                self._allowed = min(self._allowed + self.speed * TICK, self.speed)

    def _accept(self) -> None:
        while self._open:
            try:
                browser, _address = self._listener.accept()
                site = socket.create_connection(self.target)
            except OSError:
                return
            for source, sink, slow in ((browser, site, True), (site, browser, False)):
                threading.Thread(target=self._pump, args=(source, sink, slow), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, slow: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(BUFFER):
                if slow:
                    self._wait_for(len(data))
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _wait_for(self, count: int) -> None:
        while self._open:
            with self._lock:
                if self._allowed >= count:
                    self._allowed -= count
                    return
            time.sleep(TICK / 2)


@contextlib.contextmanager
def slow_line(target: str, speed: float) -> Iterator[SlowLine]:
    line = SlowLine(target, speed)
    try:
        yield line
    finally:
        line.close()
