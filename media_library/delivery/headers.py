"""The headers that go with bytes: how they are named, kept and proven."""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Self
from urllib.parse import quote

from django.utils import timezone

SAFE_TO_EMBED = {
    # A file that a browser takes for a page could otherwise act in the site's name.
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}

# RFC 8187 §3.2.1 attr-char, beyond letters and digits.
_ATTR_CHAR = "!#$&+-.^_`|~"
# What quoted strings, older browsers or file systems misread.
_UNQUOTABLE = re.compile(r'[\x00-\x1f\x7f"\\/%]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029/\\]")
_ENTITY_TAG = re.compile(r'"[\x21\x23-\x7e\x80-\xff]*"')


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """Who may keep the bytes. Whoever keeps them asks again each time, so a withdrawal counts at once.

    `expires_at` bounds the time for caches that overlook `no-cache`: nothing outlives its next expiry.
    """

    scope: Literal["public", "private"]
    expires_at: datetime | None = field(default=None, kw_only=True)

    @classmethod
    def public(cls, *, expires_at: datetime | None = None) -> Self:
        """Shared caches may keep it: only for what everybody may have."""
        return cls("public", expires_at=expires_at)

    @classmethod
    def private(cls, *, expires_at: datetime | None = None) -> Self:
        """Only the asker's own cache may keep it."""
        return cls("private", expires_at=expires_at)

    def seconds_left(self, now: datetime) -> int | None:
        """Whole seconds until `expires_at`, never below 0; None where nothing ends."""
        if self.expires_at is None:
            return None
        return max(int((self.expires_at - now).total_seconds()), 0)

    def cache_control(self, now: datetime | None = None) -> str:
        """The Cache-Control value (RFC 9111 §5.2.2) at `now`."""
        left = self.seconds_left(now or timezone.now())
        if left is None:
            return f"{self.scope}, no-cache"
        if left == 0:
            return "private, no-store"
        return f"{self.scope}, no-cache, max-age={left}"


PUBLIC_REVALIDATE = CachePolicy.public()
PRIVATE = CachePolicy.private()


def strong_etag(tag: str) -> str:
    """`tag` as a quoted strong validator. Raises ValueError for a weak or malformed one (RFC 9110 §8.8.3)."""
    quoted = tag if tag.startswith('"') else f'"{tag}"'
    if tag.startswith("W/") or not _ENTITY_TAG.fullmatch(quoted):
        raise ValueError(f"not a strong entity tag: {tag!r}")
    return quoted


def repr_digest(sha256_hex: str) -> str:
    """The Repr-Digest value (RFC 9530 §3) for a SHA-256 in hexadecimal. Raises ValueError if it is none."""
    digest = bytes.fromhex(sha256_hex)
    if len(digest) != 32:
        raise ValueError(f"not a SHA-256: {sha256_hex!r}")
    return f"sha-256=:{base64.b64encode(digest).decode('ascii')}:"


def content_disposition(filename: str | None, *, as_attachment: bool) -> str | None:
    """The Content-Disposition value (RFC 6266), or None where there is nothing to say.

    A name beyond ASCII is given twice: without marks for the oldest readers, whole in RFC 8187's form.
    """
    disposition = "attachment" if as_attachment else "inline"
    name = _CONTROL.sub("_", unicodedata.normalize("NFC", filename or "")).strip()
    if not name:
        return disposition if as_attachment else None
    plain = _without_marks(name)
    value = f'{disposition}; filename="{plain}"'
    if plain != name:
        value += f"; filename*=UTF-8''{quote(name, safe=_ATTR_CHAR)}"
    return value


def _without_marks(name: str) -> str:
    """`name` in ASCII: Latin letters lose their marks, other scripts give way to underscores."""
    decomposed = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    ascii_only = re.sub(r"[^\x00-\x7f]+", "_", letters)
    return _UNQUOTABLE.sub("_", ascii_only)
