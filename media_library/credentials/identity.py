"""Who signs: the certificate chain and the private key that the settings name, read and checked."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from cryptography import x509

logger = logging.getLogger(__name__)

EDITION = 1
"""Raised when what we say in a statement changes, so that copies are made anew."""

ALGORITHMS = ("es256", "es384", "es512", "ps256", "ps384", "ps512", "ed25519")
"""Source: C2PA 2.2, section 13.2.1."""


class Fault(StrEnum):
    """Why nothing can be signed though a certificate is set."""

    LIBRARY = "library"
    UNREADABLE = "unreadable"
    MISMATCH = "mismatch"
    EXPIRED = "expired"


class Unusable(Exception):
    """What is set can't sign; the message says why, in English, for whoever runs the site."""

    def __init__(self, fault: Fault, words: str) -> None:
        super().__init__(words)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Identity:
    """A chain (PEM, the signing certificate first) and its key (PEM), usable from `begins` to `ends`.

    `mark` names what signatures follow from: another certificate, another algorithm, another mark.
    """

    chain: bytes
    key: bytes = field(repr=False)
    algorithm: str
    timestamp_url: str | None
    issuers: str
    begins: datetime
    ends: datetime
    mark: str


def is_set() -> bool:
    return bool(settings.C2PA_CERTIFICATE or settings.C2PA_PRIVATE_KEY)


def read_identity() -> Identity | None:
    """Who signs now, None where signing is off. Raises Unusable."""
    if not is_set():
        return None
    if not (settings.C2PA_CERTIFICATE and settings.C2PA_PRIVATE_KEY):
        raise Unusable(Fault.UNREADABLE, "C2PA_CERTIFICATE and C2PA_PRIVATE_KEY belong together; one is missing.")
    if find_spec("c2pa") is None or find_spec("cryptography") is None:
        raise Unusable(Fault.LIBRARY, "a certificate is set, but the library that signs isn't installed.")
    found = _read(
        *_versions(settings.C2PA_CERTIFICATE, settings.C2PA_PRIVATE_KEY),
        settings.C2PA_ALGORITHM,
        settings.C2PA_TIMESTAMP_URL or None,
    )
    now = datetime.now(UTC)
    if not found.begins <= now < found.ends:
        raise Unusable(
            Fault.EXPIRED, f"the certificate is valid from {found.begins:%Y-%m-%d} to {found.ends:%Y-%m-%d} only."
        )
    return found


def identity() -> Identity | None:
    """Who signs now; None where signing is off, and where it can't be done, which is logged once an hour.

    Files then leave unsigned: an expired certificate mustn't stop a press office.
    """
    try:
        return read_identity()
    except Unusable as error:
        _report(str(error))
        return None


_reported: dict[str, datetime] = {}


def _report(words: str) -> None:
    now = datetime.now(UTC)
    if now - _reported.get(words, datetime.min.replace(tzinfo=UTC)) > timedelta(hours=1):
        _reported[words] = now
        logger.error("files leave without content credentials: %s", words)


_Version = tuple[str, int, int]
"""Path, time of change, size: a renewed certificate counts without a restart."""


def _versions(*paths: str) -> Iterator[_Version]:
    for path in paths:
        try:
            state = Path(path).stat()
        except OSError as error:
            raise Unusable(Fault.UNREADABLE, f"{path} can't be read: {error.strerror}.") from error
        yield path, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _read(certificate: _Version, key: _Version, algorithm: str, timestamp_url: str | None) -> Identity:
    from cryptography import x509

    chain, private = _content(certificate[0]), _content(key[0])
    try:
        certificates = x509.load_pem_x509_certificates(chain)
    except ValueError as error:
        raise Unusable(Fault.UNREADABLE, f"{certificate[0]} holds no certificates in PEM.") from error
    secret = _load_key(private, key[0])
    first = certificates[0]
    if secret.public_key() != first.public_key():
        raise Unusable(Fault.MISMATCH, "the private key isn't that of the first certificate in the chain.")
    used = algorithm.lower() or _suited(secret)
    _check_suits(used, secret)
    said = hashlib.sha256(b"\0".join((chain, used.encode(), (timestamp_url or "").encode(), b"%d" % EDITION)))
    return Identity(
        chain=chain,
        key=private,
        algorithm=used,
        timestamp_url=timestamp_url,
        issuers=_pem(certificates[1:]),
        begins=first.not_valid_before_utc,
        ends=first.not_valid_after_utc,
        mark=said.hexdigest()[:20],
    )


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Unusable(Fault.UNREADABLE, f"{path} can't be read: {error.strerror}.") from error


def _load_key(private: bytes, path: str) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(private, password=None)
    except TypeError as error:
        raise Unusable(Fault.UNREADABLE, f"{path} is locked by a passphrase.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Unusable(Fault.UNREADABLE, f"{path} holds no private key in PEM that can be used.") from error


def _suited(key: Any) -> str:
    """The algorithm that a key is for, empty for none of C2PA's."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    match key:
        case ec.EllipticCurvePrivateKey():
            return {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}.get(key.curve.name, "")
        case rsa.RSAPrivateKey():
            return "ps256"
        case ed25519.Ed25519PrivateKey():
            return "ed25519"
        case _:
            return ""


def _check_suits(algorithm: str, key: Any) -> None:
    suited = _suited(key)
    if not suited:
        raise Unusable(Fault.MISMATCH, "C2PA has no algorithm for this kind of key: take P-256, P-384, RSA or Ed25519.")
    if algorithm not in ALGORITHMS or (algorithm != suited and not (algorithm[:2] == suited[:2] == "ps")):
        raise Unusable(Fault.MISMATCH, f"C2PA_ALGORITHM {algorithm!r} doesn't suit the key, which is for {suited!r}.")


def _pem(certificates: list[x509.Certificate]) -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in certificates)
