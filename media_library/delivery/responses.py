"""Sending bytes: conditions, ranges and headers as RFC 9110 wants them, in one of three ways.

`settings.MEDIA_DELIVERY` chooses the way: "file" (this process sends), "x-accel" (the web server in front
sends, told by `X-Accel-Redirect`), "signed-url" (the storage sends, from an address that lives a minute).
Whether somebody may have the bytes is not asked here; the gate has done that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from media_library.delivery.headers import (
    PRIVATE,
    PUBLIC_REVALIDATE,
    SAFE_TO_EMBED,
    CachePolicy,
    content_disposition,
    repr_digest,
    strong_etag,
)
from media_library.delivery.ranges import Span, Unsatisfiable, requested_span
from media_library.delivery.sources import BLOCK, FilePart, StoredSource

__all__ = ["PRIVATE", "PUBLIC_REVALIDATE", "CachePolicy", "Representation", "answer", "send"]

SIGNED_SECONDS = 60
"""How long a signed storage address lives: long enough to begin a download, too short to pass on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """What an address gives at this moment, all but its bytes. Raises ValueError for a weak `etag`.

    `length` in bytes; `etag` a strong validator, with or without its quotes; `sha256` of the whole, in
    hexadecimal.
    """

    length: int
    media_type: str
    etag: str
    cache: CachePolicy
    last_modified: datetime | None = None
    filename: str | None = None
    as_attachment: bool = False
    sha256: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", strong_etag(self.etag))

    def keeping_headers(self) -> dict[str, str]:
        """What every answer about these bytes says, a 304 too: who may keep them, and their validators."""
        headers = {"Cache-Control": self.cache.cache_control(), "ETag": self.etag, "Accept-Ranges": "bytes"}
        if self.last_modified:
            headers["Last-Modified"] = http_date(self.last_modified.timestamp())
        return headers | SAFE_TO_EMBED

    def headers(self) -> dict[str, str]:
        """What an answer that holds the bytes, or part of them, says; without its Content-Length."""
        headers = self.keeping_headers() | {"Content-Type": self.media_type}
        if disposition := content_disposition(self.filename, as_attachment=self.as_attachment):
            headers["Content-Disposition"] = disposition
        if self.sha256:
            headers["Repr-Digest"] = repr_digest(self.sha256)
        return headers


def send(
    request: HttpRequest,
    content: StoredSource,
    *,
    media_type: str,
    filename: str | None,
    etag: str,
    last_modified: datetime | None,
    cache: CachePolicy,
    repr_digest_sha256: str | None,
    as_attachment: bool,
) -> HttpResponseBase:
    """Send a stored file for GET or HEAD, in the way that `settings.MEDIA_DELIVERY` names.

    HEAD is answered from the record alone, without opening the file, in every way. Raises
    FileNotFoundError or `SourceBroken` before anything is sent, ImproperlyConfigured for an unknown way.
    """
    representation = Representation(
        length=content.size,
        media_type=media_type,
        etag=etag,
        cache=cache,
        last_modified=last_modified,
        filename=filename,
        as_attachment=as_attachment,
        sha256=repr_digest_sha256,
    )
    way = _WAYS.get(settings.MEDIA_DELIVERY)
    if way is None:
        raise ImproperlyConfigured(f"MEDIA_DELIVERY must be one of {', '.join(_WAYS)}")
    return way(request, content, representation)


def answer(
    request: HttpRequest, representation: Representation, body: Callable[[Span], StreamingHttpResponse]
) -> HttpResponseBase:
    """The answer to a GET or HEAD: 200, 206, 304, 412 or 416. `body` is called only where bytes go out."""
    if settled := _without_bytes(request, representation):
        return settled
    headers = representation.headers()
    whole = Span(0, representation.length)
    try:
        part = requested_span(request.headers, representation.length, representation.etag, representation.last_modified)
    except Unsatisfiable:
        response = _bare(HttpResponse(status=416), representation)
        response.headers["Content-Range"] = f"bytes */{representation.length}"
        return response
    sent = body(part or whole)
    # What Django guessed from the stored name must not stand beside what the record says.
    sent.headers.pop("Content-Disposition", None)
    _dress(sent, headers | {"Content-Length": str(len(part or whole))})
    if part:
        sent.status_code = 206
        sent.headers["Content-Range"] = part.content_range(representation.length)
    return sent


