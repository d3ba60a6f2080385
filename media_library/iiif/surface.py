"""How much of a picture an audience gets to zoom into.

Who may take the file zooms into the original. Everybody else zooms into the largest preview, with its mark where
the licence asks for one: for them that *is* the image, so `info.json` says its size, and no region of it gives
more than the preview does. Tiles are cut from the marked preview, so nothing clean can be put together from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import storages

from media_library.delivery.looks import gets_marked
from media_library.iiif.request import Limits, Size
from media_library.models import Photo
from media_library.renditions import store
from media_library.renditions.presets import PRESETS, rendition_size
from media_library.renditions.render import Wanted
from media_library.rights import Audience, Purpose
from media_library.rights.ask import decision_on

LOOK = Wanted(PRESETS["large"], "webp")
"""What those zoom into who may only look; the worker has made it at approval."""

LIMITS = Limits(side=8192, area=36_000_000)
"""The largest picture made at one request: the whole of a 36-megapixel photo, a few hundred MB of memory."""


@dataclass(frozen=True, slots=True)
class Surface:
    """The image of one audience: `size` in pixels, and whether these are the original's."""

    photo: Photo
    size: Size
    is_original: bool
    marked: bool

    @property
    def purpose(self) -> Purpose:
        return Purpose.DOWNLOAD if self.is_original else Purpose.PREVIEW

    @property
    def centre(self) -> tuple[float, float]:
        """What matters in the picture, in pixels of this surface."""
        focal, scale = store.focal_point(self.photo), self.size[0] / self.photo.width
        return (focal.x * scale, focal.y * scale) if focal else (self.size[0] / 2, self.size[1] / 2)

    @property
    def folder(self) -> PurePosixPath:
        """Where its pieces are kept: beside the renditions, under the same version."""
        version = store.version_of(self.photo, store.packet_for(self.photo)[1])
        name = "original" if self.is_original else "marked" if self.marked else "look"
        return PurePosixPath("renditions", str(self.photo.uuid), version, "iiif", name)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The file whose pixels these are. Raises RenderError where the preview can't be made."""
        name = self.photo.file.name if self.is_original else self._preview()
        with storages["private"].open(name, "rb") as file:
            yield file  # type: ignore[misc]

    def _preview(self) -> str:
        return store.make(self.photo, [LOOK], marked=self.marked)[LOOK].name


def surface_for(photo: Photo, audience: Audience) -> Surface:
    """The image that this audience, which may look at the photo, zooms into."""
    whole = photo.width, photo.height
    if decision_on(photo, audience, Purpose.DOWNLOAD).allowed:
        return Surface(photo, whole, is_original=True, marked=False)
    return Surface(photo, rendition_size(LOOK.preset, *whole), is_original=False, marked=gets_marked(photo, audience))
