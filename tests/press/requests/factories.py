"""Requests for tests."""

from __future__ import annotations

from typing import Any

from press.models import Member, PressRequest
from press.requests import services
from tests.media_library.factories import province
from tests.press.factories import member


def request(of: Member | None = None, **values: Any) -> PressRequest:
    defaults = {
        "provinces": [province()],
        "kind": "filming",
        "subject": "Filming at the bay",
        "text": "May we film at dawn?",
        "country": "FR",
        "language": "fr",
        "zone": "Europe/Paris",
    }
    return services.ask(of or member(), **(defaults | values))
