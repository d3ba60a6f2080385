"""Panels for the admin: one tab per language group, working language first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.search import index

from locales.registry import LANGUAGES, WORKING, Language, column
from locales.text_status.work_links import heading_id

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def language_panel(language: Language, fields: Sequence[str], *, collapsed: bool = False) -> MultiFieldPanel:
    """All translated fields of one language under one heading."""
    return MultiFieldPanel(
        [FieldPanel(column(field, language.code)) for field in fields],
        heading=format_lazy("{} – {}", language.name_native, language.name_en),
        classname="collapsed" if collapsed else "",
        attrs={"data-language-heading": heading_id(language.code)},
    )


def translated_panels(*fields: str, languages: Sequence[str] = ()) -> list[Panel]:
    """A heading per language with all the given fields; every language but the working one is folded."""
    codes = languages or tuple(LANGUAGES)
    return [language_panel(LANGUAGES[code], fields, collapsed=code != WORKING) for code in codes]


def translations_tab(heading: StrOrPromise, *fields: str) -> ObjectList:
    """A tab with every language except the working one."""
    others = [code for code in LANGUAGES if code != WORKING]
    return ObjectList(
        [language_panel(LANGUAGES[code], fields, collapsed=code != "en") for code in others], heading=heading
    )


def translated_filter_fields(*fields: str) -> list[index.FilterField]:
    """Filter fields for every language's column: admin listings sort by them, and fail without."""
    return [index.FilterField(column(field, code)) for field in fields for code in LANGUAGES]
