"""Text as the database keeps it."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def as_text(text: str) -> str:
    """Line ends and composition as the database keeps them, so that no program's habits count as a change.

    Control characters, which no spreadsheet can hold, are left out.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", lines).strip()
