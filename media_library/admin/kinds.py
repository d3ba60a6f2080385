"""Videos, documents and graphics in the admin: the same states, checks and borders between provinces as photos."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from locales.panels import translations_tab
from media_library.admin.forms import PhotoForm
from media_library.admin.panels import FilePanel
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
from media_library.admin.work_list import FILTERS, WorkFilters, WorkIndexView
from media_library.models import Document, Graphic, Video
from media_library.models.asset import TEXT_FIELDS
from provinces.scoped_admin import ProvinceScoped


class VideoFilters(WorkFilters):
    class Meta:
        model = Video
        fields = FILTERS


class DocumentFilters(WorkFilters):
    class Meta:
        model = Document
        fields = FILTERS


class GraphicFilters(WorkFilters):
    class Meta:
        model = Graphic
        fields = FILTERS


def edit_tabs() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(
                [FilePanel(), *[FieldPanel(f"{field}_vi") for field in TEXT_FIELDS], FieldPanel("keywords")],
                heading=_("Vietnamese"),
            ),
            translations_tab(_("Other languages"), *TEXT_FIELDS),
            rights_tab(),
            place_tab(),
            ObjectList([UsesPanel()], heading=_("Where it is used")),
        ],
        base_form_class=PhotoForm,
    )


class KindViewSet(ProvinceScoped, SnippetViewSet):
    index_view_class = WorkIndexView
    index_results_template_name = "media_library/worklists/results.html"
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    delete_view_class = RecordDeleteView
    unpublish_view_class = RecordUnpublishView
    copy_view_enabled = False
    list_display = [
        "title_vi",
        ThumbnailColumn("thumbnail", label=_("File")),
        Column("state", label=_("State"), accessor=state_of),
        Column("lacks", label=_("Still missing"), accessor=lacks),
        "province",
        "updated_at",
    ]
    ordering = ["-updated_at"]
    list_per_page = 50
    search_backend_name = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("province", "licence", "consent")


class VideoViewSet(KindViewSet):
    model = Video
    icon = "media"
    menu_label = _("Videos")
    menu_name = "videos"
    url_prefix = "library/videos"
    url_namespace = "videos"
    filterset_class = VideoFilters
    edit_handler = edit_tabs()


class DocumentViewSet(KindViewSet):
    model = Document
    icon = "doc-full"
    menu_label = _("Documents")
    menu_name = "library-documents"
    url_prefix = "library/documents"
    url_namespace = "documents"
    filterset_class = DocumentFilters
    edit_handler = edit_tabs()


class GraphicViewSet(KindViewSet):
    model = Graphic
    icon = "draft"
    menu_label = _("Graphics")
    menu_name = "graphics"
    url_prefix = "library/graphics"
    url_namespace = "graphics"
    filterset_class = GraphicFilters
    edit_handler = edit_tabs()


class KindsGroup(ViewSetGroup):
    menu_label = _("Videos and files")
    menu_name = "kinds"
    menu_icon = "folder-open-1"
    menu_order = 105
    items = (VideoViewSet, DocumentViewSet, GraphicViewSet)
