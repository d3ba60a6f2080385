"""An approved asset as readers see it: texts in their language, addresses, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime

from locales.registry import tag_of
from locales.text import LocalText, pick
from media_library import releases
from media_library.disclosure import Disclosure, disclosure_in
from media_library.files import MEDIA_TYPES, playing_time
from media_library.licences import attribution
from media_library.licences.words import LicenceWords, terms_in, words_of
from media_library.models import AssetKind, DigitalSourceType
from media_library.renditions.presets import PRESETS, rendition_size

API_PRESETS = ("thumb", "small", "medium", "large")


def orientation_of(width: int, height: int) -> str:
    """landscape, portrait, square (within 5 %) or panorama (2:1 and wider)."""
    if width >= 2 * height:
        return "panorama"
    if abs(width - height) <= 0.05 * max(width, height):
        return "square"
    return "landscape" if width > height else "portrait"


@dataclass(frozen=True, slots=True)
class RenditionView:
    """Address, size in pixels and media type of one sized copy."""

    url: str
    width: int
    height: int
    type: str


@dataclass(frozen=True, slots=True)
class LicenceView:
    code: str
    name: LocalText
    url: str
    usage_terms: LocalText
    audience: str


@dataclass(frozen=True, slots=True)
class SectorView:
    slug: str
    name: LocalText


@dataclass(frozen=True)
class AssetView:
    """One approved asset for one reader. Built from its published document, never from live columns."""

    id: int
    body: Mapping[str, Any]
    lang: str
    sha256: str
    bytes: int
    approved_at: datetime | None
    embargo_until: datetime | None
    expires_at: datetime | None
    updated_at: datetime
    withdrawn_at: datetime | None
    licence_audience: str
    downloadable: bool
    gate: str = "/media"
    """Where this reader's files lie: below the gate, or behind a door of an upper layer that leads to it."""

    def _text(self, field: str) -> LocalText:
        return pick(self.body["texts"].get(field, {}), self.lang, self.body.get("machine", {}).get(field, ()))

    @property
    def uuid(self) -> str:
        return str(self.body["uuid"])

    @property
    def kind(self) -> str:
        return str(self.body["kind"])

    @cached_property
    def title(self) -> LocalText:
        return self._text("title")

    @cached_property
    def caption(self) -> LocalText:
        return self._text("caption")

    @cached_property
    def alt_text(self) -> LocalText:
        """The alternative text; a picture without one is described by its title."""
        return self._text("alt_text") or self.title

    @cached_property
    def place(self) -> LocalText:
        return self._text("place")

    @property
    def creator(self) -> str:
        return str(self.body["creator"])

    @property
    def credit_line(self) -> str:
        return str(self.body["credit_line"])

    @property
    def keywords(self) -> list[str]:
        return list(self.body["keywords"])

    @cached_property
    def licence(self) -> LicenceView | None:
        licence = self.body["licence"]
        if not licence:
            return None
        return LicenceView(
            code=licence["code"],
            name=pick(licence["names"], self.lang),
            url=licence["url"],
            usage_terms=pick(licence["usage_terms"], self.lang),
            audience=self.licence_audience,
        )

    @property
    def licence_words(self) -> LicenceWords:
        """What the licence lets one do, in words of the active language."""
        return (
            words_of(terms_in(self.body["licence"], self.licence_audience)) if self.body["licence"] else LicenceWords()
        )

    @cached_property
    def attribution(self) -> str:
        """How to credit the asset: the licence's template filled in, else the credit line as it is."""
        template = pick((self.body["licence"] or {}).get("attributions", {}), self.lang).text
        return attribution.of_body(template, self.body, self.lang) or self.credit_line

    @property
    def province_id(self) -> int:
        return int(self.body["province"]["id"])

    @property
    def province_code(self) -> str:
        return str(self.body["province"]["code"])

    @property
    def province_slug(self) -> str:
        return str(self.body["province"]["slug"])

    @cached_property
    def province_name(self) -> LocalText:
        return pick(self.body["province"]["names"], self.lang)

    @cached_property
    def historic_province_name(self) -> LocalText:
        """The unit that the place belonged to when the picture was taken, if that was another one."""
        historic = self.body["historic_province"]
        return pick(historic["names"], self.lang) if historic else LocalText()

    @cached_property
    def sectors(self) -> list[SectorView]:
        return [SectorView(sector["slug"], pick(sector["names"], self.lang)) for sector in self.body["sectors"]]

    @cached_property
    def taken_at(self) -> datetime | None:
        return parse_datetime(self.body["taken_at"]) if self.body["taken_at"] else None

    @property
    def has_pixels(self) -> bool:
        """Whether there are sized copies of it; else `renditions` is empty, and pages show a placeholder."""
        return self.kind == AssetKind.PHOTO

    @property
    def width(self) -> int:
        """In pixels; 0 for what has none, such as a document."""
        return int(self.body["width"] or 0)

    @property
    def height(self) -> int:
        return int(self.body["height"] or 0)

    @property
    def duration(self) -> int | None:
        """Of a film, in seconds."""
        return self.body.get("duration")

    @property
    def playing_time(self) -> str:
        return playing_time(self.duration)

    @property
    def kind_name(self) -> str:
        """In the active language."""
        return str(AssetKind(self.kind).label)

    @property
    def pages(self) -> int | None:
        """Of a document, where its format tells."""
        return self.body.get("pages")

    @property
    def orientation(self) -> str:
        return orientation_of(self.width, self.height)

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.body["extension"]]

    @property
    def digital_source_type(self) -> DigitalSourceType:
        return DigitalSourceType(self.body["digital_source_type"])

    @property
    def release_words(self) -> list[str]:
        """What readers have to know of releases that weren't signed, or not without limits."""
        return releases.words_in(self.body)

    @property
    def disclosure(self) -> Disclosure | None:
        """What readers must be told of how the picture was made."""
        return disclosure_in(self.body)

    @property
    def languages(self) -> tuple[str, ...]:
        """BCP 47 tags of the approved languages."""
        return tuple(tag_of(code) for code in self.body["languages"])

    @property
    def is_machine_made(self) -> bool:
        """Whether any text of it, as this reader gets it, stands as a machine translated it."""
        return any(text.by_machine for text in (self.title, self.caption, self.alt_text, self.place))

    @property
    def embargoed(self) -> bool:
        """Whether this reader sees it early."""
        from django.utils import timezone

        return self.embargo_until is not None and timezone.now() < self.embargo_until

    def rendition(self, preset: str, extension: str = "jpg") -> RenditionView:
        width, height = rendition_size(PRESETS[preset], self.width, self.height)
        return RenditionView(f"{self.gate}/{self.uuid}/{preset}.{extension}", width, height, MEDIA_TYPES[extension])

    @cached_property
    def renditions(self) -> dict[str, RenditionView]:
        return {name: self.rendition(name) for name in PRESETS} if self.has_pixels else {}

    def srcset(self, extension: str = "webp") -> str:
        """Widths that a browser may choose from, without repeating those that the original can't fill."""
        by_width = {view.width: view.url for view in (self.rendition(name, extension) for name in API_PRESETS)}
        return ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))

    @property
    def original_url(self) -> str:
        return f"{self.gate}/{self.uuid}/original"

    @property
    def html_url(self) -> str:
        return f"/{self.lang}/images/{self.uuid}/"
