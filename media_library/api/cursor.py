"""Where the next page of a list begins: the last row's approval time and key, opaque to callers."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q


class BadCursor(ValueError):
    """The cursor isn't one that this API gave out."""


@dataclass(frozen=True, slots=True)
class Cursor:
    approved_at: datetime
    pk: int

    def encode(self) -> str:
        return base64.urlsafe_b64encode(f"{self.approved_at.isoformat()}|{self.pk}".encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Cursor:
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
            moment, pk = raw.split("|")
            cursor = cls(datetime.fromisoformat(moment), int(pk))
        except (ValueError, binascii.Error) as error:
            raise BadCursor from error
        if cursor.approved_at.tzinfo is None or not 0 < cursor.pk < 2**63:
            raise BadCursor
        return cursor

    def after(self) -> Q:
        """Rows that follow in the order newest first."""
        return Q(approved_at__lt=self.approved_at) | Q(approved_at=self.approved_at, pk__lt=self.pk)
