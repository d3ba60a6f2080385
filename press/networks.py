"""The networks that a token is bound to: as people type them, as they are kept, and whether an address lies in them."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Network, ip_network

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from media_library.throttle import address_in

AT_MOST = 20
_MAPPED = ip_network("::ffff:0:0/96")


def parse(text: str) -> list[str]:
    """CIDR networks and single addresses, separated by spaces, commas or lines; each once, in their own notation.

    Raises ValidationError for what is neither, for a network with host bits set (most likely a slip), for one that
    is the whole internet, and for more than AT_MOST.
    """
    found = dict.fromkeys(_network(part) for part in text.replace(",", " ").split()[: AT_MOST + 1])
    if len(found) > AT_MOST:
        raise ValidationError(_("At most %(number)s networks.") % {"number": AT_MOST})
    return list(found)


def _network(text: str) -> str:
    try:
        network = ip_network(text)
    except ValueError:
        raise ValidationError(
            _("“%(text)s” is no network: write 203.0.113.0/24, 2001:db8::/48 or one address.") % {"text": text[:60]}
        ) from None
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):  # type: ignore[arg-type]
        mapped = network.network_address.ipv4_mapped
        network = ip_network(f"{mapped}/{network.prefixlen - 96}")
    if network.prefixlen == 0:
        raise ValidationError(_("“%(text)s” is the whole internet: leave the field empty instead.") % {"text": text})
    return str(network)


def contain(networks: Iterable[str], peer: str) -> bool:
    """Whether a peer's address (as `media_library.throttle.peer` gives it) lies in one of them."""
    address = address_in(peer)
    return address is not None and any(address in ip_network(network) for network in networks)
