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
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from locales.breadcrumbs import SpokenBreadcrumbs
from provinces.admin.figure_viewsets import GatewayViewSet, IndicatorViewSet, ObservationViewSet
from provinces.admin.tabs import searched, tabs, working
from provinces.models import (
    ContentElement,
    ContentGroup,
    Province,
    ProvinceTeam,
    Sector,
)
from provinces.teams import Role, team_group


class ProvinceViewSet(SpokenBreadcrumbs, SnippetViewSet):
    model = Province
    icon = "site"
    menu_label = _("Provinces")
    list_display = ["code", "name", "valid_from", "valid_to", "population"]
    list_filter = ["valid_from", "valid_to"]
    search_fields = ["code", "slug", *searched("name")]
    ordering = ["-valid_from", "code"]
    edit_handler = tabs(
        ObjectList(
            [
                working("name"),
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
    search_fields = ["slug", *searched("name", "description")]
    ordering = ["order", "slug"]
    edit_handler = tabs(
        ObjectList(
            [working("name", "description"), FieldRowPanel([FieldPanel("slug"), FieldPanel("order")])],
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
    search_fields = ["key", *searched("name")]
    ordering = ["order", "key"]
    edit_handler = tabs(
        ObjectList(
            [
                working("name"),
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
    search_fields = searched("name")
    ordering = ["group__order", "order", "pk"]
    edit_handler = tabs(
        ObjectList(
            [working("name"), FieldRowPanel([FieldPanel("group"), FieldPanel("order")])],
            heading=_("Content element"),
        ),
        translated=("name",),
    )


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
