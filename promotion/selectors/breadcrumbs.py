"""The way down to a page, as readers and search engines are shown it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from locales.registry import tag_of
from promotion.languages.alternates import reader_url
from promotion.models import HomePage
from promotion.selectors.frame import Frame


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    lang: str
    url: str


def page_crumbs(page: Page, profile: Page | None, frame: Frame) -> list[Crumb]:
    """Home first, the page itself last; empty for the front page. `profile`: of the page's province."""
    if isinstance(page, HomePage):
        return []
    crumbs = [_home(frame)]
    section = frame.links.get(getattr(page, "section", ""))
    if section:
        crumbs.append(Crumb(section.label, tag_of(frame.lang), section.url))
    if profile is not None and profile.translation_key != page.translation_key:
        crumbs.append(_page(profile, frame))
    return [*crumbs, _page(page, frame)]


def view_crumbs(steps: list[tuple[str, str, str]], frame: Frame) -> list[Crumb]:
    """For views: (label, BCP 47 tag, path) of each step below the front page."""
    return [_home(frame), *(Crumb(*step) for step in steps)]


def _home(frame: Frame) -> Crumb:
    return Crumb(_("Home"), tag_of(frame.lang), frame.home)


def _page(page: Any, frame: Frame) -> Crumb:
    return Crumb(page.title, tag_of(page.locale.language_code), reader_url(page, frame.lang))
