"""What a share card shows, and where finished ones are kept: private storage, under the digest of all they show."""

from __future__ import annotations

import hashlib
import io
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import translation
from PIL import Image
from wagtail.models import Page

import promotion
from locales.registry import LANGUAGES, enabled_codes, tag_of
from media_library.delivery.sources import StoredSource
from media_library.renditions.render import RenderError
from promotion.models import SitePage
from promotion.selectors.frame import frame_for
from promotion.selectors.versions import public_pages
from promotion.typeset import engine
from promotion.typeset.pictures import PublicPicture, public_picture
from promotion.typeset.pieces import Data, Piece, optional, piece

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph's readers ask for."""
TEMPLATE = "share-card.typ"
QUALITY = 86
MARK = Path(promotion.__file__).resolve().parent / "static" / "promotion" / "mark.svg"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Card:
    """Of a page that anybody may read, in that page's language."""

    page: Any
    picture: PublicPicture | None

    @property
    def lang(self) -> str:
        return str(self.page.locale.language_code)

    def data(self) -> Data:
        tag = tag_of(self.lang)
        name = frame_for(self.lang).name
        place = getattr(self.page, "province_name", None)
        told: Data = {
            "tag": tag,
            "title": piece(self.page.title, 140, tag),
            "publisher": piece(name, 80),
            "place": piece(place, 60) if place and str(place) not in self.page.title else None,
            "picture": "picture.jpg" if self.picture else None,
            "credit": self._credit(),
            "mark": "mark.svg",
        }
        tags = {tag, *(one["tag"] for one in told.values() if isinstance(one, dict))}
        return told | {"writings": {one: engine.writing(one) for one in sorted(tags)}}

    def _credit(self) -> Piece | None:
        """The picture's, as its licence wants it."""
        if self.picture is None:
            return None
        view = self.picture.view
        return optional(view.attribution, 90, view.alt_text.lang)

    @property
    def digest(self) -> str:
        told = {
            "design": engine.design_of(TEMPLATE),
            "data": self.data(),
            "picture": self.picture.version if self.picture else "",
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def name(self) -> str:
        return f"share-cards/{self.page.pk}/{self.digest}.jpg"


def card_of(page_id: int) -> Card | None:
    """The card for the public, whoever asks; None for what isn't a public page in a language that is on."""
    found = public_pages(Page.objects.filter(pk=page_id, locale__language_code__in=enabled_codes()))
    stored = found.select_related("locale").first()
    page = stored.specific if stored is not None else None
    if not isinstance(page, SitePage) or page.locale.language_code not in LANGUAGES:
        return None
    lang = str(page.locale.language_code)
    with translation.override(lang):
        return Card(page, public_picture(getattr(page, "hero_id", None), lang, "share"))


def kept(card: Card) -> tuple[StoredSource, datetime]:
    """The finished card and when it was made; made now where it isn't there. Raises TypesetError."""
    storage = storages["private"]
    with translation.override(card.lang):
        name = card.name
        if not storage.exists(name):
            storage.save(name, ContentFile(drawn(card)))
            _forget_others(name)
    return StoredSource("private", name, storage.size(name)), storage.get_modified_time(name)


def drawn(card: Card) -> bytes:
    """The JPEG. Raises TypesetError."""
    data, pictures = card.data(), {"mark.svg": MARK.read_bytes()}
    if card.picture is not None:
        try:
            pictures["picture.jpg"] = card.picture.bytes()
        except RenderError:
            logger.exception("the picture of a share card can't be read: page %s", card.page.pk)
            data["picture"] = None
    set_in_type = engine.png(TEMPLATE, data, pictures)
    made = io.BytesIO()
    Image.open(io.BytesIO(set_in_type)).convert("RGB").save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def _forget_others(name: str) -> None:
    """Cards of an earlier state: nobody is given them any more."""
    storage, (folder, _slash, own) = storages["private"], name.rpartition("/")
    for other in storage.listdir(folder)[1]:
        if other != own:
            storage.delete(f"{folder}/{other}")
