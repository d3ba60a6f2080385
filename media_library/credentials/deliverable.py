"""Sealing the file that leaves: the original with its embedded metadata, signed as the very last thing."""

from __future__ import annotations

import logging
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import storages

from media_library.credentials.identity import Identity, identity
from media_library.credentials.inherited import Inherited, inherited
from media_library.credentials.signing import MEDIA_TYPES, SigningFailed, sign
from media_library.credentials.statement import EDITED_METADATA, Statement
from media_library.models import DigitalSourceType, PublishedDocument
from media_library.outgoing import Kept, keep_file

logger = logging.getLogger(__name__)


@dataclass
class Seal:
    """Signs one asset's file. Afterwards `signed_by` and `signed_from` say what the document notes.

    A file that was signed before from the same bytes by the same certificate stays as it is: signing anew gives other
    bytes, and holders would be told of a change that is none.
    """

    asset_id: int
    original: IO[bytes]
    extension: str
    source_type: str
    before: PublishedDocument | None
    who: Identity
    signed_by: str = ""
    signed_from: str = ""

    def __call__(self, plain: IO[bytes], measured: Kept) -> Kept | None:
        """The signed file in private storage, None where it can't be signed: then the plain one leaves."""
        kept = self._kept_before(measured) or self._signed(plain)
        if kept is not None:
            self.signed_by, self.signed_from = self.who.mark, measured.sha256
        return kept

    def _kept_before(self, measured: Kept) -> Kept | None:
        before = self.before
        if before is None or (before.signed_by, before.signed_from) != (self.who.mark, measured.sha256):
            return None
        if not storages["private"].exists(before.deliverable):
            return None
        return Kept(before.deliverable, before.sha256, before.bytes, before.crc32)

    def _signed(self, plain: IO[bytes]) -> Kept | None:
        with tempfile.SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE) as target:
            try:
                self._sign(plain, target)
            except SigningFailed as error:
                logger.error("asset %s leaves without content credentials: %s", self.asset_id, error)
                return None
            return keep_file(target, self.extension)

    def _sign(self, plain: IO[bytes], target: IO[bytes]) -> None:
        media_type = MEDIA_TYPES[self.extension]
        history = inherited(self.original, media_type)
        statement = Statement(
            self.source_type, (EDITED_METADATA,), opens="" if history is Inherited.NONE else media_type
        )
        opened = self.original if history is Inherited.KEPT else None
        sign(plain, target, media_type, statement, self.who, opened=opened)


def seal_for(record: Any, original: IO[bytes], extension: str, source_type: str) -> Seal | None:
    """The seal for an asset's file; None where signing is off or can't be done, and for formats that aren't signed."""
    who = identity() if extension in MEDIA_TYPES else None
    if who is None:
        return None
    before = PublishedDocument.objects.filter(asset_id=record.pk).first()
    return Seal(record.pk, original, extension, DigitalSourceType(source_type).uri, before, who)
