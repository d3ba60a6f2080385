"""Reply templates, working hours and holidays in the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from locales.panels import translated_panels
from locales.text_status.record_form import RecordForm
from locales.units import locale_of
from press.models import Holiday, ReplyTemplate, WorkingHours
from promotion.languages.reader import reader_language


class ReplyTemplateViewSet(ModelViewSet):
    model = ReplyTemplate
    name = "press_templates"
    url_prefix = "press/templates"
    icon = "doc-full"
    menu_label = gettext_lazy("Reply templates")
    copy_view_enabled = False
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name", "body_vi"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList([FieldRowPanel([FieldPanel("name"), FieldPanel("kind")])], heading=gettext_lazy("Template")),
            ObjectList(translated_panels("body"), heading=gettext_lazy("Texts")),
        ],
        base_form_class=RecordForm,
    )


class HolidayViewSet(ModelViewSet):
    model = Holiday
    name = "press_holidays"
    url_prefix = "press/holidays"
    icon = "date"
    menu_label = gettext_lazy("Holidays")
    copy_view_enabled = False
    list_display = ["day", "name", "kind", "provisional", "source"]
    list_filter = ["kind", "provisional"]
    list_per_page = 100
    search_fields = ["name"]
    search_backend_name = None
    form_fields = ["day", "name", "kind", "provisional", "source"]


def weekday_words(digits: str) -> str:
    """`12345` as the names of its days, short, in the language of the screen (ISO 8601 counts from Monday)."""
    names = locale_of(reader_language()).days["stand-alone"]["abbreviated"]
    return ", ".join(names[int(digit) - 1] for digit in sorted(digits))


class WorkingHoursViewSet(ModelViewSet):
    model = WorkingHours
    name = "press_hours"
    url_prefix = "press/hours"
    icon = "time"
    menu_label = gettext_lazy("Working hours")
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("weekdays", label=gettext_lazy("weekdays"), accessor=lambda hours: weekday_words(hours.weekdays)),
        "answer_within",
        "warn_before",
    ]
    search_fields: list[Any] = []
    search_backend_name = None
    form_fields = ["province", "weekdays", "periods", "timezone", "answer_within", "warn_before"]
