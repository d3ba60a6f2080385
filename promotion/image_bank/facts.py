"""What the page of a picture says about its files and its texts."""

from __future__ import annotations

from dataclasses import dataclass

from locales.registry import LANGUAGES, tag_of
from media_library.asset_view import AssetView
from media_library.renditions.presets import PRESETS


@dataclass(frozen=True, slots=True)
class Download:
    """One file that may be taken. `bytes` is 0 where the file is made when asked for."""

    url: str
    name: str
    width: int
    height: int
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """Title and caption of a picture in one language."""

    language: str
    tag: str
    direction: str
    title: str
    caption: str


def downloads(view: AssetView) -> list[Download]:
    """The original first, then smaller ones; without the original where only looking is allowed."""
    files = [Download(view.original_url, "original", view.width, view.height, view.bytes)] if view.downloadable else []
    seen = {view.width}
    for name in ("large", "medium", "small"):
        rendition = view.renditions[name]
        if rendition.width in seen or (PRESETS[name].is_full_size and not view.downloadable):
            continue
        seen.add(rendition.width)
        files.append(Download(rendition.url, name, rendition.width, rendition.height))
    return files


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
