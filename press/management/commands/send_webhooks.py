"""`manage.py send_webhooks`: tell partners' systems what is new. Safe to run at any time, by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from press.webhooks import rounds


class Command(BaseCommand):
    help = "Send what is due to the webhooks of partner organisations, and the mails about those that were paused."

    def handle(self, *args: Any, **options: Any) -> None:
        rounds.mail_waiting()
        self.stdout.write(str(rounds.tell()))
