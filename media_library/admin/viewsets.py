"""Photos in the admin, and the menu group of what their rights rest on."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from locales.panels import translations_tab
from media_library.admin.consents import ConsentViewSet
from media_library.admin.focal_point import focal_point_panels
from media_library.admin.forms import PhotoForm
from media_library.admin.licences import LicenceViewSet
from media_library.admin.likeness_panel import LikenessPanel
from media_library.admin.panels import PicturePanel
from media_library.admin.photo_list import PhotoFilters, PhotoIndexView
from media_library.admin.records import (
    RecordCreateView,
    RecordDeleteView,
    RecordEditView,
    RecordUnpublishView,
    ThumbnailColumn,
    lacks,
    place_tab,
    rights_tab,
    state_of,
)
from media_library.admin.uses_panel import UsesPanel
from media_library.models import Photo
from media_library.models.asset import TEXT_FIELDS
from provinces.scoped_admin import ProvinceScoped


class PhotoViewSet(ProvinceScoped, SnippetViewSet):
    model = Photo
    icon = "image"
    menu_label = _("Photos")
    menu_name = "photos"
    menu_order = 100
    add_to_admin_menu = True
    url_prefix = "photos"
    url_namespace = "photos"
    index_view_class = PhotoIndexView
    index_results_template_name = "media_library/worklists/results.html"
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    delete_view_class = RecordDeleteView
    unpublish_view_class = RecordUnpublishView
    copy_view_enabled = False
    list_display = [
        "title_vi",
        ThumbnailColumn("thumbnail", label=_("Picture")),
        Column("state", label=_("State"), accessor=state_of),
        Column("lacks", label=_("Still missing"), accessor=lacks),
        "province",
        "updated_at",
    ]
    filterset_class = PhotoFilters
    ordering = ["-updated_at"]
    list_per_page = 50
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    PicturePanel(),
                    LikenessPanel(),
                    *[FieldPanel(f"{field}_vi") for field in TEXT_FIELDS],
                    FieldPanel("keywords"),
                ],
                heading=_("Vietnamese"),
            ),
            translations_tab(_("Other languages"), *TEXT_FIELDS),
            rights_tab(),
            place_tab(),
            ObjectList(focal_point_panels(), heading=_("Crops")),
            ObjectList([UsesPanel()], heading=_("Where it is used")),
        ],
        base_form_class=PhotoForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).select_related("province", "licence", "consent")


class RightsGroup(ViewSetGroup):
    menu_label = _("Rights")
    menu_icon = "key"
    menu_order = 150
    items = (LicenceViewSet, ConsentViewSet)
