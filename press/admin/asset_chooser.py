"""Choosing files of any kind for a kit: approved photos, films, documents and graphics that the editor may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from locales.registry import WORKING
from locales.text import pick
from media_library.files import playing_time
from media_library.models import Asset, AssetKind, record_of
from media_library.rights import Purpose, sql
from media_library.rights.audiences import audience_of
from media_library.search import ASSET_INDEX

FOUND_AT_MOST = 500


def title_of(asset: Asset) -> str:
    """What editors call it: its approved title, else what its record says; with the kind where it isn't a photo."""
    document = getattr(asset, "published", None)
    if document is not None:
        title = pick(document.body["texts"]["title"], WORKING).text
    else:
        title = str(record_of(asset) or asset)
    return title if asset.kind == AssetKind.PHOTO else f"{title} ({asset.get_kind_display()})"


def measures_of(asset: Asset) -> str:
    """Its format and, of a film, its length."""
    body = asset.published.body
    return " · ".join(part for part in (body["extension"].upper(), playing_time(body.get("duration"))) if part)


def choosable(request: Any) -> QuerySet[Asset]:
    """Approved assets that this user may see: what kits are built from."""
    may_see = sql.allowed(audience_of(request), Purpose.PREVIEW, timezone.now())
    found = Asset.objects.filter(may_see, approved_at__isnull=False, withdrawn_at__isnull=True)
    return found.filter(published__isnull=False).select_related("published", "province").order_by("-approved_at", "-pk")


class AssetFilterForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *AssetKind.choices])

    def filter(self, objects: QuerySet[Asset]) -> QuerySet[Asset]:
        if kind := self.cleaned_data.get("kind"):
            objects = objects.filter(kind=kind)
        if words := self.cleaned_data.get("q", "").strip():
            ranked = ASSET_INDEX.ranked(words, FOUND_AT_MOST, among=objects.order_by().values("pk"), lang=WORKING)
            objects = objects.filter(pk__in=[pk for pk, _score in ranked])
            self.is_searching, self.search_query = True, words
        return objects


class LookColumn(Column):
    """A small picture, or for what has none the sign of its format."""

    cell_template_name = "press/admin/asset_look_cell.html"


class _Choosing:
    filter_form_class = AssetFilterForm
    request: Any
    chosen_url_name: str
    append_preserved_url_parameters: Any

    def get_object_list(self) -> QuerySet[Asset]:
        return choosable(self.request)

    def apply_object_list_ordering(self, objects: QuerySet[Asset]) -> QuerySet[Asset]:
        return objects

    @property
    def columns(self) -> list[Column]:
        return [
            LookColumn("look", label="", accessor="uuid", width="7rem"),
            TitleColumn(
                "title",
                label=_("Title"),
                accessor=title_of,
                get_url=lambda asset: self.append_preserved_url_parameters(
                    reverse(self.chosen_url_name, args=[asset.pk])
                ),
                link_attrs={"data-chooser-modal-choice": True},
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("measures", label=_("File"), accessor=measures_of),
            Column("province", label=_("Province"), accessor="province"),
        ]


class ChooseView(_Choosing, chooser.ChooseView):  # type: ignore[misc]
    pass


class ChooseResultsView(_Choosing, chooser.ChooseResultsView):  # type: ignore[misc]
    pass


class _Chosen:
    request: Any

    def get_object(self, pk: Any) -> Asset:
        found = choosable(self.request).filter(pk=pk).first() if str(pk).isdecimal() else None
        if found is None:
            raise Http404
        return found

    def get_display_title(self, asset: Asset) -> str:
        return title_of(asset)


class ChosenView(_Chosen, chooser.ChosenView):  # type: ignore[misc]
    pass


class ChosenMultipleView(_Chosen, chooser.ChosenMultipleView):  # type: ignore[misc]
    def get_objects(self, pks: list[str]) -> QuerySet[Asset]:
        return choosable(self.request).filter(pk__in=[pk for pk in pks if pk.isdecimal()])


class AssetChooser(BaseChooser):
    def get_queryset(self) -> QuerySet[Asset]:
        return Asset.objects.select_related("published")

    def get_value_data_from_instance(self, instance: Asset) -> dict[str, Any]:
        data: dict[str, Any] = super().get_value_data_from_instance(instance)
        return data | {"title": title_of(instance)}


class AssetChooserViewSet(ChooserViewSet):
    model = Asset
    icon = "image"
    choose_one_text = _("Choose a file")
    choose_another_text = _("Choose another file")
    edit_item_text = _("Edit this file")
    base_widget_class = AssetChooser
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    register_widget = False
    per_page = 15
    preserve_url_parameters: list[str] = []


ASSET_CHOOSER = AssetChooserViewSet("press_asset_chooser")
