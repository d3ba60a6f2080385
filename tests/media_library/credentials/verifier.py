"""A small verifier of its own: JUMBF, hashes and signature, with nothing of the library that signs.

Sources: ISO 19566-5 (JUMBF); C2PA 2.2, 11 (manifests), 13 (validation), 18.5-18.6 (hard bindings), A (embedding);
RFC 9052 (COSE_Sign1). It raises `Invalid` with the first thing that doesn't hold.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from PIL import Image

C2PA_UUID = bytes.fromhex("D8FEC3D61B0E483C92975828877EC481")
BOXED = ("avif", "heic", "mp4")
TIFF_TAG = 0xCD41
X5CHAIN = 33
HASHES = {-7: hashes.SHA256(), -35: hashes.SHA384(), -36: hashes.SHA512(), -37: hashes.SHA256()}


class Invalid(Exception):
    """The manifest doesn't hold for this file."""


@dataclass(frozen=True, slots=True)
class Superbox:
    """A JUMBF superbox; `content` is all behind its own header, which is what is hashed of an assertion."""

    label: str
    content: bytes
    children: tuple[Superbox, ...]
    payload: bytes

    def child(self, label: str) -> Superbox:
        for one in self.children:
            if one.label == label:
                return one
        raise Invalid(f"no {label} in {self.label}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was verified: the claim, the assertions by label, the signing certificate, all labels of manifests."""

    claim: dict[str, Any]
    assertions: dict[str, Any]
    certificate: x509.Certificate
    store: bytes
    labels: tuple[str, ...]

    @property
    def actions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.assertions["c2pa.actions.v2"]["actions"]
        return found


def verified(data: bytes, extension: str, root: x509.Certificate) -> Manifest:
    """The active manifest, after everything in it was checked against the file. Raises Invalid."""
    raw = manifest_store(data, extension)
    store = _superboxes(raw)[0]
    active = store.children[-1]
    claim_box = active.child("c2pa.claim.v2")
    claim = cbor2.loads(claim_box.payload)
    certificate = _checked_signature(active.child("c2pa.signature").payload, claim_box.payload, root)
    assertions = _checked_assertions(active, claim)
    # Base64 in SVG takes a third more; the formats' own headers some octets.
    _check_binding(data, assertions, len(raw) * 4 // 3 + 64)
    return Manifest(claim, assertions, certificate, raw, tuple(one.label for one in store.children))


def manifest_store(data: bytes, extension: str) -> bytes:
    """The JUMBF bytes as the format embeds them. Raises Invalid where there is none."""
    finders = {"jpg": _in_jpeg, "png": _in_png, "webp": _in_webp, "tif": _in_tiff, "svg": _in_svg}
    found = (_in_boxes if extension in BOXED else finders[extension])(data)
    if not found:
        raise Invalid("no manifest")
    return found


def _in_jpeg(data: bytes) -> bytes:
    parts: dict[int, bytes] = {}
    at = 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xEB and data[at + 4 : at + 6] == b"JP":
            number = int.from_bytes(data[at + 8 : at + 12], "big")
            # Each further segment repeats the box header of 8 octets.
            parts[number] = data[at + 12 + (8 if parts else 0) : at + 2 + length]
        at += 2 + length
    return b"".join(parts[number] for number in sorted(parts))


def _in_png(data: bytes) -> bytes:
    at = 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"caBX":
            return data[at + 8 : at + 8 + length]
        at += 12 + length
    return b""


def _in_webp(data: bytes) -> bytes:
    at = 12
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"C2PA":
            return data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    return b""


def _in_tiff(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        return bytes(image.tag_v2.get(TIFF_TAG, b""))  # type: ignore[attr-defined]


def _in_svg(data: bytes) -> bytes:
    found = re.search(rb"<c2pa:manifest[^>]*>([^<]+)<", data)
    return base64.b64decode(found[1]) if found else b""


def _in_boxes(data: bytes) -> bytes:
    for start, kind, whole in _top_boxes(data):
        if kind == b"uuid" and data[start + 8 : start + 24] == C2PA_UUID:
            # version and flags, the purpose up to a zero, an offset of 8 octets, then JUMBF
            return whole[whole.index(b"\0", 28) + 1 + 8 :]
    return b""


def _top_boxes(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        size = size or len(data) - at
        yield at, data[at + 4 : at + 8], data[at : at + size]
        at += size


def _superboxes(data: bytes) -> tuple[Superbox, ...]:
    found = []
    for _start, kind, whole in _top_boxes(data):
        if kind == b"jumb":
            found.append(_superbox(whole[8:]))
    return tuple(found)


def _superbox(content: bytes) -> Superbox:
    inner = list(_top_boxes(content))
    description = inner[0][2][8:]
    label = description[17 : description.index(b"\0", 17)].decode() if description[16] & 2 else ""
    payload = inner[1][2][8:] if len(inner) > 1 and inner[1][1] != b"jumb" else b""
    return Superbox(label, content, _superboxes(content), payload)


def _checked_assertions(active: Superbox, claim: dict[str, Any]) -> dict[str, Any]:
    store = active.child("c2pa.assertions")
    found: dict[str, Any] = {}
    for link in [*claim["created_assertions"], *claim.get("gathered_assertions", [])]:
        label = link["url"].rsplit("/", 1)[-1]
        box = store.child(label)
        if hashlib.sha256(box.content).digest() != link["hash"]:
            raise Invalid(f"assertion {label} isn't the one that was claimed")
        found[label] = json.loads(box.payload) if box.payload[:1] == b"{" else cbor2.loads(box.payload)
    if {one.label for one in store.children} != set(found):
        raise Invalid("there are assertions that weren't claimed")
    return found


def _checked_signature(cose: bytes, claim: bytes, root: x509.Certificate) -> x509.Certificate:
    protected, _unprotected, payload, signature = cbor2.loads(cose).value
    if payload is not None:
        raise Invalid("the payload isn't detached")
    header = cbor2.loads(protected)
    chain = header[X5CHAIN]
    certificate = x509.load_der_x509_certificate(chain if isinstance(chain, bytes) else chain[0])
    signed = cbor2.dumps(["Signature1", protected, b"", claim])
    try:
        _verify(certificate.public_key(), header[1], signature, signed)
        certificate.verify_directly_issued_by(root)
    except InvalidSignature as error:
        raise Invalid("the signature doesn't hold") from error
    return certificate


def _verify(key: Any, algorithm: int, signature: bytes, signed: bytes) -> None:
    match key:
        case ec.EllipticCurvePublicKey():
            half = len(signature) // 2
            numbers = (int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
            key.verify(encode_dss_signature(*numbers), signed, ec.ECDSA(HASHES[algorithm]))
        case rsa.RSAPublicKey():
            used = HASHES[algorithm]
            key.verify(signature, signed, padding.PSS(padding.MGF1(used), used.digest_size), used)
        case ed25519.Ed25519PublicKey():
            key.verify(signature, signed)
        case _:
            raise Invalid("a key of another kind")


def _check_room(exclusions: list[dict[str, int]], room: int) -> None:
    """Nothing but the manifest may be left out: else a picture could be changed unseen."""
    if sum(one["length"] for one in exclusions) > room:
        raise Invalid("more is left out than the manifest")


def _check_binding(data: bytes, assertions: dict[str, Any], room: int) -> None:
    """Exactly one hard binding, and it fits all octets but those of the manifest."""
    (label,) = [label for label in assertions if label.startswith("c2pa.hash.")]
    binding = assertions[label]
    if label.startswith("c2pa.hash.bmff"):
        found = _hash_of_boxes(data, binding["exclusions"])
    else:
        _check_room(binding["exclusions"], room)
        found = _hash_without(data, binding["exclusions"])
    if found != binding["hash"]:
        raise Invalid("the file isn't the one that was signed")


def _hash_without(data: bytes, exclusions: list[dict[str, int]]) -> bytes:
    digest, at = hashlib.sha256(), 0
    for one in sorted(exclusions, key=lambda one: one["start"]):
        digest.update(data[at : one["start"]])
        at = one["start"] + one["length"]
    digest.update(data[at:])
    return digest.digest()


def _hash_of_boxes(data: bytes, exclusions: list[dict[str, Any]]) -> bytes:
    """C2PA 2.2, 18.6: before each top box that isn't excluded, its place in the file as 8 octets."""
    digest = hashlib.sha256()
    for start, kind, whole in _top_boxes(data):
        if not any(_is_excluded(kind, whole, one) for one in exclusions):
            digest.update(struct.pack(">Q", start))
            digest.update(whole)
    return digest.digest()


def _is_excluded(kind: bytes, whole: bytes, exclusion: dict[str, Any]) -> bool:
    if exclusion["xpath"] != f"/{kind.decode('latin-1')}":
        return False
    wanted = exclusion.get("data") or []
    return all(whole[one["offset"] : one["offset"] + len(one["value"])] == one["value"] for one in wanted)
