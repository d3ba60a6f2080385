"""Goes on with mails that were begun: messages from readers, links that confirm, newsletters."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from promotion.contact import services
from promotion.newsletter import sending, subscribing


class Command(BaseCommand):
    help = "Mails what a failed mail server or a stopped worker left: nothing goes twice."

    def handle(self, *args: Any, **options: Any) -> None:
        done = services.mail_waiting(), subscribing.mail_waiting(), sending.send_waiting()
        if any(done) and options["verbosity"]:
            self.stdout.write("messages: {}, confirmations: {}, newsletters: {}".format(*done))
