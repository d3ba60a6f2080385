"""Keeps what opens a share link out of our logs: Django names the path of each request that went wrong."""

from __future__ import annotations

import logging
import re

_SECRETS = re.compile(r"(/press/(?:s|files)/)[^/\s?\"']+")


def masked(text: str) -> str:
    """The text with every secret and ticket in an address replaced."""
    return _SECRETS.sub(r"\1…", text)


class HideShareSecrets(logging.Filter):
    """For handlers, so that it covers every logger. Lets all records pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = masked(said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
