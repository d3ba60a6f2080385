"""What stands around every page: the site's name, the way to its main parts, the legal line."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.registry import tag_of
from locales.text import LocalText
from promotion.languages.alternates import reader_url
from promotion.page_cache import version
from promotion.selectors.versions import best_versions

KEEP_AT_MOST = 300
"""Seconds; only bounds what lies in the cache."""


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """`name` and `legal_line` are in the nearest language there is."""

    lang: str
    name: LocalText
    legal_line: LocalText
    links: dict[str, NavLink]
    """By key: provinces, sectors, opportunities, stories, images, press; only those that exist."""

    @property
    def home(self) -> str:
        return f"/{self.lang}/"


def _named(route: str) -> str | None:
    try:
        return reverse(route)
    except NoReverseMatch:
        return None


def frame_for(lang: str) -> Frame:
    """The same for everybody; kept until the site's version moves, which costs one small query to ask."""
    key = f"frame:{version.current()}:{lang}"
    kept: Frame | None = cache.get(key)
    if kept is None:
        kept = _frame_for(lang)
        cache.set(key, kept, KEEP_AT_MOST)
    return kept


def _frame_for(lang: str) -> Frame:
    """Four queries."""
    from promotion.models import HomePage, OpportunityIndexPage, ProvinceIndexPage, SectorIndexPage, StoryIndexPage

    parts = {
        ProvinceIndexPage: ("provinces", _("Provinces")),
        SectorIndexPage: ("sectors", _("Key sectors")),
        OpportunityIndexPage: ("opportunities", _("Investment")),
        StoryIndexPage: ("stories", _("Stories")),
    }
    found = {page.specific_class: page for page in best_versions(Page.objects.type(*parts), lang).order_by("path")}
    links = {
        key: NavLink(label, reader_url(found[model], lang)) for model, (key, label) in parts.items() if model in found
    }
    for key, label, route in (
        ("images", _("Pictures"), "image_bank:index"),
        ("press", _("Press room"), "press:room"),
    ):
        if url := _named(route):
            links[key] = NavLink(label, url)
    home = best_versions(HomePage.objects.all(), lang).order_by("path").first()
    tag = tag_of(home.locale.language_code) if home else ""
    return Frame(
        lang=lang,
        name=LocalText(home.site_name, tag) if home else LocalText(_("Provinces of Vietnam"), tag_of(lang)),
        legal_line=LocalText(home.legal_line, tag) if home and home.legal_line else LocalText(),
        links=links,
    )
