"""Where messages may go: public addresses only, judged by the very numbers that a connection is then made to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

URL_AT_MOST = 500
UNPRIVILEGED = 1024
"""Ports from here on may be used beside 443 (and 80 where http may be): no mail servers, no remote shells."""

Resolve = Callable[[str, int], list[str]]
"""(host, port) → its addresses as text. Raises OSError."""

REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments, among them a cloud's metadata
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # a cloud's host, on a public number
        "64:ff9b::/96",  # NAT64: leads to any IPv4 address
        "64:ff9b:1::/48",
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "::/96",  # IPv4-compatible
        "fec0::/10",  # site-local, as it once was
    )
)
"""Beside what the address registries call private, loopback, link-local, shared, reserved or multicast."""


class Unreachable(OSError):
    """The name isn't found or leads (also) to an address that isn't public. Which of the two isn't said."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: `host` in ASCII, `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(url: str, *, local: bool = False) -> Target:
    """Takes an address apart. `local`: http and private hosts will do. Raises ValidationError in the reader's words."""
    if len(url) > URL_AT_MOST or any(not sign.isprintable() or sign in ' \\"<>' for sign in url):
        raise ValidationError(_("This is no web address."))
    try:
        parts = urlsplit(url)
        port = parts.port
        host = _ascii_host(parts.hostname or "")
        path = (parts.path or "/").encode("ascii").decode()
        query = parts.query.encode("ascii").decode()
    except ValueError as error:  # UnicodeError too
        raise ValidationError(_("This is no web address.")) from error
    if parts.scheme not in (("https", "http") if local else ("https",)):
        raise ValidationError(_("The address has to begin with https://."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValidationError(_("The address must hold no password and no “#”."))
    port = port if port is not None else {"https": 443, "http": 80}[parts.scheme]
    if port != 443 and port < UNPRIVILEGED and not (local and port == 80):
        raise ValidationError(_("This port can't be used: 443, or one from 1024 on."))
    if not local and (_literal(host) is not None or "." not in host or host.rsplit(".", 1)[1].isdigit()):
        raise ValidationError(_("The address needs a host name that is known on the internet."))
    return Target(parts.scheme, host, port, f"{path}?{query}" if query else path)


def _ascii_host(host: str) -> str:
    """The host's name as it is sent; IPv6 literals stay. Raises ValueError for what can be no name."""
    if not host:
        raise ValueError("no host")
    if _literal(host) is not None:
        return host
    encoded = host.rstrip(".").encode("idna").decode("ascii").lower()
    if not encoded or not all(sign.isalnum() or sign in "-._" for sign in encoded):
        raise ValueError("no host name")
    return encoded


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: str) -> bool:
    """Whether an address (text, a zone after `%` allowed) is one of the public internet."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        if found.scope_id is not None:
            return False
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
    if any(found.version == network.version and found in network for network in REFUSED):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses_for(target: Target, resolve: Resolve, *, local: bool = False) -> list[str]:
    """The addresses to connect to. One that isn't public spoils all: no honest name has both. Raises Unreachable."""
    try:
        found = resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise Unreachable from error
    if not found or not (local or all(is_public(address) for address in found)):
        raise Unreachable
    return found
