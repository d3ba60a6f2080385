"""`manage.py receive_mail`: one message on standard input, from a mail server. See docs/how-to/receive-mail.md."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from press.requests.receiving import Outcome, receive


class Command(BaseCommand):
    help = "Take in one mail (RFC 5322) from standard input. Ends with a code of sysexits.h: 0, 65, 67 or 75."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--recipient", default="", help="the envelope's recipient, such as ${recipient} of Postfix")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(settings.PRESS_MAIL_MAX_BYTES + 1)
        try:
            received = receive(raw, options["recipient"])
        except (DatabaseError, OSError) as error:  # the mail server keeps it and tries again
            self.stderr.write(f"not now: {type(error).__name__}")
            sys.exit(Outcome.TEMPFAIL)
        if received.outcome != Outcome.OK:
            self.stderr.write(received.words)
            sys.exit(received.outcome)
