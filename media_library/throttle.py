"""Counting tries in the cache, so that costly or hurtful requests can't be made to rain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `limit` tries within `seconds` for each combination of values."""

    name: str
    limit: int
    seconds: int

    def _key(self, values: tuple[str, ...]) -> str:
        # A digest, because names that people type may hold anything, and belong into no cache in the clear; with our
        # own key in it, because the few billion addresses of machines could be tried one after the other.
        return f"throttle.{self.name}.{salted_hmac('throttle', chr(0).join(values), algorithm='sha256').hexdigest()}"

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
    """The address that asks: the connection's, or the one that our own front server says it asks for.

    `X-Forwarded-For` can be made up by anybody, so it counts only as far as `settings.TRUSTED_PROXIES` wrote it:
    read from its end, the first address that isn't one of theirs. `Forwarded` (RFC 7239) is never read: a front server
    that writes the one passes on whatever a stranger wrote into the other. An IPv4 address that came as IPv6
    (`::ffff:…`) is given as IPv4, so that nobody has two.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    while told and told[-1] and _is_ours(address):
        address = told.pop()
    found = address_in(address)
    return str(found) if found else address[:64]


def address_in(text: str) -> IPv4Address | IPv6Address | None:
    """The address that a text is, an IPv4 one written as IPv6 as IPv4; None for anything else."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_ours(address: str) -> bool:
    found = address_in(address)
    return found is not None and any(found in network for network in _networks(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def _networks(written: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one) for one in written)
