"""Signing switched on with a certificate of a private root, and two outside opinions on what comes of it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from media_library.credentials import signing
from tests.media_library.credentials import authority
from tests.media_library.metadata.conftest import exiftool  # noqa: F401  (a fixture)

Sign = Callable[..., authority.Authority]


@pytest.fixture(scope="session")
def root() -> authority.Authority:
    return authority.root()


@pytest.fixture
def switch_on(settings: Any, root: authority.Authority, tmp_path: Path) -> Callable[..., None]:
    """Switches signing on with a new certificate each time."""
    made = 0

    def switch(**options: Any) -> None:
        nonlocal made
        made += 1
        chain, key = authority.issue(root, tmp_path / f"certificate-{made}", **options)
        settings.C2PA_CERTIFICATE, settings.C2PA_PRIVATE_KEY = chain, key

    return switch


@pytest.fixture
def signing_on(switch_on: Callable[..., None]) -> None:
    switch_on()


def stored(name: str) -> bytes:
    with storages["private"].open(name, "rb") as file:
        content: bytes = file.read()
    return content


def read_by_library(data: bytes, extension: str, root: authority.Authority) -> tuple[dict[str, Any], str]:
    """What the signing library's own reader says, and its verdict: Trusted, Valid or Invalid."""
    import c2pa

    with (
        c2pa.Context.from_dict({"version": 1, "trust": {"user_anchors": root.pem}}) as context,
        c2pa.Reader(signing.MEDIA_TYPES[extension], io.BytesIO(data), context=context) as reader,
    ):
        return json.loads(reader.detailed_json()), str(reader.get_validation_state())
