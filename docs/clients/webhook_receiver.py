"""A receiver of webhooks in one file, with Python's standard library alone. Read it, or run it behind your web server.

    WEBHOOK_SECRET=whsec_… python webhook_receiver.py --port 8080 --database received.sqlite3

It takes only what is signed with the secret and not older than five minutes, and each message once: what came before
is answered 200 and left alone. A message is kept before it is acknowledged, so that one that was acknowledged is
never lost; the work with it is done afterwards (here: a line is printed).

While you change the secret, name both: WEBHOOK_SECRET="whsec_new whsec_old".
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOLERANCE = 300
"""Seconds by which a message's clock may differ from ours."""
BODY_AT_MOST = 64 * 1024


class Refused(Exception):
    """The message isn't from whom it says, or too old."""


def verify(secrets: list[str], headers: Mapping[str, str], body: bytes, now: float | None = None) -> str:
    """The message's id, if one of the signatures was made with one of the secrets. Raises Refused."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (timestamp.isascii() and timestamp.isdigit()):
        raise Refused("headers are missing")
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE:
        raise Refused("too old or too new")
    signed = f"{message_id}.{timestamp}.".encode() + body
    given = [part[3:] for part in headers.get("webhook-signature", "").split(" ") if part.startswith("v1,")]
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        own = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        # In constant time: how long it takes tells nothing.
        if any(hmac.compare_digest(own.encode(), other.encode()) for other in given):
            return message_id
    raise Refused("no signature fits")


class Inbox:
    """What was taken, by its id."""

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS message (id TEXT PRIMARY KEY, body TEXT, done INTEGER DEFAULT 0)"
        )

    def take(self, message_id: str, body: bytes) -> bool:
        """Keep it; False for one that is there already."""
        with self._lock:
            row = self._database.execute(
                "INSERT OR IGNORE INTO message (id, body) VALUES (?, ?)", (message_id, body.decode())
            )
            return row.rowcount == 1

    def work(self) -> None:
        """Do what is to be done with everything that was taken and isn't done yet."""
        with self._lock:
            for message_id, body in self._database.execute("SELECT id, body FROM message WHERE NOT done").fetchall():
                handle(json.loads(body))
                self._database.execute("UPDATE message SET done = 1 WHERE id = ?", (message_id,))


def handle(message: dict[str, Any]) -> None:
    """Your own part. Messages come in no particular order: ask `links.self` for what holds now.

    404 or 410 there means: take it out of your systems.
    """
    data = message["data"]
    print(message["type"], data.get("id", ""), data.get("links", {}).get("self", ""), flush=True)


class Handler(BaseHTTPRequestHandler):
    secrets: list[str]
    inbox: Inbox

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > BODY_AT_MOST:
            return self._answer(413)
        body = self.rfile.read(int(length))
        try:
            message_id = verify(self.secrets, self.headers, body)
            json.loads(body)
        except (Refused, ValueError) as error:
            print(f"refused: {error}", file=sys.stderr, flush=True)
            return self._answer(400)
        new = self.inbox.take(message_id, body)
        self._answer(202 if new else 200)
        return self.inbox.work()

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: what was refused is said above."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--database", default="received.sqlite3")
    options = parser.parse_args()
    Handler.secrets = os.environ.get("WEBHOOK_SECRET", "").split()
    if not Handler.secrets:
        sys.exit("WEBHOOK_SECRET isn't set")
    Handler.inbox = Inbox(options.database)
    Handler.inbox.work()  # what was taken before the last stop
    with ThreadingHTTPServer((options.host, options.port), Handler) as server:
        print(f"listening on {options.host}:{server.server_address[1]}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
