"""Videos: MP4 and WebM by their containers; pictures and sound are passed on as they are."""

from __future__ import annotations

from typing import BinaryIO

from django.utils.translation import gettext as _

from media_library.films import mp4, webm
from media_library.films.boxes import Malformed
from media_library.ingest.refusal import NotAccepted
from media_library.ingest.sorting import Sort


def examine(file: BinaryIO, sort: Sort) -> tuple[str, dict[str, int | None]]:
    """Extension, and width, height and duration. Raises NotAccepted."""
    reader = webm if sort is Sort.WEBM else mp4
    try:
        film = reader.read(file)
    except mp4.NotPlayable as error:
        raise NotAccepted(_reason(str(error))) from error
    except (Malformed, IndexError, ValueError, OverflowError, MemoryError, OSError) as error:
        raise NotAccepted(_("The video is damaged or breaks off. Copy it again or export it anew.")) from error
    measures = {"width": film.width, "height": film.height, "duration": film.duration}
    return ("webm" if sort is Sort.WEBM else "mp4"), measures


def _reason(why: str) -> str:
    match why:
        case mp4.QUICKTIME:
            return _("This is a QuickTime film. Export it as MP4.")
        case mp4.LOCKED:
            return _("The video is locked (DRM). Export it without.")
        case mp4.SOUND_ONLY:
            return _("There is no picture in this video.")
    return _("This isn't a video of a kind that is taken in. Export it as MP4 or WebM, with picture and sound only.")
