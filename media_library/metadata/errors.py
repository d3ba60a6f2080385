"""What can go wrong with a file's metadata, and the journal of what was skipped."""

from __future__ import annotations

WARNING_LIMIT = 50
"""A hostile file must not fill memory or a database column with complaints about itself."""


class MetadataError(Exception):
    """The bytes aren't a picture container we can walk through at all."""


class UnsupportedContainer(MetadataError):
    """The container is known, but metadata isn't written into it: ship the packet as a `.xmp` sidecar."""

    def __init__(self, media_type: str) -> None:
        super().__init__(f"metadata isn't written into {media_type}")
        self.media_type = media_type


class Journal:
    """Collects what had to be skipped while reading, in order, at most `WARNING_LIMIT` lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def skip(self, where: str, why: str) -> None:
        """Note that the thing at `where` (such as “EXIF 0x9003”) was left out, and why."""
        line = f"{where}: {why}"
        if len(self._lines) < WARNING_LIMIT and line not in self._lines:
            self._lines.append(line)

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._lines)
