"""The only place that talks to the library which signs and reads C2PA."""

from __future__ import annotations

from typing import IO, Any

from media_library.credentials.identity import Identity
from media_library.credentials.statement import Statement, manifest, parent

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "tif": "image/tiff",
    "mp4": "video/mp4",
    "svg": "image/svg+xml",
}
"""What is signed, by extension. Not WebM (C2PA has no place in it), nor documents: they leave as they came."""


class SigningFailed(Exception):
    """A file couldn't be signed; what was written so far is to be thrown away."""


class NoManifest(Exception):
    """A file carries no manifest."""


class UnreadableManifest(Exception):
    """A file carries something that can't be read as a manifest, or says that one lies elsewhere."""


def sign(
    source: IO[bytes],
    target: IO[bytes],
    media_type: str,
    statement: Statement,
    who: Identity,
    *,
    opened: IO[bytes] | None = None,
) -> None:
    """Write `source` with a signed manifest to the empty `target`; both are read from their start.

    `opened` is the file that `statement.opens` names, given where its own manifest is to be taken along.
    Raises SigningFailed, also when the result doesn't hold (the library verifies what it wrote).
    """
    import c2pa

    definition = manifest(statement, with_parent=opened is None)
    source.seek(0)
    try:
        info = c2pa.C2paSignerInfo(who.algorithm.encode(), who.chain, who.key, who.timestamp_url)
        with (
            _context(who.issuers) as context,
            c2pa.Signer.from_info(info) as signer,
            c2pa.Builder(definition, context=context) as builder,
        ):
            if opened is not None:
                opened.seek(0)
                builder.add_ingredient(parent(), statement.opens, opened)
            builder.sign(signer, media_type, source, target)
    except c2pa.C2paError as error:
        raise SigningFailed(str(error)) from error
    target.seek(0)


def read(file: IO[bytes], media_type: str) -> dict[str, Any]:
    """All manifests of a file, as the library tells them in detail.

    Raises NoManifest, or UnreadableManifest. Nothing is fetched from elsewhere.
    """
    import json

    import c2pa

    file.seek(0)
    try:
        with _context() as context, c2pa.Reader(media_type, file, context=context) as reader:
            found: dict[str, Any] = json.loads(reader.detailed_json())
    except c2pa.C2paError.ManifestNotFound as error:
        raise NoManifest from error
    except (c2pa.C2paError, ValueError) as error:
        raise UnreadableManifest(str(error)) from error
    return found


def _context(issuers: str = "") -> Any:
    """Settings of the library: no picture in the manifest (it would add 100 KB to 1 MB), nothing fetched."""
    import c2pa

    chosen: dict[str, Any] = {
        "version": 1,
        "builder": {"thumbnail": {"enabled": False}},
        "verify": {"verify_after_sign": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
    }
    if issuers:
        chosen["trust"] = {"user_anchors": issuers}
    return c2pa.Context.from_dict(chosen)
