"""The picture across the top of a fact sheet: the profile's opening picture, if everybody may pass it on.

A sheet is a file that is forwarded, so the question is redistribution and not a look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from media_library.asset_view import AssetView
from media_library.delivery.gate import closes_at
from media_library.models import Photo
from media_library.renditions import store
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Wanted
from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.selectors import successors_of, views_of, visible
from promotion.fact_sheet.pieces import Data, piece

WANTED = Wanted(PRESETS["banner"], "jpg")
FILE = "banner.jpg"


@dataclass(frozen=True, slots=True)
class Banner:
    """A picture that the public may pass on, at this moment."""

    photo: Photo
    view: AssetView

    @property
    def version(self) -> str:
        """Changes with the pixels, the focal point and the metadata."""
        return store.name_of(self.photo, WANTED, self.photo.published.packet_digest)  # type: ignore[attr-defined]

    @property
    def closes_at(self) -> datetime | None:
        return closes_at(self.photo)

    def data(self, height: int) -> Data:
        """`height` in millimetres."""
        return {
            "file": FILE,
            "height": height,
            "alt": piece(self.view.alt_text, 400),
            "credit": piece(self.view.attribution, 200, self.view.alt_text.lang),
        }

    def bytes(self) -> bytes:
        """Raises RenderError where the picture can't be read."""
        from django.core.files.storage import storages

        kept = store.make(self.photo, [WANTED])[WANTED]
        with storages["private"].open(kept.name, "rb") as file:
            return bytes(file.read())


def banner_of(page: Any, lang: str) -> Banner | None:
    """The opening picture, or what took its place; None where the public may not pass it on."""
    return shareable(page.hero_id, lang, Purpose.REDISTRIBUTION)


def shareable(pk: int | None, lang: str, purpose: Purpose) -> Banner | None:
    if pk is None:
        return None
    allowed = visible(PUBLIC_AUDIENCE, purpose=purpose)
    wanted = [one for one in (pk, successors_of([pk]).get(pk)) if one is not None]
    photos = Photo.objects.select_related("licence", "consent", "published", "province")
    photo = photos.filter(pk__in=allowed.filter(pk__in=wanted).values("pk")).first()
    if photo is None or (photo.licence is not None and photo.licence.preview_watermark):
        return None
    view = views_of(PUBLIC_AUDIENCE, lang, ids=[photo.pk]).get(photo.pk)
    return Banner(photo, view) if view is not None else None
