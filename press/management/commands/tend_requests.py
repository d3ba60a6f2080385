"""`manage.py tend_requests`: fetch mail, warn of what comes due, retry what wasn't sent. Safe to run at any time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from press.pickups.looking import look_at_waiting
from press.requests import mailbox, mails
from press.requests.services import reckon_all


class Command(BaseCommand):
    help = "Fetch mail for press requests, warn of those that come due, send what waits, look at new pick-ups."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        reckon_all(now)
        warned, sent, looked = mails.warn_of_due(now), mails.send_waiting(), look_at_waiting()
        # Last: a mailbox that doesn't answer holds up nothing else.
        fetched = mailbox.fetch()
        self.stdout.write(f"{fetched} fetched, {warned} warned, {sent} sent, {looked} looked at")
