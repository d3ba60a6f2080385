"""The admin of indicators, figures, and of border gates, airports and ports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from locales.breadcrumbs import SpokenBreadcrumbs
from locales.text_status.record_form import RecordForm
from provinces.admin.tabs import searched, tabs, working
from provinces.figures.services import record_by_hand
from provinces.figures.values import values_of
from provinces.models import Gateway, Indicator, Observation


class IndicatorViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Indicator
    icon = "decimal"
    menu_label = _("Indicators")
    list_display = ["order", "name", "unit", "code"]
    search_fields = ["code", *searched("name", "definition")]
    ordering = ["order", "code"]
    edit_handler = tabs(
        ObjectList(
            [
                working("name", "unit", "definition"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("decimals"), FieldPanel("order")]),
                FieldRowPanel([FieldPanel("months_valid"), FieldPanel("adds_up")]),
            ],
            heading=_("Indicator"),
        ),
        translated=("name", "unit", "definition"),
    )


class ObservationForm(RecordForm):
    """Keeps what a figure was before somebody changed it here."""

    instance: Observation

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = values_of(self.instance).as_json() if self.instance.pk else None

    def save(self, commit: bool = True) -> Observation:
        observation: Observation = super().save(commit=commit)
        if commit:
            record_by_hand(observation, self.before, user=self.for_user)
        return observation


class ObservationViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Observation
    icon = "table"
    menu_label = _("Figures")
    list_display = ["province", "indicator", "period_label", "value", "is_illustrative"]
    list_filter = ["province", "indicator", "is_illustrative"]
    search_fields = ["period_label", "province__name_vi", "indicator__name_vi", *searched("source")]
    ordering = ["province__code", "indicator__order", "-period_end"]
    list_per_page = 50
    edit_handler = tabs(
        ObjectList(
            [
                FieldRowPanel([FieldPanel("province"), FieldPanel("indicator")]),
                FieldRowPanel([FieldPanel("period_label"), FieldPanel("period_start"), FieldPanel("period_end")]),
                FieldRowPanel([FieldPanel("value"), FieldPanel("is_illustrative")]),
                working("source"),
                FieldRowPanel([FieldPanel("source_url"), FieldPanel("published_on")]),
            ],
            heading=_("Figure"),
        ),
        translated=("source",),
        base_form_class=ObservationForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Observation.objects.select_related("province", "indicator")


class GatewayViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Gateway
    icon = "arrow-right-full"
    menu_label = _("Gates, airports, ports")
    list_display = ["name", "kind", "province"]
    list_filter = ["kind", "province"]
    search_fields = searched("name")
    ordering = ["province__code", "kind", "order"]
    edit_handler = tabs(
        ObjectList(
            [
                working("name"),
                FieldRowPanel([FieldPanel("province"), FieldPanel("kind"), FieldPanel("order")]),
                FieldPanel("source"),
            ],
            heading=_("Border gate, airport or port"),
        ),
        translated=("name",),
    )

    def get_queryset(self, request: Any) -> Any:
        return Gateway.objects.select_related("province")
