"""What an applicant is asked, in the reader's language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.collation import sort_key
from locales.countries import country_choices
from locales.registry import LANGUAGES, enabled_codes
from locales.text import read
from media_library.consent_documents import Checked
from press.models import Application, OrganisationKind
from press.registration import cards
from promotion.guarded_forms import GuardedForm, one_line, printable
from provinces.models import Province
from provinces.selectors import current_provinces

LINKS_AT_MOST = 10


def _words(label: Any, *, required: bool = False, longest: int = 200, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=longest, widget=forms.TextInput(attrs=attrs))


def _address(label: Any, *, required: bool = False, **attrs: str) -> forms.EmailField:
    # Accounts are named by their address, and such a name has 150 characters at most.
    return forms.EmailField(label=label, required=required, max_length=150, widget=forms.EmailInput(attrs=attrs))


class Told(forms.Form):
    """All that an applicant tells. `homepage` is the website: a field of that name is the guarded form's bait."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who are you?"), choices=OrganisationKind.choices, widget=forms.RadioSelect
    )
    name = _words(
        gettext_lazy("Name of the newsroom (freelance: your own)"), required=True, autocomplete="organization"
    )
    country = forms.ChoiceField(label=gettext_lazy("Country"))
    homepage = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    links = forms.CharField(
        label=gettext_lazy("Links to published work, one per line"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you publish in"),
        choices=[(language.code, language.name_native) for language in LANGUAGES.values()],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language in which we write to you"))
    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Provinces you report on (none ticked: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    applicant_name = _words(gettext_lazy("Your name"), required=True, longest=150, autocomplete="name")
    applicant_role = _words(gettext_lazy("Your position"), longest=100, autocomplete="organization-title")
    editor_name = _words(gettext_lazy("Name of an editor who knows you"))
    editor_email = _address(gettext_lazy("The editor's e-mail address"))
    card_number = _words(gettext_lazy("Number of your press card"), longest=60)
    card = forms.FileField(
        label=gettext_lazy("Press card: PDF, JPEG or PNG"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_code = {province.code: province for province in current_provinces()}
        named = [(code, str(read(province, "name", lang))) for code, province in self._by_code.items()]
        choices: dict[str, list[tuple[str, str]]] = {
            "country": [("", "–"), *country_choices(lang)],
            "language": [(code, LANGUAGES[code].name_native) for code in enabled_codes()],
            "provinces": sorted(named, key=lambda pair: sort_key(pair[1], lang)),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean_links(self) -> str:
        """Addresses of the web only: an officer will open them."""
        links = printable(self.cleaned_data["links"]).split()
        if len(links) > LINKS_AT_MOST or not all(link.startswith(("https://", "http://")) for link in links):
            raise forms.ValidationError(_("Up to ten web addresses, each beginning with https://, one per line."))
        return "\n".join(links)

    def clean_card(self) -> Checked | None:
        file = self.cleaned_data["card"]
        return cards.check(file) if file else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("name", "applicant_name", "applicant_role", "editor_name", "card_number"):
            if name in cleaned:
                cleaned[name] = one_line(cleaned[name])
        for name in ("name", "applicant_name"):
            if cleaned.get(name) == "":
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """As `registration.services` takes it."""
        data = self.cleaned_data
        return {name: data[name] for name in data if name in _PLAIN} | {"website": data["homepage"]}

    @property
    def chosen(self) -> list[Province]:
        return [self._by_code[code] for code in self.cleaned_data["provinces"]]


_PLAIN = frozenset(
    [
        "kind",
        "name",
        "country",
        "links",
        "languages",
        "language",
        "applicant_name",
        "applicant_role",
        "editor_name",
        "editor_email",
        "card_number",
    ]
)


class RegistrationForm(Told, GuardedForm):
    purpose = "registration"

    email = _address(gettext_lazy("Your e-mail address"), required=True, autocomplete="email")
    field_order = ("kind", "name", "country")


class AnswerForm(Told):
    words = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean_words(self) -> str:
        words = printable(self.cleaned_data["words"])
        if not words:
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words


def initial_of(application: Application) -> dict[str, Any]:
    """What the form of an answer shows at first."""
    return {name: getattr(application, name) for name in _PLAIN} | {
        "homepage": application.website,
        "provinces": [province.code for province in application.provinces.all()],
    }
