"""What every feed writes alike."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no way to write."""


def rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def plain(text: str) -> str:
    """The text without characters that XML can't hold."""
    return _NOT_XML.sub("", text)


def translated_by_machine(tag: str) -> str:
    """The language with the extension that means machine translation, `en-t-t0-und` (RFC 6497 with CLDR's key `t0`)."""
    return f"{tag}-t-t0-und"
