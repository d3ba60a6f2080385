"""What a table is refused with."""

from __future__ import annotations


class BadSheet(Exception):
    """A list that can't be read at all; the message says what to do."""
