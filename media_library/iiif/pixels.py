"""Making the pixels that a IIIF request asks for, and keeping those that viewers ask for again and again.

Kept are tiles of the grid that `info.json` names and the whole images of its `sizes`. Decoding costs far more
than cutting and encoding, so the first tile asked for brings its neighbours along from the same decode.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from django.core.files.storage import storages
from PIL import Image, ImageOps

from media_library.iiif.info import TILE, reduced, scale_factors, sizes, tile_box
from media_library.iiif.request import ImageRequest
from media_library.iiif.surface import LIMITS, Surface
from media_library.renditions import store
from media_library.renditions.colour import to_srgb
from media_library.renditions.decoding import decode, open_source
from media_library.renditions.encoding import encode
from media_library.renditions.store import METADATA_FROM, StoredRendition

KEPT_FORMATS = ("jpg", "webp")
NEIGHBOURS = 4
"""Tiles are made in blocks of this many by this many."""

_locks = [Lock() for _ in range(32)]
"""A viewer asks for several tiles at once: the first makes the block, the others wait instead of decoding too."""

AT_ONCE = 2
"""Pictures decoded at the same time by one process; a large one takes some hundred megabytes meanwhile."""
PATIENCE = 15
"""Seconds that a request waits for its turn. Tiles that are kept never wait."""

_room = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many pictures are being made already: 503."""


@contextmanager
def _turn_to_decode() -> Iterator[None]:
    if not _room.acquire(timeout=PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _room.release()


_TURNED = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
"""Pillow turns counter-clockwise, IIIF clockwise."""

Tile = tuple[int, int, int]
"""Scale factor, column, row."""


def tile_of(request: ImageRequest) -> Tile | None:
    """The tile of the grid that a request asks for, if it asks for one."""
    left, top, width, height = request.region
    for factor in scale_factors(request.full):
        side = TILE * factor
        if left % side == 0 and top % side == 0:
            tile = factor, left // side, top // side
            box = tile_box(request.full, *tile)
            if box == request.region and request.size == reduced((width, height), factor):
                return tile
    return None


def kept_name(surface: Surface, request: ImageRequest) -> str | None:
    """Under which name these pixels are kept; None for what is made each time."""
    plain = not request.mirrored and request.turn == 0 and request.quality in ("default", "color")
    if not plain or request.format not in KEPT_FORMATS:
        return None
    if request.region == (0, 0, *request.full):
        kept = request.size in sizes(request.full, LIMITS)
        return str(surface.folder / f"whole-{request.size[0]}.{request.format}") if kept else None
    tile = tile_of(request)
    return _tile_name(surface, tile, request.format) if tile else None


def _tile_name(surface: Surface, tile: Tile, extension: str) -> str:
    factor, column, row = tile
    return str(surface.folder / f"{factor}-{column}-{row}.{extension}")


def kept(surface: Surface, request: ImageRequest, name: str) -> StoredRendition:
    """The kept pixels, made now if they aren't there. Raises RenderError or Busy."""
    storage = storages["private"]
    if not storage.exists(name):
        with _locks[hash(_block_of(request)) % len(_locks)]:
            if not storage.exists(name):
                _make_with_neighbours(surface, request, name)
    return StoredRendition(name, storage.size(name))


def _block_of(request: ImageRequest) -> tuple[int, ...]:
    factor, column, row = tile_of(request) or (0, 0, 0)
    return factor, column // NEIGHBOURS, row // NEIGHBOURS, *request.full


def _make_with_neighbours(surface: Surface, request: ImageRequest, name: str) -> None:
    wanted = {name: request}
    if tile := tile_of(request):
        storage = storages["private"]
        for neighbour in _neighbours(request, tile):
            other = _tile_name(surface, neighbour, request.format)
            if other not in wanted and not storage.exists(other):
                wanted[other] = _tile_request(request, neighbour)
    for made_name, data in zip(wanted, render(surface, list(wanted.values())), strict=True):
        store.keep(made_name, data)


def _neighbours(request: ImageRequest, tile: Tile) -> list[Tile]:
    factor, column, row = tile
    across, down = (-(-length // (TILE * factor)) for length in request.full)
    first_column, first_row = column // NEIGHBOURS * NEIGHBOURS, row // NEIGHBOURS * NEIGHBOURS
    return [
        (factor, x, y)
        for y in range(first_row, min(first_row + NEIGHBOURS, down))
        for x in range(first_column, min(first_column + NEIGHBOURS, across))
    ]


def _tile_request(like: ImageRequest, tile: Tile) -> ImageRequest:
    box = tile_box(like.full, *tile)
    size = reduced((box[2], box[3]), tile[0])
    return ImageRequest(like.full, box, size, mirrored=False, turn=0, quality="default", format=like.format)


def render(surface: Surface, requests: Sequence[ImageRequest]) -> list[bytes]:
    """The files of several requests from one decode. Raises RenderError or Busy."""
    with _turn_to_decode():
        return _render(surface, requests)


def _render(surface: Surface, requests: Sequence[ImageRequest]) -> list[bytes]:
    xmp = store.packet_for(surface.photo)[0]
    with surface.open() as file, open_source(file) as image:
        base = decode(image, max(request.scale for request in requests))
        convert = to_srgb(base.image.mode, image.info.get("icc_profile"))
    files = []
    for request in requests:
        left, top, width, height = request.region
        picture = convert(base.take((left, top, left + width, top + height), request.size))
        picture.info = {}
        large = max(request.size) >= METADATA_FROM
        files.append(encode(_finished(picture, request), request.format, xmp if large else None))
    return files


def _finished(picture: Image.Image, request: ImageRequest) -> Image.Image:
    """Mirrored, turned, coloured: in this order (IIIF Image API 3.0, section 4.6)."""
    if request.mirrored:
        picture = ImageOps.mirror(picture)
    if request.turn:
        picture = picture.transpose(_TURNED[request.turn])
    if request.quality in ("gray", "bitonal"):
        picture = picture.convert("L")
    if request.quality == "bitonal":
        picture = picture.convert("1").convert("L")
    return picture
