"""`info.json`: what an image service says about one image (IIIF Image API 3.0, section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from media_library.iiif.request import Limits, Size

CONTEXT = "http://iiif.io/api/image/3/context.json"
PROFILE = "http://iiif.io/api/image/3/level2.json"
TILE = 512
"""Pixels of a tile's side."""

EXTRA_FEATURES = ("canonicalLinkHeader", "mirroring", "profileLinkHeader")
_RIGHTS_HOSTS = ("creativecommons.org", "rightsstatements.org")


def scale_factors(full: Size) -> list[int]:
    """1, 2, 4 … until the whole image fits into one tile."""
    factors = [1]
    while max(full) > TILE * factors[-1]:
        factors.append(factors[-1] * 2)
    return factors


def reduced(full: Size, factor: int) -> Size:
    """The whole image at a scale factor, rounded up as viewers reckon tiles."""
    return -(-full[0] // factor), -(-full[1] // factor)


def sizes(full: Size, limits: Limits) -> list[Size]:
    """Whole images that are kept, smallest first."""
    return [size for factor in reversed(scale_factors(full)) if limits.allow(size := reduced(full, factor))]


def image_information(
    identifier: str, full: Size, limits: Limits, *, rights: str, see_also: Sequence[str] = ()
) -> dict[str, Any]:
    """The document; `identifier` is the image's own address, `rights` the licence's."""
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "id": identifier,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": full[0],
        "height": full[1],
        "maxWidth": limits.side,
        "maxArea": limits.area,
        "sizes": [{"type": "Size", "width": width, "height": height} for width, height in sizes(full, limits)],
        "tiles": [{"type": "Tile", "width": TILE, "height": TILE, "scaleFactors": scale_factors(full)}],
        "preferredFormats": ["webp", "jpg"],
        "extraFormats": ["webp"],
        "extraQualities": ["bitonal"],
        "extraFeatures": list(EXTRA_FEATURES),
    }
    if is_rights_statement(rights):
        document["rights"] = rights
    if see_also:
        document["seeAlso"] = [{"id": address, "type": "Dataset", "format": "application/json"} for address in see_also]
    return document


def is_rights_statement(address: str) -> bool:
    """`rights` may only name a Creative Commons licence or a RightsStatements.org statement (section 5.6)."""
    return (urlsplit(address).hostname or "").removeprefix("www.") in _RIGHTS_HOSTS


def tile_box(full: Size, factor: int, column: int, row: int) -> tuple[int, int, int, int]:
    """The region of a tile in pixels of the full image; the last ones of a row or column are narrower."""
    side = TILE * factor
    left, top = column * side, row * side
    return left, top, min(side, full[0] - left), min(side, full[1] - top)
