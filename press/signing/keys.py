"""The key that signs, and every key that ever signed: what left with an earlier one can still be checked."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from press.models import ManifestKey

SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A public key as partners get it. `key` is its 32 bytes; `revoked_at`: nothing it signed counts any longer."""

    id: str
    key: bytes
    since: datetime
    revoked_at: datetime | None

    @property
    def base64(self) -> str:
        return base64.b64encode(self.key).decode("ascii")

    @property
    def pem(self) -> str:
        public = Ed25519PublicKey.from_public_bytes(self.key)
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")

    def signed(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def sign(message: bytes) -> bytes:
    """The signature of 64 bytes; equal messages give equal ones. Raises ImproperlyConfigured without a usable key."""
    private = _key_of_this_site()
    _publish(private)
    return private.sign(message)


def published_keys() -> list[PublishedKey]:
    """All that ever signed, the newest first, and the one that will sign next."""
    _publish(_key_of_this_site())
    return [
        PublishedKey(one.key_id, base64.b64decode(one.public_key), one.first_used_at, one.revoked_at)
        for one in ManifestKey.objects.order_by("-first_used_at", "-pk")
    ]


def key_id(public: bytes) -> str:
    """A short name of a key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def make_key(path: Path) -> None:
    """Write a new private key (PEM, PKCS #8), its owner's alone. Raises FileExistsError rather than replace one."""
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all, also where two processes want it at once; a temporary file is its owner's alone.
    with tempfile.NamedTemporaryFile(dir=path.parent) as whole:
        whole.write(pem)
        whole.flush()
        os.link(whole.name, path)


def _key_of_this_site() -> Ed25519PrivateKey:
    """Where no key is named, this checkout makes one for itself, as it does for its other secrets."""
    path = Path(settings.MANIFEST_PRIVATE_KEY)
    if settings.MANIFEST_KEY_IS_MADE and not path.exists():
        with suppress(FileExistsError):
            make_key(path)
    return _private_key(str(path))


@lru_cache(maxsize=4)
def _private_key(path: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(Path(path).read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"MANIFEST_PRIVATE_KEY: {path} holds no usable private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured(f"MANIFEST_PRIVATE_KEY: {path} is no Ed25519 key")
    return key


def _publish(private: Ed25519PrivateKey) -> None:
    """Before anything is signed with it, so that nobody ever holds a signature of a key that isn't published."""
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ManifestKey.objects.get_or_create(
        key_id=key_id(public),
        defaults={"public_key": base64.b64encode(public).decode("ascii"), "first_used_at": timezone.now()},
    )