def _without_bytes(request: HttpRequest, representation: Representation) -> HttpResponseBase | None:
    """The answer where preconditions fail or nothing changed (RFC 9110 §13.2.2), or to HEAD; else None."""
    modified = representation.last_modified
    conditional = get_conditional_response(
        request, representation.etag, int(modified.timestamp()) if modified else None
    )
    if conditional is not None:
        return _bare(conditional, representation)
    if request.method != "HEAD":
        return None
    response = HttpResponse()
    _dress(response, representation.headers() | {"Content-Length": str(representation.length)})
    return response


def _bare(response: HttpResponseBase, representation: Representation) -> HttpResponseBase:
    """An answer without content: nothing in it to describe, only how the bytes may be kept."""
    response.headers.pop("Content-Type", None)
    _dress(response, representation.keeping_headers())
    if response.status_code != 304:
        # An error belongs to this one question.
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _dress(response: HttpResponseBase, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        response.headers[name] = value
    patch_vary_headers(response, ["Cookie", "Authorization"])


class _WholeFile(FileResponse):
    """Sent by the server's own file sender (sendfile) where it has one; else in blocks worth the trip."""

    block_size = BLOCK


def _file_body(content: StoredSource, span: Span) -> StreamingHttpResponse:
    file = content.open()
    if len(span) == content.size:
        return _WholeFile(file)
    # A server's file sender may run to the file's end instead of the part's, so parts are read here.
    return StreamingHttpResponse(FilePart(file, span))


def _by_this_process(request: HttpRequest, content: StoredSource, representation: Representation) -> HttpResponseBase:
    return answer(request, representation, partial(_file_body, content))


def _by_front_server(request: HttpRequest, content: StoredSource, representation: Representation) -> HttpResponseBase:
    """No body: the server in front reads the file and cuts the ranges, under the headers given here.

    nginx forgets ETag, Repr-Digest and the security headers on an internal redirect unless its location
    repeats them: `etag off; add_header ETag $upstream_http_etag;` and so on.
    """
    if settled := _without_bytes(request, representation):
        return settled
    response = HttpResponse()
    _dress(response, representation.headers())
    response.headers["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{quote(content.name)}"
    return response


def _by_storage(request: HttpRequest, content: StoredSource, representation: Representation) -> HttpResponseBase:
    """A redirect to the storage. Conditions don't apply to it (RFC 9110 §13.2.1), nor may it be kept."""
    if request.method == "HEAD":
        return answer(request, representation, partial(_file_body, content))
    left = representation.cache.seconds_left(timezone.now())
    seconds = SIGNED_SECONDS if left is None else max(min(SIGNED_SECONDS, left), 1)
    response = HttpResponseRedirect(_signed_address(content, representation, seconds))
    _dress(response, SAFE_TO_EMBED | {"Cache-Control": "private, no-store"})
    return response


def _signed_address(content: StoredSource, representation: Representation, seconds: int) -> str:
    parameters = {
        "ResponseContentType": representation.media_type,
        "ResponseCacheControl": "private, no-store",
    }
    if disposition := content_disposition(representation.filename, as_attachment=representation.as_attachment):
        parameters["ResponseContentDisposition"] = disposition
    sign: Callable[..., str] = content.storage.url
    try:
        return sign(content.name, parameters=parameters, expire=seconds)
    except TypeError as error:
        raise ImproperlyConfigured(f"The storage {content.storage_alias!r} cannot sign addresses") from error


_WAYS: dict[str, Callable[[HttpRequest, StoredSource, Representation], HttpResponseBase]] = {
    "file": _by_this_process,
    "x-accel": _by_front_server,
    "signed-url": _by_storage,
}
