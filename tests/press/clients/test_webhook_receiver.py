"""The example receiver: takes what is ours, once, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from cms.environment import ROOT
from press.webhooks import endpoints
from press.webhooks.delivering import deliver, ping
from press.webhooks.secrets import new_secret, signature
from tests.press.webhooks import factories

pytestmark = pytest.mark.django_db
SECRET = new_secret()
FORMER = new_secret()


class Running:
    """The receiver as a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "docs/clients/webhook_receiver.py"), "--port", "0",
             "--database", str(self.folder / "received.sqlite3")],
            env=os.environ | {"WEBHOOK_SECRET": f"{SECRET} {FORMER}"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.url = "http://127.0.0.1:" + self.line().rsplit(":", 1)[1]

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def running(tmp_path: Path, settings: Any) -> Iterator[Running]:
    settings.WEBHOOKS_LOCAL = True
    made = Running(tmp_path)
    yield made
    made.stop()


def test_it_takes_our_messages_once(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "new_secret", lambda: SECRET)
    made, _secret = factories.endpoint(running.url)
    (message,) = factories.waiting(made)
    assert deliver() == 1
    assert message.attempts.get().status == 202
    assert running.line().startswith("asset.approved ")
    endpoints.redeliver(made)
    endpoints.redeliver(made, message.pk)
    assert deliver() == 1
    assert message.attempts.order_by("pk").last().status == 200  # type: ignore[union-attr]
    running.stop()
    running.start()
    made.url = running.url
    made.save()
    endpoints.redeliver(made, message.pk)
    assert deliver() == 1
    assert ping(made).status == 202
    assert running.line().startswith("test.ping")  # and nothing before it: the old message wasn't done again


def _post(to: Running, secret: str, *, age: float = 0, body: bytes = b'{"type": "x", "data": {}}', **spoil: str) -> int:
    import time

    stamp = int(time.time() - age)
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": signature(secret, "msg_1", stamp, body),
    }
    return httpx.post(
        to.url, content=body, headers=headers | {name.replace("_", "-"): to for name, to in spoil.items()}
    ).status_code


def test_it_takes_nothing_else(running: Running) -> None:
    assert _post(running, SECRET) == 202
    assert _post(running, FORMER) == 200
    assert _post(running, new_secret()) == 400
    assert _post(running, SECRET, age=400) == 400
    assert _post(running, SECRET, age=-400) == 400
    assert _post(running, SECRET, webhook_id="msg_2") == 400
    assert _post(running, SECRET, webhook_timestamp="soon") == 400
    assert _post(running, SECRET, webhook_signature="") == 400
    assert _post(running, SECRET, webhook_signature="v1,") == 400
    assert _post(running, SECRET, webhook_signature="v2,x") == 400
    assert _post(running, SECRET, body=b"not json") == 400
    assert _post(running, SECRET, body=b"x" * 100_000) == 413


def test_what_the_standards_library_signs_is_taken(running: Running) -> None:
    from datetime import UTC, datetime

    now, body = datetime.now(UTC), '{"type": "y", "data": {}}'
    headers = {
        "webhook-id": "msg_9",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": "v1,AAAA " + Webhook(SECRET).sign("msg_9", now, body),
    }
    assert httpx.post(running.url, content=body, headers=headers).status_code == 202
