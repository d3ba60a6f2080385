"""A LibreTranslate server for tests, on a real port: it answers in capitals, or as badly as it is told to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def louder(html: str) -> str:
    return "".join(part if part.startswith(("<", "&")) else part.upper() for part in re.split(r"(<[^>]*>|&\w+;)", html))


class Fake:
    """`mode` says how it answers; `questions` keeps what it was asked."""

    def __init__(self) -> None:
        self.mode = "good"
        self.questions: list[dict[str, Any]] = []
        self.url = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        question = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.questions.append({"path": handler.path, **question})
        match self.mode:
            case "good":
                _send(handler, 200, {"translatedText": [louder(text) for text in question["q"]]})
            case "tags lost":
                _send(handler, 200, {"translatedText": [re.sub("<[^>]*>", "", text) for text in question["q"]]})
            case "hostile":
                _send(
                    handler,
                    200,
                    {"translatedText": ['<script>alert(1)</script><a href="x">y</a>'] * len(question["q"])},
                )
            case "too few":
                _send(handler, 200, {"translatedText": ["x"]})
            case "numbers":
                _send(handler, 200, {"translatedText": [1] * len(question["q"])})
            case "a list":
                _send(handler, 200, ["x"])
            case "garbage":
                _raw(handler, 200, b"<html>not JSON")
            case "deep":
                _raw(handler, 200, b"[" * 200_000)
            case "huge":
                _huge(handler)
            case "hangs":
                time.sleep(3)
            case "redirect":
                handler.send_response(307)
                handler.send_header("Location", f"{self.url}/elsewhere")
                handler.send_header("Content-Length", "0")
                handler.end_headers()
            case "unsupported":
                _send(handler, 400, {"error": "lo is not supported"})
            case _:
                _send(handler, int(self.mode), {"error": "no"})


def _send(handler: BaseHTTPRequestHandler, status: int, body: Any) -> None:
    _raw(handler, status, json.dumps(body).encode())


def _raw(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        for _number in range(400):
            handler.wfile.write(b"x" * 64 * 1024)
    except OSError:
        pass  # the client has had enough, as it should


@contextmanager
def running() -> Iterator[Fake]:
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            fake.answer(self)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
