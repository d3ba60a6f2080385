"""The API's description is what the repository says it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from cms.api import api
from cms.environment import ROOT

SNAPSHOT = Path(ROOT) / "docs" / "openapi.json"


def test_the_snapshot_is_current() -> None:
    """After a wanted change: `make openapi`."""
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    assert described == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_description_and_its_page_are_served(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert {"/api/v1/assets", "/api/v1/assets/{uuid}", "/api/v1/changes", "/api/v1/kits"} <= set(answer.json()["paths"])
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "http" not in page.headers["Content-Security-Policy"]
    assert "cdn" not in page.content.decode()


@pytest.mark.django_db
def test_readiness(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json() == {"database": True, "storage": True, "queue": True}
