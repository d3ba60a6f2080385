"""Keeps what opens something out of our logs: Django names the path of each request that went wrong."""

from __future__ import annotations

import logging
import re

_KEYS = (
    "s", "files", "answer", "invitation", "alerts/stop", "register/confirm", "register/answer", "login/link",
    "password/[^/\\s]+",
)  # fmt: skip
"""What stands before the key in the addresses of `press.urls` that hold one."""
_SECRETS = re.compile(rf"(/press/(?:{'|'.join(_KEYS)})/)[^/\s?\"']+")


def masked(text: str) -> str:
    """The text with every key in an address replaced."""
    return _SECRETS.sub(r"\1…", text)


class HideKeys(logging.Filter):
    """For handlers, so that it covers every logger. Lets all records pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        hidden = masked(said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
