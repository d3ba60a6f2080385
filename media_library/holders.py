"""What upper rooms know about those who hold files: how many there are, and how to tell them of several acts at once.

`press` keeps the ledger; the media library knows none of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class HolderSource(Protocol):
    def count(self, asset_ids: Collection[int]) -> int:
        """How many organisations hold at least one of the assets."""
        ...

    def one_act(self) -> AbstractContextManager[None]:
        """Whatever is withdrawn inside is told to each holder in one message."""
        ...


_sources: list[HolderSource] = []


def register_holder_source(source: HolderSource) -> None:
    """One only: two ledgers would be two truths. Raises ValueError for a second one."""
    if _sources and source not in _sources:
        raise ValueError("a source of holders is registered already")
    _sources[:] = [source]


def holders_of(asset_ids: Collection[int]) -> int:
    return _sources[0].count(asset_ids) if _sources and asset_ids else 0


@contextmanager
def one_act() -> Iterator[None]:
    if not _sources:
        yield
        return
    with _sources[0].one_act():
        yield
