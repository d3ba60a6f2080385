"""The frame of a site: languages, a tree per language with its fixed pages, and the workflow. Repeatable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, Page, Site

from cms.page_access import put_photos_under_approval
from locales.registry import INTERNATIONAL, LANGUAGES, WORKING
from locales.slugs import slug_of
from promotion.models import HomePage, ProvinceIndexPage, ProvincePage, SectorIndexPage, StoryIndexPage
from provinces.models import Province
from provinces.teams import Role, team_group

FIXED_PAGES: tuple[tuple[type[Page], str, str], ...] = (
    (ProvinceIndexPage, "Provinces", "provinces"),
    (SectorIndexPage, "Key sectors", "sectors"),
    (StoryIndexPage, "Stories", "stories"),
)
"""Page type, its title as a message of the catalogue, and its slug in English."""


@transaction.atomic
def ensure_site(codes: Sequence[str] = (WORKING, INTERNATIONAL)) -> dict[str, HomePage]:
    """Have everything that a site in these languages needs; returns {language code: its home page}.

    The working language is always among them. What is there already stays as it is.
    Raises ValueError for a language that isn't in the registry.
    """
    unknown = set(codes) - set(LANGUAGES)
    if unknown:
        raise ValueError(f"unknown languages: {', '.join(sorted(unknown))}")
    ordered = [WORKING, *(code for code in LANGUAGES if code in codes and code != WORKING)]
    homes: dict[str, HomePage] = {}
    for code in ordered:
        locale, _created = Locale.objects.get_or_create(language_code=code)
        homes[code] = _home(locale, homes.get(WORKING))
        for page_type, title, slug in FIXED_PAGES:
            fixed_page(page_type, homes[code], homes[WORKING], title, slug)
    _root_site(homes[WORKING])
    put_photos_under_approval()
    return homes


def _home(locale: Locale, working_home: HomePage | None) -> HomePage:
    found = HomePage.objects.filter(locale=locale).first()
    if found is not None:
        return found
    root = Page.objects.get(depth=1)
    language = LANGUAGES[locale.language_code]
    with translation.override(locale.language_code):
        name = gettext("Vietnam's provinces")
        home = HomePage(title=name, site_name=name, slug=f"home-{language.code}", locale=locale)
    if working_home is not None:
        home.translation_key = working_home.translation_key
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def fixed_page(page_type: type[Page], home: HomePage, working_home: HomePage, title: str, slug: str) -> None:
    """Have a list below the home page of a language, as a version of that in the working language."""
    if page_type.objects.child_of(home).exists():
        return
    with translation.override(home.locale.language_code):
        said = gettext(title)
    extra: dict[str, Any] = {}
    original = page_type.objects.child_of(working_home).first()
    if original is not None:
        extra["translation_key"] = original.translation_key
    page = page_type(title=said, slug=slug_of(said) or slug, locale=home.locale, **extra)
    home.add_child(instance=page)
    page.save_revision().publish()


def _root_site(home: HomePage) -> None:
    """The working language's home is the site's root; Wagtail's welcome page goes."""
    host = settings.SITE_URL.split("//")[-1].split("/")[0]
    name, _colon, port = host.partition(":")
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    before = site.root_page_id
    site.hostname, site.port, site.root_page = name, int(port or 80), home
    site.site_name = str(settings.WAGTAIL_SITE_NAME)
    site.save()
    welcome = Page.objects.filter(pk=before, depth=2).exclude(pk=home.pk).first()
    if welcome is not None and welcome.specific_class is Page:
        welcome.delete()


@transaction.atomic
def open_province(province: Province) -> ProvincePage:
    """Have the province's teams and an unpublished profile in the working language for its editors to fill.

    Repeatable. The frame of the site must be there (`ensure_site`); raises HomePage.DoesNotExist otherwise.
    """
    for role in Role:
        team_group(province, role)
    home = HomePage.objects.get(locale__language_code=WORKING)
    found = ProvincePage.objects.filter(province=province, locale=home.locale).first()
    if found is not None:
        return found
    page = ProvincePage(title=province.name_vi, slug=province.slug, province=province, locale=home.locale, live=False)
    home.add_child(instance=page)
    page.save_revision()
    return page
