"""How a record with text in many languages is laid out in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel, ObjectList, TabbedInterface

from locales.panels import language_panel, translations_tab
from locales.registry import LANGUAGES, WORKING, column
from locales.text_status.record_form import RecordForm


def searched(*fields: str) -> list[str]:
    """The columns that the admin's search looks into: every language's."""
    return [column(field, code) for field in fields for code in LANGUAGES]


def tabs(*tabs: ObjectList, translated: tuple[str, ...], **kwargs: Any) -> TabbedInterface:
    kwargs.setdefault("base_form_class", RecordForm)
    return TabbedInterface([*tabs, translations_tab(_("Other languages"), *translated)], **kwargs)


def working(*fields: str) -> MultiFieldPanel:
    return language_panel(LANGUAGES[WORKING], fields)
