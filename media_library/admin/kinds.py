"""Videos, documents and graphics in the admin: the same states, checks and borders between provinces as photos."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

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
from media_library.models import Document, Graphic, Video
from media_library.models.asset import TEXT_FIELDS
from provinces.scoped_admin import ProvinceScoped

FILTERS = ["province", "sectors", "licence", "live", "shows_people"]


class VideoFilters(WagtailFilterSet):
    class Meta:
        model = Video
        fields = FILTERS


class DocumentFilters(WagtailFilterSet):
    class Meta:
        model = Document
        fields = FILTERS


class GraphicFilters(WagtailFilterSet):
    class Meta:
        model = Graphic
        fields = FILTERS


class RecordIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        records: QuerySet[Any] = super().get_base_queryset()
        # Wagtail asks for each record's workflow unless it finds it here.
        active = WorkflowState.objects.active().select_related("current_task_state__task")
        return records.prefetch_related(
            Prefetch("workflow_states", queryset=active, to_attr="_current_workflow_states")
        )


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
        ],
        base_form_class=PhotoForm,
    )


class KindViewSet(ProvinceScoped, SnippetViewSet):
    index_view_class = RecordIndexView
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
    search_fields = ["title_vi", "title_en", "caption_vi", "keywords"]
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
