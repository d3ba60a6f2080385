"""Fetching mail from a mailbox by IMAP, where no mail server can start a program of ours."""

from __future__ import annotations

import imaplib
import logging
import ssl
from urllib.parse import unquote, urlsplit

from django.conf import settings

from press.requests.receiving import Outcome, receive

logger = logging.getLogger(__name__)

AT_ONCE = 50
SECONDS = 30


def fetch() -> int:
    """Take in what is unseen in the mailbox of `PRESS_IMAP_URL` (imaps://user:password@host/folder); how many.

    A message is marked as seen only after it was taken in or kept as a dead letter. Raises OSError and
    imaplib's errors, so that the timetable logs them and tries again.
    """
    if not settings.PRESS_IMAP_URL:
        return 0
    where = urlsplit(settings.PRESS_IMAP_URL)
    done = 0
    box = imaplib.IMAP4_SSL(
        where.hostname or "", where.port or 993, ssl_context=ssl.create_default_context(), timeout=SECONDS
    )
    with box:
        box.login(unquote(where.username or ""), unquote(where.password or ""))
        box.select(f'"{unquote(where.path.strip("/")) or "INBOX"}"')
        _kind, found = box.search(None, "UNSEEN")
        for number in (found[0] or b"").split()[:AT_ONCE]:
            raw = _message(box, number.decode("ascii"))
            if raw is not None and receive(raw).outcome != Outcome.TEMPFAIL:
                box.store(number.decode("ascii"), "+FLAGS", r"(\Seen)")
                done += 1
    return done


def _message(box: imaplib.IMAP4, number: str) -> bytes | None:
    """Whole, or as much as is taken in: a giant isn't loaded. None where it is gone."""
    _kind, data = box.fetch(number, f"(BODY.PEEK[]<0.{settings.PRESS_MAIL_MAX_BYTES + 1}>)")
    return next((part[1] for part in data or [] if isinstance(part, tuple)), None)
