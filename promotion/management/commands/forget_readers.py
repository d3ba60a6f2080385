"""Deletes what readers were promised would be deleted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from promotion.contact import services
from promotion.newsletter import subscribing


class Command(BaseCommand):
    help = "Deletes messages older than CONTACT_KEEP_DAYS, spam after 30 days, and unconfirmed subscriptions."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        messages, wishes = services.forget(now), subscribing.forget(now)
        if options["verbosity"]:
            self.stdout.write(f"messages: {messages}, unconfirmed subscriptions: {wishes}")
