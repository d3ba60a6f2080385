"""How good a look somebody gets: clean, or with the preview mark that the licence asks for."""

from __future__ import annotations

from media_library.models import Asset
from media_library.rights import Audience, Purpose
from media_library.rights.ask import decision_on


def gets_marked(asset: Asset, audience: Audience) -> bool:
    """Whether previews for this audience carry the mark: the licence asks for it, and it may not take the file."""
    licence = asset.licence
    if licence is None or not licence.preview_watermark:
        return False
    return not decision_on(asset, audience, Purpose.DOWNLOAD).allowed


def purpose_of_look(asset: Asset, *, marked: bool) -> Purpose:
    """What somebody must be allowed to get these very pixels, as far as shared caches are concerned.

    The clean look at a picture that others see marked is for those who may take the file.
    """
    licence = asset.licence
    asks_for_mark = licence is not None and licence.preview_watermark
    return Purpose.DOWNLOAD if asks_for_mark and not marked else Purpose.PREVIEW
