"""What readers wrote, as a list to work through. Each province sees its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from locales.tables.cells import guarded
from promotion.contact import services
from promotion.models import ContactMessage
from promotion.permissions import ANSWERERS
from provinces.scoped_admin import ProvinceScoped


class MessagePanel(Panel):
    """The message itself, which nobody edits."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "promotion/admin/message_panel.html"


class MessageForm(WagtailAdminModelForm):
    """Assigned to somebody who works for the message's province."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = Q(groups__province_team__province=self.instance.province_id, groups__province_team__role__in=ANSWERERS)
        colleagues = get_user_model().objects.filter(team, is_active=True).distinct()
        self.fields["assigned_to"] = forms.ModelChoiceField(
            queryset=colleagues.order_by("first_name", "username"),
            required=False,
            label=self.fields["assigned_to"].label,
        )


class MessageEditView(EditView):
    def save_instance(self) -> Any:
        services.settle(self.form.instance)
        return super().save_instance()


class MessageCreateView(CreateView):
    """Messages come from readers only."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise Http404


class MessageIndexView(IndexView):
    """Spreadsheet programs run what begins like a formula, and these words come from anybody."""

    custom_value_preprocess = IndexView.custom_value_preprocess | {
        str: {IndexView.FORMAT_CSV: guarded, IndexView.FORMAT_XLSX: guarded}
    }


class MessageFilters(WagtailFilterSet):
    class Meta:
        model = ContactMessage
        fields = ["status", "topic", "province", "language"]


class ContactViewSet(ProvinceScoped, SnippetViewSet):
    model = ContactMessage
    icon = "mail"
    menu_label = _("Messages from readers")
    menu_name = "contact"
    menu_order = 115
    add_to_admin_menu = True
    url_prefix = "contact"
    url_namespace = "contact"
    index_view_class = MessageIndexView
    add_view_class = MessageCreateView
    edit_view_class = MessageEditView
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("province", label=_("Province"), sort_key="province__name_vi"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        Column("assigned_to", label=_("Who answers"), accessor=lambda message: message.assigned_to or "–"),
        DateColumn("created_at", label=_("Sent"), sort_key="created_at"),
    ]
    list_export = [
        "created_at",
        "province",
        "get_topic_display",
        "get_status_display",
        "language",
        "name",
        "email",
        "words",
        "note",
    ]
    export_headings = {"get_topic_display": _("about"), "get_status_display": _("status")}
    export_filename = "messages"
    filterset_class = MessageFilters
    search_fields = ["words", "name", "email"]
    list_per_page = 50
    edit_handler = ObjectList(
        [MessagePanel(), FieldPanel("status"), FieldPanel("assigned_to"), FieldPanel("note")],
        base_form_class=MessageForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("province", "assigned_to")
