"""Sign what is published and not signed yet: after signing was switched on, or after it failed for a while."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from media_library import services
from media_library.credentials.identity import Unusable, read_identity
from media_library.credentials.signing import MEDIA_TYPES
from media_library.models import PublishedDocument


class Command(BaseCommand):
    help = "Signs published files that carry no content credentials. Their digests change, and partners are told so."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=0, help="at most this many files; default: all")
        parser.add_argument("--list", action="store_true", help="only say how many there are")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = PublishedDocument.objects.filter(
            signed_by="",
            body__extension__in=list(MEDIA_TYPES),
            asset__approved_at__isnull=False,
            asset__withdrawn_at__isnull=True,
        ).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[: options["limit"] or None])
        if options["list"]:
            self.stdout.write(f"{len(ids)} published files are not signed.")
            return
        self._check_identity()
        failed = [pk for pk in ids if not services.rebuild_document(pk).signed_by]
        self.stdout.write(f"{len(ids) - len(failed)} files signed.")
        if failed:
            raise CommandError(f"{len(failed)} files could not be signed; the log says why: {failed[:20]}")

    def _check_identity(self) -> None:
        try:
            who = read_identity()
        except Unusable as error:
            raise CommandError(f"Nothing can be signed: {error}") from error
        if who is None:
            raise CommandError("Signing is off: C2PA_CERTIFICATE is not set.")
