"""What the ledger tells the media library about holders."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager

from press.models import Receipt
from press.services import notices


class LedgerHolders:
    def count(self, asset_ids: Collection[int]) -> int:
        return Receipt.objects.filter(asset__in=asset_ids).order_by().values("organisation").distinct().count()

    def one_act(self) -> AbstractContextManager[None]:
        return notices.one_act()
