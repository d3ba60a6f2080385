"""Counting tries in the cache, so that costly or hurtful requests can't be made to rain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `limit` tries within `seconds` for each combination of values."""

    name: str
    limit: int
    seconds: int

    def _key(self, values: tuple[str, ...]) -> str:
        # A digest, because names that people type may hold anything, and belong into no cache in the clear.
        return f"throttle.{self.name}.{hashlib.sha256(chr(0).join(values).encode()).hexdigest()}"

    def is_exhausted(self, *values: str) -> bool:
        return int(cache.get(self._key(values), 0)) >= self.limit

    def count(self, *values: str) -> None:
        key = self._key(values)
        cache.add(key, 0, self.seconds)
        try:
            cache.incr(key)
        except ValueError:  # it lapsed between the two
            cache.set(key, 1, self.seconds)

    def forget(self, *values: str) -> None:
        cache.delete(self._key(values))


def peer(request: HttpRequest) -> str:
    """The address the connection comes from. Forwarded headers can be made up, so they don't count."""
    return str(request.META.get("REMOTE_ADDR", ""))
