"""Words that programs leave in boxes which have to stay: emptied in their places.

Source: ISO 14496-12, 8.4.3, 8.7.2, 12.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from media_library.films.boxes import Box, Malformed, content, inside
from media_library.films.patching import Patch
from media_library.films.reasons import OTHER_BRAND, NotPlayable

_HANDLER_NAME = 24
"""Where the name begins in a handler box: the program that wrote the track, or whatever it chose to write."""
_COMPRESSOR, _COMPRESSOR_OCTETS = 42, 32
_PICTURES = frozenset(b"avc1 avc2 avc3 avc4 hvc1 hev1 av01 vp08 vp09 mp4v dvh1 dvhe vvc1 vvi1 jpeg".split())
_DESCRIPTION_LIMIT = 1000


def _handler(_file: BinaryIO, box: Box) -> Iterator[Patch]:
    yield Patch(box.body + _HANDLER_NAME, box.stop - box.body - _HANDLER_NAME)


def _references(file: BinaryIO, box: Box) -> Iterator[Patch]:
    """Samples lie in this very file; an address or a path of the maker's disk beside that says nothing. Raises
    NotPlayable for a film whose samples lie in another file."""
    for entry in inside(file, box, 8):
        if not int.from_bytes(content(file, entry, _DESCRIPTION_LIMIT)[:4], "big") & 1:
            raise NotPlayable(OTHER_BRAND)
        yield Patch(entry.body + 4, entry.stop - entry.body - 4)


def _descriptions(file: BinaryIO, box: Box) -> Iterator[Patch]:
    for number, entry in enumerate(inside(file, box, 8)):
        if number > _DESCRIPTION_LIMIT:
            raise Malformed("too many sample descriptions")
        if entry.kind in _PICTURES and entry.body + _COMPRESSOR + _COMPRESSOR_OCTETS <= entry.stop:
            yield Patch(entry.body + _COMPRESSOR, _COMPRESSOR_OCTETS)


CLEARED: dict[bytes, Callable[[BinaryIO, Box], Iterator[Patch]]] = {
    b"hdlr": _handler,
    b"dref": _references,
    b"stsd": _descriptions,
}
"""Box → what is emptied in it."""
