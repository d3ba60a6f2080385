"""The form of a consent: own provinces only, several people, and a document that is looked into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from media_library import consents
from media_library.consent_documents import Checked, check
from media_library.permissions import KEEPERS
from provinces.selectors import current_provinces
from provinces.teams import province_ids_of


class ConsentForm(WagtailAdminModelForm):
    new_document = forms.FileField(
        required=False,
        label=_("Signed document"),
        help_text=_("PDF, JPEG or PNG. Kept private: only the province's own editors, approvers and press officers "
                    "can open it, and each opening is noted."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )  # fmt: skip

    class Media:
        css = {"all": ["media_library/rights.css"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        if "province" in self.fields and user is not None:
            provinces = current_provinces()
            own = provinces if user.is_superuser else provinces.filter(pk__in=province_ids_of(user, *KEEPERS))
            self.fields["province"].queryset = own
            if self.instance.pk is None and len(own) == 1:
                self.fields["province"].initial = own[0].pk

    def clean_new_document(self) -> Checked | None:
        file = self.cleaned_data["new_document"]
        return check(file) if file else None

    def clean_province(self) -> Any:
        """Assets of the old province rest on it: moving it would put it out of their editors' reach."""
        province = self.cleaned_data["province"]
        moved = self.instance.pk is not None and self.initial.get("province") not in (None, province.pk)
        if moved and consents.resting_on(self.instance).exists():
            raise ValidationError(_("Assets of this province rest on the consent, so it stays with the province."))
        return province

    def save(self, commit: bool = True) -> Any:
        consent = super().save(commit=commit)
        checked = self.cleaned_data.get("new_document")
        if commit and checked is not None:
            consents.keep_document(consent, checked, actor=self.for_user)
        return consent
