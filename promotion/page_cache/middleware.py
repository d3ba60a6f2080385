"""Serves public pages from the cache, and says to everybody else's caches what they may keep."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from locales.registry import tag_of
from promotion.languages.reader import reader_language
from promotion.page_cache import version
from promotion.page_cache.clock import next_moment

KEEP_AT_MOST = 300
"""Seconds; what changes meanwhile moves the version, so this only bounds the memory."""

PAGES = re.compile(r"^/[a-z]{2}(-[a-z]+)?/")
QUERY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Kept:
    content: bytes
    content_type: str
    language: str
    etag: str

    def response(self) -> HttpResponse:
        response = HttpResponse(self.content, content_type=self.content_type)
        response["Content-Language"] = self.language
        return _public(response, self.etag)


def _public(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Cookie", "Authorization"])
    return response


def is_public_request(request: HttpRequest) -> bool:
    """Nobody in particular asks for a page: no session, no token, nothing pending for them."""
    return (
        request.method in ("GET", "HEAD")
        and PAGES.match(request.path_info) is not None
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "Authorization" not in request.headers
        and len(request.META.get("QUERY_STRING", "")) <= QUERY_LIMIT
    )


class PageCacheMiddleware:
    """Stands after the language is known and before anything looks at the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_public_request(request):
            response = self.get_response(request)
            if PAGES.match(request.path_info) and not response.has_header("Cache-Control"):
                response["Cache-Control"] = "private, no-cache"
            return response
        key = self._key(request)
        kept: Kept | None = cache.get(key)
        if kept is None:
            now = timezone.now()
            response = self.get_response(request)
            kept = self._keep(request, response, key, (next_moment(now) - now).total_seconds())
            if kept is None:
                return response
        answer = kept.response()
        return get_conditional_response(request, etag=kept.etag, response=answer) or answer

    def _key(self, request: HttpRequest) -> str:
        parts = (str(version.current()), request.scheme or "", request.get_host(), request.get_full_path())
        return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _keep(self, request: HttpRequest, response: HttpResponseBase, key: str, seconds: float) -> Kept | None:
        """What is now in the cache, or None for an answer that isn't for everybody."""
        if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
            return None
        if response.has_header("Cache-Control") or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return None
        content = response.content
        kept = Kept(
            content,
            response["Content-Type"],
            response.headers.get("Content-Language") or tag_of(reader_language()),
            f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        )
        if seconds >= 1:
            cache.set(key, kept, min(KEEP_AT_MOST, int(seconds)))
        return kept
