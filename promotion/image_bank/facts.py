"""What the page of a picture says about its files and its texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.registry import LANGUAGES, tag_of
from media_library.asset_view import AssetView
from media_library.renditions.presets import PRESETS, Preset, rendition_size
from media_library.rights import Audience, AudienceKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FORMAT_NAMES = {"jpg": "JPEG", "webp": "WebP", "avif": "AVIF"}

OFFERED = (
    "press-wire", "print-a4", "large", "web", "medium", "small", "social-square", "social-story",
)  # fmt: skip
"""Presets that a reader may take from the page, in this order. The others are for the site's own use."""

ZOOM_FROM = 1280
"""Pixels of the longest side from which on zooming in shows more than the page does."""


@dataclass(frozen=True, slots=True)
class Take:
    """A preset as a reader may take it: what for, its size in pixels, and an address for each format."""

    name: str
    label: StrOrPromise
    purpose: StrOrPromise
    width: int
    height: int
    dpi: int | None
    files: tuple[tuple[str, str], ...]
    """(name of the format, address)"""


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and caption of a picture in one language."""

    language: str
    tag: str
    direction: str
    title: str
    caption: str


def takes(view: AssetView) -> list[Take]:
    """The sizes to offer: within the decision, none larger than the picture, and none twice."""
    if view.kind != "photo":
        return []
    found: list[Take] = []
    seen: set[tuple[int, int]] = set()
    for preset in (PRESETS[name] for name in OFFERED):
        if preset.is_full_size and not view.downloadable:
            continue
        size = rendition_size(preset, view.width, view.height)
        # A large preset of a small picture is the picture itself; only for print it has another resolution inside.
        is_whole = size == (view.width, view.height) and not preset.dpi
        if size in seen or (is_whole and view.downloadable):
            continue
        seen.add(size)
        found.append(_take(view, preset, size))
    return found


def _take(view: AssetView, preset: Preset, size: tuple[int, int]) -> Take:
    files = tuple(
        (FORMAT_NAMES[extension], f"/media/{view.uuid}/{preset.name}.{extension}") for extension in preset.formats
    )
    return Take(preset.name, preset.label, preset.purpose_text, *size, preset.dpi, files)


def zoomable(view: AssetView) -> bool:
    return view.kind == "photo" and max(view.width, view.height) > ZOOM_FROM


def preload(audience: Audience) -> str:
    """Whether a film's first picture is fetched at once: a partner signs for what it takes, not for a page's look."""
    return "none" if audience.kind is AudienceKind.PARTNER else "metadata"


def other_texts(view: AssetView) -> list[Wording]:
    """The approved texts in the languages other than the one shown, in the registry's order."""
    titles, captions = view.body["texts"].get("title", {}), view.body["texts"].get("caption", {})
    shown = (view.caption or view.title).lang
    return [
        Wording(
            language.name_native,
            tag_of(code),
            language.direction,
            titles.get(code, ""),
            captions.get(code, ""),
        )
        for code, language in LANGUAGES.items()
        if (titles.get(code) or captions.get(code)) and language.tag != shown
    ]
