"""Which part of a file is asked for: the Range and If-Range headers (RFC 9110 §13.1.5 and §14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.http import parse_http_date_safe

# Eighteen digits reach past any file; longer numbers are nobody's honest request.
_ONE_RANGE = re.compile(r"[ \t]*bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range lies outside the file: the answer is 416 with `Content-Range: bytes */length`."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to, not including, `stop`."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def content_range(self, length: int) -> str:
        """The Content-Range value for this part of `length` bytes (RFC 9110 §14.4)."""
        return f"bytes {self.start}-{self.stop - 1}/{length}"


def parse_range(header: str, length: int) -> Span | None:
    """The one span asked for out of `length` bytes, or None when the whole is the right answer.

    Several ranges, other units and malformed values are answered with the whole, as RFC 9110 §14.2 allows:
    a picture or an archive has no reader for multipart/byteranges, and many small ranges are an attack.
    Raises `Unsatisfiable`.
    """
    match = _ONE_RANGE.fullmatch(header)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(int(last), length)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= length:
        raise Unsatisfiable
    return Span(start, min(int(last) + 1, length) if last else length)


def _suffix(wanted: int, length: int) -> Span | None:
    if wanted == 0:
        raise Unsatisfiable
    # The last bytes of nothing are nothing, which Content-Range cannot say: the empty whole is sent.
    return Span(max(length - wanted, 0), length) if length else None


def requested_span(headers: Mapping[str, str], length: int, etag: str, last_modified: datetime | None) -> Span | None:
    """The span to send for these request headers, or None for the whole.

    `etag` is the quoted strong validator. A failed If-Range means the whole. Raises `Unsatisfiable`.
    """
    asked = headers.get("Range")
    if asked is None or not _if_range_holds(headers.get("If-Range"), etag, last_modified):
        return None
    return parse_range(asked, length)


def _if_range_holds(condition: str | None, etag: str, last_modified: datetime | None) -> bool:
    """True where the asker's part is of the same bytes; tags compare strongly, dates exactly."""
    if condition is None:
        return True
    condition = condition.strip()
    if condition.startswith(('"', "W/")):
        return condition == etag
    if last_modified is None or timezone.now() - last_modified < timedelta(seconds=1):
        # Within the same second the file could have changed unseen: such a date is weak (§8.8.2.2).
        return False
    return parse_http_date_safe(condition) == int(last_modified.timestamp())
