"""What the admin's views of every kind of asset share: state and gaps in words, and the ways that are closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, UnpublishView

from locales.exchange.hooks import desk_button
from locales.text_status.merging import merge_others_texts
from media_library.models.asset import TEXT_FIELDS
from media_library.services import missing_for_approval


class ThumbnailColumn(Column):
    """A small picture through the gate, or a sign of the kind where there is none."""

    cell_template_name = "media_library/thumbnail_cell.html"


def state_of(record: Any) -> str:
    """The state as an editor says it."""
    if record.withdrawn_at:
        return str(_("withdrawn"))
    if record.workflow_in_progress:
        return str(_("in review"))
    if record.approved_at:
        return str(_("approved, with changes waiting") if record.has_unpublished_changes else _("approved"))
    return str(_("draft"))


def lacks(record: Any) -> str:
    """What is still missing, as one line."""
    return ", ".join(missing_for_approval(record)) or "–"


class RecordEditView(EditView):
    """Refuses to submit or approve what isn't complete, saying what is missing; nothing typed is lost.

    What a translator wrote while this form was open is taken over, see `locales.text_status.merging`.
    """

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The acts that the list offers for the record, such as withdrawing it, here too."""
        buttons: list[Any] = list(super().header_more_buttons)
        for acts in hooks.get_hooks("register_snippet_listing_buttons"):
            buttons.extend(acts(self.object, self.request.user, self.request.path))
        return [*buttons, desk_button(type(self.object)._meta.label_lower, self.object.pk)]

    def form_valid(self, form: Any) -> HttpResponseBase:
        if told := merge_others_texts(form, self.object, self.request.POST, TEXT_FIELDS):
            form.add_error(None, told)
            self.produced_error_message = told
            return self.form_invalid(form)
        asks = {"action-submit", "action-publish", "action-restart-workflow"} & set(self.request.POST)
        approves = self.request.POST.get("workflow-action-name") == "approve"
        if asks or approves:
            decides = approves or "action-publish" in self.request.POST
            missing = missing_for_approval(form.instance, decides=decides)
            if missing:
                words = _("Before it can be approved it needs: %s.") % ", ".join(missing)
                form.add_error(None, words)
                self.produced_error_message = str(words)
                return self.form_invalid(form)
        return super().form_valid(form)


class RecordDeleteView(DeleteView):
    """Drafts are deleted; what was ever approved is withdrawn, since somebody may hold it."""

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        if record.approved_at is not None:
            raise PermissionDenied
        return record


class RecordUnpublishView(UnpublishView):
    """Nothing is taken back silently: the press officer withdraws it, so that its holders are told."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        raise PermissionDenied


class RecordCreateView(CreateView):
    """Assets come in as files, through the upload page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("media_library_upload")


def rights_tab() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("licence", widget=forms.Select),
            HelpPanel(template="media_library/licences/help.html"),
            MultiFieldPanel([FieldPanel("creator"), FieldPanel("credit_line")], heading=_("Credit")),
            MultiFieldPanel(
                [FieldPanel("shows_people"), FieldPanel("consent", widget=forms.Select)], heading=_("People")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("model_release"), FieldPanel("model_release_ids")]),
                    FieldPanel("minor_age"),
                    FieldRowPanel([FieldPanel("property_release"), FieldPanel("property_release_ids")]),
                ],
                heading=_("Releases"),
                classname="collapsed",
            ),
            FieldPanel("shows_map"),
            FieldPanel("digital_source_type"),
            FieldPanel("expires_at"),
        ],
        heading=_("Rights"),
    )


def place_tab() -> ObjectList:
    return ObjectList(
        [
            FieldPanel("province", widget=forms.Select),
            FieldPanel("historic_province", widget=forms.Select),
            FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
            FieldPanel("taken_at"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")], heading=_("Position")),
            FieldPanel("publish_location"),
        ],
        heading=_("Place and time"),
    )
