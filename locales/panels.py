"""Panels for the admin: one tab per language group, working language first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.search import index

from locales.registry import LANGUAGES, WORKING, Language, column
from locales.text_status.work_links import heading_id

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class LanguageFieldPanel(FieldPanel):
    """A field whose text is in one language: browsers check its spelling, write and read it out as such."""

    def __init__(self, field_name: str, *, language: Language, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "language": self.language}

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                language = self.panel.language
                self.bound_field.field.widget.attrs |= {"lang": language.tag, "dir": language.direction}


def language_panel(language: Language, fields: Sequence[str], *, collapsed: bool = False) -> MultiFieldPanel:
    """All translated fields of one language under one heading."""
    return MultiFieldPanel(
        [LanguageFieldPanel(column(field, language.code), language=language) for field in fields],
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
