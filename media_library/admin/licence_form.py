"""The form of a licence: uses allowed or not, duties, and countries by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from locales.text_status.record_form import RecordForm
from media_library.licences import countries
from media_library.licences.terms import LicenceDuty, LicenceUse, check_uses
from media_library.licences.words import LicenceTerms

ANSWERS = (("", _("not said")), ("yes", _("allowed")), ("no", _("not allowed")))
_AS_BOOLEAN = {"yes": True, "no": False}


class UsesWidget(forms.Widget):
    """A row of three answers for each use; works without a script."""

    template_name = "media_library/licences/uses.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, Mapping) else {}
        words = {None: "", True: "yes", False: "no"}
        context["widget"]["rows"] = [
            {
                "name": f"{name}-{use}",
                "label": label,
                "answers": [(key, answer, words[chosen.get(use)] == key) for key, answer in ANSWERS],
            }
            for use, label in LicenceUse.choices
        ]
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        """With the site's templates: Django's form renderer knows its own only."""
        return mark_safe(render_to_string(template_name, context))  # noqa: S308

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, bool]:
        answers = {use: data.get(f"{name}-{use}", "") for use in LicenceUse.values}
        return {use: _AS_BOOLEAN[answer] for use, answer in answers.items() if answer in _AS_BOOLEAN}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{use}" in data for use in LicenceUse.values)

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class UsesField(forms.Field):
    widget = UsesWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, validators=[check_uses], **kwargs)

    def to_python(self, value: Any) -> dict[str, bool]:
        return dict(value or {})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class CountriesField(forms.MultipleChoiceField):
    """Countries by their names in the editor's language; the record keeps codes. One that CLDR doesn't know stays."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "country-choice"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, choices=countries.choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return countries.as_territory(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial) or []) != set(data or [])


class LicenceForm(RecordForm):
    uses = UsesField(label=_("What may be done"))
    duties = forms.MultipleChoiceField(
        required=False, choices=LicenceDuty.choices, widget=forms.CheckboxSelectMultiple, label=_("You must:")
    )
    territory = CountriesField(
        label=_("Only in these countries"), help_text=_("None chosen means worldwide.")
    )  # fmt: skip

    class Media:
        css = {"all": ["media_library/rights.css"]}
        js = ["media_library/rights.js"]

    def clean_duties(self) -> list[str]:
        return list(self.cleaned_data["duties"])

    def terms(self) -> LicenceTerms:
        """What the form says so far, for the words beside it; unreadable parts are left out. Call `is_valid` first."""
        said = self.cleaned_data
        return LicenceTerms(
            uses=said.get("uses") or {},
            duties=tuple(said.get("duties") or ()),
            data_mining=said.get("data_mining") or "DMI-UNSPECIFIED",
            audience=said.get("audience") or "public",
            territory=tuple((said.get("territory") or "").split()),
            allows_download=bool(said.get("allows_download")),
            allows_redistribution=bool(said.get("allows_redistribution")),
            valid_until=said.get("valid_until"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("allows_redistribution") and not cleaned.get("allows_download"):
            raise ValidationError(_("What may be passed on can also be taken: allow the download, or neither."))
        return cleaned
