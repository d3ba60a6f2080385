"""The admin of the reference data: one menu group. Nobody but superusers is given permissions by default."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from locales.breadcrumbs import SpokenBreadcrumbs
from locales.panels import language_panel, translations_tab
from locales.registry import LANGUAGES, WORKING, column
from provinces.figures.services import record_by_hand
from provinces.figures.values import values_of
from provinces.models import (
    ContentElement,
    ContentGroup,
    Gateway,
    Indicator,
    Observation,
    Province,
    ProvinceTeam,
    Sector,
)
from provinces.teams import Role, team_group


def _searched(*fields: str) -> list[str]:
    """The columns that the admin's search looks into: every language's."""
    return [column(field, code) for field in fields for code in LANGUAGES]


def _tabs(*tabs: ObjectList, translated: tuple[str, ...], **kwargs: Any) -> TabbedInterface:
    return TabbedInterface([*tabs, translations_tab(_("Other languages"), *translated)], **kwargs)


def _working(*fields: str) -> MultiFieldPanel:
    return language_panel(LANGUAGES[WORKING], fields)


class ProvinceViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Province
    icon = "site"
    menu_label = _("Provinces")
    list_display = ["code", "name", "valid_from", "valid_to", "population"]
    list_filter = ["valid_from", "valid_to"]
    search_fields = ["code", "slug", *_searched("name")]
    ordering = ["-valid_from", "code"]
    edit_handler = _tabs(
        ObjectList(
            [
                _working("name"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("slug")]),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldRowPanel([FieldPanel("area_km2"), FieldPanel("population")]),
                FieldPanel("population_note"),
                FieldPanel("is_coastal"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
                MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading=_("Source")),
                FieldPanel("forbids_machine_translation"),
            ],
            heading=_("Facts"),
        ),
        ObjectList(
            [
                InlinePanel("kinds", heading=_("Kind of unit"), min_num=1),
                InlinePanel("predecessor_links", heading=_("Predecessors")),
            ],
            heading=_("History"),
        ),
        translated=("name",),
    )


class SectorViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Sector
    icon = "tag"
    menu_label = _("Key sectors")
    list_display = ["order", "name", "slug"]
    search_fields = ["slug", *_searched("name", "description")]
    ordering = ["order", "slug"]
    edit_handler = _tabs(
        ObjectList(
            [_working("name", "description"), FieldRowPanel([FieldPanel("slug"), FieldPanel("order")])],
            heading=_("Sector"),
        ),
        translated=("name", "description"),
    )


class ContentGroupViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = ContentGroup
    icon = "folder-open-inverse"
    menu_label = _("Content groups")
    list_display = ["order", "name", "dimension"]
    list_filter = ["dimension"]
    search_fields = ["key", *_searched("name")]
    ordering = ["order", "key"]
    edit_handler = _tabs(
        ObjectList(
            [
                _working("name"),
                FieldRowPanel([FieldPanel("key"), FieldPanel("dimension"), FieldPanel("order")]),
            ],
            heading=_("Content group"),
        ),
        translated=("name",),
    )


class ContentElementViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = ContentElement
    icon = "list-ul"
    menu_label = _("Content elements")
    list_display = ["name", "group", "order"]
    list_filter = ["group"]
    search_fields = _searched("name")
    ordering = ["group__order", "order", "pk"]
    edit_handler = _tabs(
        ObjectList(
            [_working("name"), FieldRowPanel([FieldPanel("group"), FieldPanel("order")])],
            heading=_("Content element"),
        ),
        translated=("name",),
    )


class IndicatorViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Indicator
    icon = "decimal"
    menu_label = _("Indicators")
    list_display = ["order", "name", "unit", "code"]
    search_fields = ["code", *_searched("name", "definition")]
    ordering = ["order", "code"]
    edit_handler = _tabs(
        ObjectList(
            [
                _working("name", "unit", "definition"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("decimals"), FieldPanel("order")]),
                FieldRowPanel([FieldPanel("months_valid"), FieldPanel("adds_up")]),
            ],
            heading=_("Indicator"),
        ),
        translated=("name", "unit", "definition"),
    )


class ObservationForm(WagtailAdminModelForm):
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
    search_fields = ["period_label", "province__name_vi", "indicator__name_vi", *_searched("source")]
    ordering = ["province__code", "indicator__order", "-period_end"]
    list_per_page = 50
    edit_handler = _tabs(
        ObjectList(
            [
                FieldRowPanel([FieldPanel("province"), FieldPanel("indicator")]),
                FieldRowPanel([FieldPanel("period_label"), FieldPanel("period_start"), FieldPanel("period_end")]),
                FieldRowPanel([FieldPanel("value"), FieldPanel("is_illustrative")]),
                _working("source"),
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
    search_fields = _searched("name")
    ordering = ["province__code", "kind", "order"]
    edit_handler = _tabs(
        ObjectList(
            [
                _working("name"),
                FieldRowPanel([FieldPanel("province"), FieldPanel("kind"), FieldPanel("order")]),
                FieldPanel("source"),
            ],
            heading=_("Border gate, airport or port"),
        ),
        translated=("name",),
    )

    def get_queryset(self, request: Any) -> Any:
        return Gateway.objects.select_related("province")


class ProvinceTeamForm(WagtailAdminModelForm):
    """Asks for province and role only: the group is made with the team and named after both, so they stay."""

    instance: ProvinceTeam

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        province, role = data.get("province"), data.get("role")
        taken = ProvinceTeam.objects.filter(province=province, role=role).exclude(pk=self.instance.pk)
        if province and role and taken.exists():
            raise forms.ValidationError(_("This province already has a team with this role."))
        return data

    @transaction.atomic
    def save(self, commit: bool = True) -> ProvinceTeam:
        if self.instance.pk is None:
            province, role = self.cleaned_data["province"], Role(self.cleaned_data["role"])
            self.instance = team_group(province, role).province_team
        team: ProvinceTeam = super().save(commit=commit)
        return team


class ProvinceTeamViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = ProvinceTeam
    icon = "group"
    menu_label = _("Province teams")
    list_display = ["group", "province", "role"]
    list_filter = ["province", "role"]
    search_fields = ["group__name", "province__name_vi", "province__name_en"]
    ordering = ["province__code", "role"]
    edit_handler = ObjectList(
        [FieldPanel("province"), FieldPanel("role")], base_form_class=ProvinceTeamForm, heading=_("Team")
    )

    def get_queryset(self, request: Any) -> Any:
        return ProvinceTeam.objects.select_related("group", "province")


class ReferenceDataGroup(SnippetViewSetGroup):
    items = (
        ProvinceViewSet,
        SectorViewSet,
        ContentGroupViewSet,
        ContentElementViewSet,
        IndicatorViewSet,
        ObservationViewSet,
        GatewayViewSet,
        ProvinceTeamViewSet,
    )
    menu_label = _("Reference data")
    menu_icon = "list-ul"
    menu_name = "reference-data"
    menu_order = 700
