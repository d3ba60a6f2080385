"""A file that may be looked into only so often: a film of nothing but tiny boxes would keep a reader busy for hours."""

from __future__ import annotations

from typing import BinaryIO, cast

from media_library.films.boxes import Malformed

MOST_LOOKS = 3_000_000
"""Some twenty seconds of looking. Two hours of WebM at 60 pictures a second take a million, of MP4 far fewer."""


class Bounded:
    """Passes reading on to a file, and counts. Raises Malformed at one look too many."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._left = file, most

    def seek(self, place: int, whence: int = 0) -> int:
        self._left -= 1
        if self._left < 0:
            raise Malformed("too many parts")
        return self._file.seek(place, whence)

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


def bounded(file: BinaryIO, most: int | None = None) -> BinaryIO:
    """The file, to be looked into `most` times. All that the readers here use of it is there."""
    return cast(BinaryIO, Bounded(file, MOST_LOOKS if most is None else most))
