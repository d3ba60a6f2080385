"""Sending a planned archive: Content-Length, ranges, resumption; nothing is read for HEAD or a 304."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from media_library.delivery.headers import PRIVATE, CachePolicy
from media_library.delivery.ranges import Span
from media_library.delivery.responses import Representation, answer
from press.archive.plan import ArchivePlan
from press.archive.streaming import stream


def archive_response(
    request: HttpRequest,
    plan: ArchivePlan,
    filename: str,
    *,
    cache: CachePolicy = PRIVATE,
    last_modified: datetime | None = None,
) -> HttpResponseBase:
    """Answer a GET or HEAD with the archive, or the part of it asked for.

    A broken source ends the connection during the transfer (`ArchiveBroken`), never with a whole-looking
    archive. The stream holds a thread of the server until the receiver has all.
    """
    representation = Representation(
        length=plan.total_length,
        media_type="application/zip",
        etag=plan.etag,
        cache=cache,
        last_modified=last_modified,
        filename=filename,
        as_attachment=True,
    )

    def body(span: Span) -> StreamingHttpResponse:
        return StreamingHttpResponse(stream(plan, span.start, span.stop))

    return answer(request, representation, body)
