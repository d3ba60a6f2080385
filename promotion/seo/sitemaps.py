"""What search engines may know of: public pages and public pictures, in the languages they are really in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.utils import timezone, translation
from wagtail.models import Page

from locales.registry import INTERNATIONAL, LANGUAGES, WORKING, enabled_codes
from media_library.models import PublishedDocument
from media_library.rights import PUBLIC_AUDIENCE
from media_library.selectors import visible
from promotion.languages.alternates import page_url
from promotion.selectors.versions import public_pages


@dataclass(frozen=True, slots=True)
class Entry:
    """One content with its path per language."""

    paths: dict[str, str]
    changed: datetime | None


class Multilingual(Sitemap[Any]):
    """Every language version is listed, and names all the others."""

    i18n = True
    limit = 1000

    def get_languages_for_item(self, item: Entry) -> list[str]:
        return list(item.paths)

    def location(self, item: Entry) -> str:
        code = translation.get_language() or WORKING
        return item.paths[code]

    def lastmod(self, item: Entry) -> datetime | None:
        return item.changed

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        """With `x-default`, which Django only writes for items that exist in every language."""
        urls: list[dict[str, Any]] = super()._urls(page, protocol, domain)  # type: ignore[misc]
        for url in urls:
            entry = url["item"][0]
            default = entry.paths.get(INTERNATIONAL) or entry.paths.get(WORKING) or next(iter(entry.paths.values()))
            url["alternates"] = [
                {"location": f"{protocol}://{domain}{path}", "lang_code": LANGUAGES[code].tag}
                for code, path in entry.paths.items()
            ] + [{"location": f"{protocol}://{domain}{default}", "lang_code": "x-default"}]
        return urls


class PageSitemap(Multilingual):
    def items(self) -> list[Entry]:
        enabled = enabled_codes()
        rows = public_pages(Page.objects.filter(depth__gte=2, locale__language_code__in=enabled))
        grouped: dict[Any, dict[str, Page]] = {}
        for page in rows.select_related("locale").order_by("path"):
            grouped.setdefault(page.translation_key, {})[page.locale.language_code] = page
        return [
            Entry(
                {code: page_url(versions[code]) for code in enabled if code in versions},
                max(
                    (page.last_published_at for page in versions.values() if page.last_published_at),
                    default=None,
                ),
            )
            for versions in grouped.values()
        ]


class PictureSitemap(Multilingual):
    """The image bank, and pages of pictures that everybody may see, in the languages their texts are approved in."""

    def items(self) -> list[Entry]:
        enabled = enabled_codes()
        bank = Entry({code: f"/{code}/images/" for code in enabled}, None)
        documents = PublishedDocument.objects.filter(asset__in=visible(PUBLIC_AUDIENCE, at=timezone.now()))
        rows = documents.order_by("pk").values_list("asset__uuid", "body__languages", "asset__updated_at")
        return [bank] + [
            Entry(
                {code: f"/{code}/images/{uuid}/" for code in enabled if code in (languages or [WORKING])},
                changed,
            )
            for uuid, languages, changed in rows
        ]


class StandingSitemap(Multilingual):
    """Pages that are there without an editor: to write to us, to be written to, and what we keep of readers."""

    def items(self) -> list[Entry]:
        enabled = enabled_codes()
        return [Entry({code: f"/{code}/{name}/" for code in enabled}, None) for name in STANDING]


STANDING = ("contact", "newsletter", "privacy")
SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": PageSitemap,
    "pictures": PictureSitemap,
    "standing": StandingSitemap,
}


def register_section(name: str, section: type[Sitemap[Any]]) -> None:
    """A part of the sitemap that another room has. Raises ValueError for a name that is taken by another one."""
    if SECTIONS.setdefault(name, section) is not section:
        raise ValueError(f"section {name!r} is registered already")
