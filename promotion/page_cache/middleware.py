"""Serves public pages from the cache, and says to everybody else's caches what they may keep.

What is kept is the finished answer, compressed, so that an answer from the cache costs a look at the site's version,
a look into the cache, and the sending.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from promotion.page_cache import version
from promotion.page_cache.clock import next_moment
from promotion.subjects import Subject, subject_of

KEEP_AT_MOST = 300
"""Seconds; what changes meanwhile moves the version, so this only bounds the memory."""

PAGES = re.compile(r"^/[a-z]{2}(-[a-z]+)?/")
QUERY_LIMIT = 200
FOR_EVERYBODY = "public, no-cache"
"""Keep it, and ask before each use. A view that says so itself answered nobody in particular."""

_OF_ONE_SENDING = frozenset({"content-length", "content-encoding", "date", "etag", "cache-control", "set-cookie"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished answer with status 200: its body compressed by gzip, its headers but those of one sending.

    `subject` is what it is about, for whoever counts.
    """

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str
    subject: Subject | None = None

    @classmethod
    def of(cls, response: HttpResponse, subject: Subject | None = None) -> Kept:
        headers = tuple(
            (name, value) for name, value in response.headers.items() if name.lower() not in _OF_ONE_SENDING
        )
        content = response.content
        # Weak: the same page, whether it is sent compressed or not.
        etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
        return cls(gzip.compress(content, 6, mtime=0), headers, etag, subject)

    def response(self, request: HttpRequest) -> HttpResponse:
        """The answer, compressed for those who can take it. Nothing secret is in it that compression could tell."""
        response = HttpResponse(headers=dict(self.headers))
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            response.content = self.body
            response["Content-Encoding"] = "gzip"
        else:
            response.content = gzip.decompress(self.body)
        response["Content-Length"] = str(len(response.content))
        response["ETag"] = self.etag
        response["Cache-Control"] = FOR_EVERYBODY
        patch_vary_headers(response, ["Cookie", "Authorization", "Accept-Encoding"])
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
    """Stands outside of all that looks at sessions or languages: the address alone names the page and its language."""

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
        request.subject = kept.subject  # type: ignore[attr-defined]
        answer = kept.response(request)
        return get_conditional_response(request, etag=kept.etag, response=answer) or answer

    def _key(self, request: HttpRequest) -> str:
        parts = (str(version.current()), request.scheme or "", request.get_host(), request.get_full_path())
        return "page.2:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _keep(self, request: HttpRequest, response: HttpResponseBase, key: str, seconds: float) -> Kept | None:
        """What is now in the cache, or None for an answer that isn't for everybody."""
        if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
            return None
        if response.headers.get("Cache-Control", FOR_EVERYBODY) != FOR_EVERYBODY:
            return None
        if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            return None
        kept = Kept.of(response, subject_of(request))
        if seconds >= 1:
            cache.set(key, kept, min(KEEP_AT_MOST, int(seconds)))
        return kept
