"""Getting letters out, once each, whatever happens to the worker or the mail server.

What a letter says is put together by whoever it belongs to (`register_composer`) when it goes out, so that it tells
what is true then. A worker that dies between sending and noting it leaves one letter in doubt: it is mailed again
under the same Message-ID, so that a mail server or program that got it shows it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from press import tasks
from press.models import Letter, LetterKind

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""A worker that takes a letter has this long; then it counts as dead."""
ATTEMPTS = 20
"""With growing pauses they last four days."""

Composer = Callable[[Letter], EmailMessage | None]
"""None where there is nothing to say any more."""
_composers: dict[str, Composer] = {}


def register_composer(kind: LetterKind, composer: Composer) -> None:
    """Raises ValueError for a second one of a kind."""
    if kind in _composers:
        raise ValueError(f"letters of the kind {kind} are composed already")
    _composers[kind] = composer


def post(kind: LetterKind, **about: Any) -> Letter:
    """Write the intent; the letter goes out after the commit."""
    letter = Letter.objects.create(kind=kind, **about)
    transaction.on_commit(lambda: tasks.mail_letter.enqueue(letter.pk))
    return letter


def unmailed(now: datetime) -> QuerySet[Letter]:
    """Those that may be tried now."""
    return Letter.objects.filter(mailed_at=None, dropped_at=None, due_at__lte=now, attempts__lt=ATTEMPTS)


def mail_letter(pk: int) -> bool:
    """Mail one; False where there is nothing to do, another worker has it, or the mail server failed."""
    now = timezone.now()
    if not unmailed(now).filter(pk=pk).update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    related = ("application", "entry", "invitation__organisation", "organisation", "member__user")
    letter = Letter.objects.select_related(*related, "member__organisation").get(pk=pk)
    message = _composers[letter.kind](letter)
    if message is None:
        Letter.objects.filter(pk=pk).update(dropped_at=timezone.now())
        return False
    try:
        message.send()
    except (OSError, SMTPException):
        logger.warning("letter %s wasn't mailed", pk, exc_info=True)
        wait = timedelta(minutes=min(2 ** min(letter.attempts - 1, 10), 360))
        Letter.objects.filter(pk=pk).update(due_at=timezone.now() + wait)
        return False
    Letter.objects.filter(pk=pk).update(mailed_at=timezone.now())
    return True


def send_waiting() -> int:
    """Go on with whatever is due; how many went. One that can't be put together stops none of the others."""
    sent = 0
    for pk in list(unmailed(timezone.now()).order_by("pk").values_list("pk", flat=True)):
        try:
            sent += mail_letter(pk)
        except Exception:
            logger.exception("letter %s couldn't be composed", pk)
    return sent
