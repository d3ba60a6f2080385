"""The terms of use in the admin: a version that was accepted stays as it is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.admin.viewsets.model import ModelViewSet

from locales.panels import translated_panels
from locales.text_status.record_form import RecordForm
from press.models import TermsVersion


class TermsForm(RecordForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and self.changed_data and self.instance.acceptances.exists():
            raise ValidationError(_("Partners have accepted this version. Write a new one instead of changing it."))
        return cleaned


class TermsViewSet(ModelViewSet):
    model = TermsVersion
    name = "press_terms"
    url_prefix = "press/terms"
    icon = "doc-full"
    menu_label = gettext_lazy("Terms of use")
    copy_view_enabled = False
    list_display = ["number", "title_vi", "published_at"]
    search_fields = ["title_vi"]
    search_backend_name = None
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [FieldRowPanel([FieldPanel("number"), FieldPanel("published_at")])], heading=gettext_lazy("Version")
            ),
            ObjectList(translated_panels("title", "body"), heading=gettext_lazy("Texts")),
        ],
        base_form_class=TermsForm,
    )
