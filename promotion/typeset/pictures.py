"""Pictures in what is typeset. Such a file is forwarded and printed, so the question is redistribution, not a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import storages

from media_library.asset_view import AssetView
from media_library.delivery.gate import closes_at
from media_library.models import Photo
from media_library.renditions import store
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Wanted
from media_library.rights import PUBLIC_AUDIENCE, Purpose
from media_library.selectors import successors_of, views_of, visible


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture that the public may pass on, at this moment, cut as `preset`."""

    photo: Photo
    view: AssetView
    preset: str

    @property
    def _wanted(self) -> Wanted:
        return Wanted(PRESETS[self.preset], "jpg")

    @property
    def version(self) -> str:
        """Changes with the pixels, the focal point and the metadata."""
        return store.name_of(self.photo, self._wanted, self.photo.published.packet_digest)  # type: ignore[attr-defined]

    @property
    def closes_at(self) -> datetime | None:
        """The next moment at which it closes by itself."""
        return closes_at(self.photo)

    def bytes(self) -> bytes:
        """JPEG. Raises RenderError where the picture can't be read."""
        kept = store.make(self.photo, [self._wanted])[self._wanted]
        with storages["private"].open(kept.name, "rb") as file:
            return bytes(file.read())


def public_picture(pk: int | None, lang: str, preset: str) -> PublicPicture | None:
    """A photo, or what took its place, whoever asks; None where the public may not pass it on.

    Nor where its licence wants a mark across previews: there is nothing clean to give.
    """
    if pk is None:
        return None
    wanted = {pk, successors_of([pk]).get(pk, pk)}
    allowed = visible(PUBLIC_AUDIENCE, purpose=Purpose.REDISTRIBUTION).filter(pk__in=wanted)
    photos = Photo.objects.select_related("licence", "consent", "published", "province")
    photo = photos.filter(pk__in=allowed.values("pk")).first()
    if photo is None or (photo.licence is not None and photo.licence.preview_watermark):
        return None
    view = views_of(PUBLIC_AUDIENCE, lang, ids=[photo.pk]).get(photo.pk)
    return PublicPicture(photo, view, preset) if view is not None else None
