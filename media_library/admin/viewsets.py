"""Photos, licences and consents in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet, UnpublishView

from locales.panels import translated_panels, translations_tab
from media_library.admin.forms import PhotoForm
from media_library.admin.panels import PicturePanel
from media_library.models import Consent, Licence, Photo
from media_library.models.asset import TEXT_FIELDS
from media_library.services import missing_for_approval
from provinces.scoped_admin import ProvinceScoped


class ThumbnailColumn(Column):
    """A small picture through the gate."""

    cell_template_name = "media_library/thumbnail_cell.html"


class PhotoFilters(WagtailFilterSet):
    class Meta:
        model = Photo
        fields = ["province", "sectors", "licence", "live", "shows_people"]


def state_of(photo: Photo) -> str:
    """The state as an editor says it."""
    if photo.withdrawn_at:
        return str(_("withdrawn"))
    if photo.workflow_in_progress:
        return str(_("in review"))
    if photo.approved_at:
        return str(_("approved, with changes waiting") if photo.has_unpublished_changes else _("approved"))
    return str(_("draft"))


def lacks(photo: Photo) -> str:
    """What is still missing, as one line."""
    return ", ".join(missing_for_approval(photo)) or "–"


class PhotoEditView(EditView):
    """Refuses to submit or approve what isn't complete, saying what is missing; nothing typed is lost."""

    def form_valid(self, form: Any) -> HttpResponseBase:
        asks = {"action-submit", "action-publish", "action-restart-workflow"} & set(self.request.POST)
        approves = self.request.POST.get("workflow-action-name") == "approve"
        if asks or approves:
            missing = missing_for_approval(form.instance)
            if missing:
                words = _("Before it can be approved it needs: %s.") % ", ".join(missing)
                form.add_error(None, words)
                self.produced_error_message = str(words)
                return self.form_invalid(form)
        return super().form_valid(form)


class PhotoDeleteView(DeleteView):
    """Drafts are deleted; what was ever approved is withdrawn, since somebody may hold it."""

    def get_object(self, queryset: Any = None) -> Any:
        photo = super().get_object(queryset)
        if photo.approved_at is not None:
            raise PermissionDenied
        return photo


class PhotoUnpublishView(UnpublishView):
    """A photo isn't taken back silently: the press officer withdraws it, so that its holders are told."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied


class PhotoCreateView(CreateView):
    """Photos come in as files, through the upload page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("media_library_upload")


class PhotoViewSet(ProvinceScoped, SnippetViewSet):
    model = Photo
    icon = "image"
    menu_label = _("Photos")
    menu_name = "photos"
    menu_order = 100
    add_to_admin_menu = True
    url_prefix = "photos"
    url_namespace = "photos"
    add_view_class = PhotoCreateView
    edit_view_class = PhotoEditView
    delete_view_class = PhotoDeleteView
    unpublish_view_class = PhotoUnpublishView
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
    search_fields = ["title_vi", "title_en", "caption_vi", "keywords"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    PicturePanel(),
                    *[FieldPanel(f"{field}_vi") for field in TEXT_FIELDS],
                    FieldPanel("keywords"),
                ],
                heading=_("Vietnamese"),
            ),
            translations_tab(_("Other languages"), *TEXT_FIELDS),
            ObjectList(
                [
                    FieldPanel("licence", widget=forms.Select),
                    MultiFieldPanel([FieldPanel("creator"), FieldPanel("credit_line")], heading=_("Credit")),
                    MultiFieldPanel(
                        [FieldPanel("shows_people"), FieldPanel("consent", widget=forms.Select)], heading=_("People")
                    ),
                    FieldPanel("digital_source_type"),
                    FieldPanel("expires_at"),
                ],
                heading=_("Rights"),
            ),
            ObjectList(
                [
                    FieldPanel("province", widget=forms.Select),
                    FieldPanel("historic_province", widget=forms.Select),
                    FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("taken_at"),
                    FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("Position")),
                    FieldPanel("publish_location"),
                ],
                heading=_("Place and time"),
            ),
        ],
        base_form_class=PhotoForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).select_related("province", "licence")


class LicenceViewSet(SnippetViewSet):
    model = Licence
    icon = "key"
    menu_label = _("Licences")
    list_display = ["name_vi", "audience", "valid_until", "allows_download", "allows_redistribution"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("code"),
                    FieldPanel("audience"),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
                    FieldPanel("territory"),
                    FieldPanel("allows_download"),
                    FieldPanel("allows_redistribution"),
                    FieldPanel("data_mining"),
                    FieldPanel("url"),
                    FieldPanel("order"),
                ],
                heading=_("Licence"),
            ),
            ObjectList(translated_panels("name", "usage_terms"), heading=_("Texts")),
        ]
    )


class ConsentViewSet(ProvinceScoped, SnippetViewSet):
    model = Consent
    icon = "user"
    menu_label = _("Consents")
    list_display = ["subject", "basis", "province", "expires_at", "revoked_at"]
    panels = [
        FieldPanel("subject"),
        FieldPanel("province"),
        FieldPanel("basis"),
        FieldPanel("obtained_on"),
        FieldPanel("expires_at"),
        FieldPanel("revoked_at"),
        FieldPanel("note"),
    ]


class RightsGroup(ViewSetGroup):
    menu_label = _("Rights")
    menu_icon = "key"
    menu_order = 150
    items = (LicenceViewSet, ConsentViewSet)
