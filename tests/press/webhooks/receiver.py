"""Real HTTP receivers on sockets, well-behaved and not."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

Behave = Callable[[socket.socket], None]


def answer(status: int = 204, headers: str = "", body: bytes = b"") -> Behave:
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n".encode()
    return lambda line: line.sendall(head + body)


def silence(line: socket.socket) -> None:
    """Takes the message and never answers."""
    line.settimeout(10)
    line.recv(1)


def drip_header(line: socket.socket) -> None:
    _drip(line, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000)


def drip_body(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    _drip(line, b"b" * 1000)


def _drip(line: socket.socket, data: bytes) -> None:
    for number in range(len(data)):
        line.sendall(data[number : number + 1])
        time.sleep(0.05)


def endless(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        line.sendall(b"ffff\r\n" + b"e" * 0xFFFF + b"\r\n")


def endless_header(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X-Endless: " + b"h" * 4000 + b"\r\n")


def close_early(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 2")


def close_at_once(line: socket.socket) -> None:
    """Says nothing at all."""


def half_a_body(line: socket.socket) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")


def not_http(line: socket.socket) -> None:
    line.sendall(b"220 mail.example ESMTP\r\n")


@dataclass
class Got:
    """A message as it arrived; names of headers in lower case."""

    line: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Listens on a free port. `behave` is how it answers; a list is used up first, one for each message."""

    def __init__(self, behave: Behave | None = None, tls: ssl.SSLContext | None = None) -> None:
        self.behave = behave or answer()
        self.script: list[Behave] = []
        self.got: list[Got] = []
        self.connections = 0
        self._tls = tls
        self._server = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?desk=1"

    @property
    def ids(self) -> list[str]:
        return [got.headers["webhook-id"] for got in self.got]

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *args: Any) -> None:
        self._server.close()

    def _listen(self) -> None:
        while True:
            try:
                line, _address = self._server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        try:
            if self._tls is not None:
                line = self._tls.wrap_socket(line, server_side=True)
            self._take(line)
            with self._lock:
                behave = self.script.pop(0) if self.script else self.behave
            behave(line)
        except OSError:
            pass
        finally:
            line.close()

    def _take(self, line: socket.socket) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            part = line.recv(65536)
            if not part:
                return
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        first, *rest = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (row.partition(": ") for row in rest)}
        while len(body) < int(headers.get("content-length", 0)):
            body += line.recv(65536)
        with self._lock:
            self.got.append(Got(first, headers, body))
