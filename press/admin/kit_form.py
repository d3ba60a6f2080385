"""The kit's edit form: own province only, and the embargo as a clock in its own time zone shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from locales.registry import LANGUAGES, column, enabled_codes
from locales.text_status.record_form import RecordForm
from press.admin.reason_form import ReasonForm, RecallForm
from press.embargo_clock import moment_of, wall_clock_of
from press.kit_content import quotes_in
from press.models import Kit, KitState
from provinces.selectors import current_provinces
from provinces.teams import Role, province_ids_of


def zone_choices() -> list[tuple[str, str]]:
    """Places rather than abbreviations, whose meaning changes with the season."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh"), ("UTC", "UTC"), *((name, name) for name in places)]


class WallClockField(forms.DateTimeField):
    """A time without a zone: which zone it is in, another field says."""

    def to_python(self, value: Any) -> Any:
        with timezone.override(UTC):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


class KitForm(RecordForm):
    embargo_until = WallClockField(
        required=False,
        widget=AdminDateTimeInput,
        label=gettext_lazy("Embargo until"),
        help_text=gettext_lazy(
            "In the time zone chosen beside. Before this minute the public sees nothing of the kit nor of its pictures."
        ),
    )
    embargo_timezone = forms.ChoiceField(choices=zone_choices, label=gettext_lazy("Time zone of the embargo"))
    expires_at = WallClockField(
        required=False,
        widget=AdminDateTimeInput,
        label=gettext_lazy("Shown until"),
        help_text=gettext_lazy(
            "In the same time zone. At this minute the kit leaves the press room by itself; its pictures stay as they "
            "are. Empty: no end."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kit: Kit = self.instance
        self._limit_provinces()
        if kit.embargo_until:
            self.initial["embargo_until"] = wall_clock_of(kit.embargo_until, kit.embargo_zone)
        if kit.expires_at:
            self.initial["expires_at"] = wall_clock_of(kit.expires_at, kit.embargo_zone)
        if kit.state == KitState.PUBLISHED:
            # From the publication on it is moved by an act of its own, with a reason and notices.
            for name in ("embargo_until", "embargo_timezone", "province"):
                self.fields[name].disabled = True

    def _limit_provinces(self) -> None:
        user, provinces = self.for_user, current_provinces()
        if user is not None and not user.is_superuser:
            provinces = provinces.filter(pk__in=province_ids_of(user, Role.PRESS_OFFICER))
        self.fields["province"].queryset = provinces
        only = list(provinces[:2])
        if len(only) == 1 and not self.instance.pk:
            self.initial["province"] = only[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._settle_moment(cleaned, "expires_at")
        if self.fields["embargo_until"].disabled:
            # Form fields round a time off; an act that was done stays as it was done.
            cleaned["embargo_until"] = self.instance.embargo_until
        else:
            self._settle_moment(cleaned, "embargo_until")
        self._check_quotes(cleaned)
        return cleaned

    def _settle_moment(self, cleaned: dict[str, Any], name: str) -> None:
        """Have the time that the clock in the kit's zone shows stand for its moment."""
        wall_clock, zone = cleaned.get(name), cleaned.get("embargo_timezone")
        if isinstance(wall_clock, datetime) and zone:
            try:
                cleaned[name] = moment_of(wall_clock, ZoneInfo(zone))
            except ValidationError as error:
                self.add_error(name, error)

    def _check_quotes(self, cleaned: dict[str, Any]) -> None:
        for code in LANGUAGES:
            name = column("quotes", code)
            if any(not quote.speaker for quote in quotes_in(cleaned.get(name) or "")):
                self.add_error(
                    name,
                    _("Under each quote there must be a line with a dash and who said it: “— Nguyễn Văn A, director”."),
                )

    @property
    def decides_anew(self) -> bool:
        """Whether it changes who gets the kit, at which address or until when: that waits for no publication."""
        grants = self.formsets.get("grants")
        own = {"audience", "slug", "expires_at"}.intersection(self.changed_data)
        return bool(own) or (grants is not None and grants.has_changed())

    def is_valid(self) -> bool:
        """Pictures must be the province's own: a kit puts them under embargo."""
        if not super().is_valid():
            return False
        province = self.cleaned_data.get("province")
        strangers = [form for form in self._item_forms() if form.cleaned_data["asset"].province_id != province.pk]
        for form in strangers:
            form.add_error("asset", _("This file belongs to another province."))
        cover = self.cleaned_data.get("cover")
        if cover is not None and cover.province_id != province.pk:
            self.add_error("cover", _("This picture belongs to another province."))
        return not strangers and not self.errors

    def _item_forms(self) -> list[Any]:
        formset = self.formsets.get("items")
        if formset is None:
            return []
        return [
            form for form in formset.forms if form.cleaned_data.get("asset") and not form.cleaned_data.get("DELETE")
        ]


class MoveEmbargoForm(RecallForm):
    """Moving or lifting the embargo of a published kit."""

    embargo_until = WallClockField(
        required=False,
        widget=AdminDateTimeInput,
        label=gettext_lazy("New embargo"),
        help_text=gettext_lazy("In the kit's time zone. Empty lifts the embargo at once."),
    )
    reason_is_optional = True
    about = gettext_lazy("Told to those who hold the pictures.")

    def __init__(self, *args: Any, kit: Kit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kit = kit
        if kit.embargo_until:
            self.initial["embargo_until"] = wall_clock_of(kit.embargo_until, kit.embargo_zone)

    def clean_embargo_until(self) -> datetime | None:
        wall_clock = self.cleaned_data["embargo_until"]
        return moment_of(wall_clock, self.kit.embargo_zone) if wall_clock else None


class PublishChangesForm(forms.Form):
    """What changed, in words, in each language of readers; and which draft its writer has seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in enabled_codes():
            language = LANGUAGES[code]
            attributes = {"rows": 2, "lang": language.tag, "dir": language.direction}
            self.fields[f"note_{code}"] = forms.CharField(
                required=False, max_length=500, label=language.name_native, widget=forms.Textarea(attrs=attributes)
            )

    @property
    def notes(self) -> dict[str, str]:
        """{language code: text}, empty ones among them."""
        return {code: self.cleaned_data[f"note_{code}"] for code in enabled_codes()}


class CloseForm(ReasonForm):
    reason_is_optional = True
    about = gettext_lazy("Told to those who mirror the press room.")
