"""A small tus client for the tests, with every header in the test's hand."""

from __future__ import annotations

import base64
from typing import Any

from django.test import Client
from django.urls import reverse

from provinces.teams import Role
from tests.media_library import factories

VERSION = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"


def signed_in(name: str = "editor", *roles: Role, code: str = "22") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(factories.user(name, *(roles or (Role.EDITOR,)), of=factories.province(code)))
    return client


def metadata(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


def create(client: Client, size: Any, *, headers: dict[str, str] | None = None, **values: str) -> Any:
    sent = {**VERSION, "Upload-Length": str(size), "Upload-Metadata": metadata(**({"filename": "a.jpg"} | values))}
    return client.post(reverse("media_library_tus"), headers=sent | (headers or {}), content_type="")


def patch(client: Client, url: str, offset: Any, data: bytes, *, headers: dict[str, str] | None = None,
          kind: str = BYTES) -> Any:  # fmt: skip
    sent = {**VERSION, "Upload-Offset": str(offset)} | (headers or {})
    return client.patch(url, data, content_type=kind, headers=sent)


def head(client: Client, url: str) -> Any:
    return client.head(url, headers=VERSION)


def send(client: Client, data: bytes, name: str = "a.jpg", piece: int = 40_000) -> tuple[str, dict[str, Any]]:
    """Send all of a file in pieces; its address and what the server says became of it."""
    url = create(client, len(data), filename=name)["Location"]
    for start in range(0, len(data), piece):
        answer = patch(client, url, start, data[start : start + piece])
        assert answer.status_code == 204, answer.content
    return url, client.get(url).json()
