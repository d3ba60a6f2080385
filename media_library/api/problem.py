"""Errors as RFC 9457 problem details."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"


def problem(status: int, title: str, detail: str = "", **members: Any) -> HttpResponse:
    """A problem document; `members` are the extension members. Never kept by a cache."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": str(detail), **members}
    response = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response
