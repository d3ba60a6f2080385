"""Compressed text: pages, feeds and API answers. Pictures and archives are compressed already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "application/rss+xml",
        "application/feed+json", "application/problem+json", "application/ld+json")  # fmt: skip


class TextCompression(GZipMiddleware):
    """Leaves files alone: compressing a stream would take its length and its ranges away."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(TEXT):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)  # type: ignore[arg-type]
        return compressed
