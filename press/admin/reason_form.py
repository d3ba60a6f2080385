"""Why something is taken back, corrected or moved, in every language of the site; and by when holders are to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from locales.registry import LANGUAGES, WORKING, enabled_codes
from media_library.reasons import MAX_LENGTH, READY, REQUIRED, ready_texts
from press.models.recall import ANSWER_WITHIN

HOUR = timedelta(hours=1)
PREFIX = "reason_"


def ready_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((code, _(message)) for code, message in READY.items())]


class ReasonForm(forms.Form):
    """A ready reason, own words, or both: own words take its place in their language.

    Afterwards `reason` is the text in the working language, `reason_texts` all of them as {code: text}.
    """

    ready = forms.ChoiceField(
        choices=ready_choices,
        required=False,
        label=gettext_lazy("Ready reason"),
        help_text=gettext_lazy("It is there in every language. Own words below take its place in their language."),
    )

    reason_is_optional = False
    about = gettext_lazy("Everybody who has the file is told this, so write it for them.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in sorted(enabled_codes(), key=lambda code: code not in REQUIRED):
            language = LANGUAGES[code]
            attrs = {"rows": 2, "lang": language.tag, "dir": language.direction}
            self.fields[PREFIX + code] = forms.CharField(
                required=False,
                max_length=MAX_LENGTH,
                widget=forms.Textarea(attrs=attrs),
                label=_("Reason: %(language)s") % {"language": language.name_native},
                help_text=self.about if code == WORKING else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = ready_texts(cleaned["ready"]) if cleaned.get("ready") else {}
        texts |= {code: own for code in enabled_codes() if (own := cleaned.get(PREFIX + code, "").strip())}
        if texts or not self.reason_is_optional:
            for code in REQUIRED:
                if code in enabled_codes() and code not in texts and PREFIX + code not in self.errors:
                    self.add_error(PREFIX + code, _("Choose a ready reason, or write it in this language."))
        cleaned |= {"reason": texts.get(WORKING, ""), "reason_texts": texts}
        return cleaned

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the acts."""
        return {name: self.cleaned_data[name] for name in ("reason", "reason_texts")}

    @property
    def plain_fields(self) -> Iterator[Any]:
        return (field for field in self if not field.name.startswith(PREFIX) and field.name != "ready")

    @property
    def required_reasons(self) -> Iterator[Any]:
        return (self[PREFIX + code] for code in REQUIRED if PREFIX + code in self.fields)

    @property
    def other_reasons(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(PREFIX) and name[len(PREFIX) :] not in REQUIRED]

    @property
    def others_are_open(self) -> bool:
        """Where something stands or is wrong in them."""
        return any(field.value() or field.errors for field in self.other_reasons)


class RecallForm(ReasonForm):
    """With the deadline of the recall that the act opens where somebody holds the file."""

    hours = forms.IntegerField(
        min_value=1,
        max_value=720,
        initial=ANSWER_WITHIN // HOUR,
        label=gettext_lazy("Answers within (hours)"),
        help_text=gettext_lazy("Who holds the file is reminded at half of it, at its end, and on three days after."),
    )

    @property
    def answer_within(self) -> timedelta:
        return timedelta(hours=self.cleaned_data["hours"])
