"""What the pages of the grid ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from locales.coverage.names import province_names
from locales.registry import LANGUAGES
from locales.text_status.kinds import all_kinds
from locales.text_status.models import TextState


class GridForm(forms.Form):
    """The filters; every choice only what the user may see."""

    q = forms.CharField(required=False, max_length=100, label=_("Title"))
    kind = forms.ChoiceField(required=False, label=_("Kind"))
    province = forms.ChoiceField(required=False, label=_("Province"))
    owner = forms.ChoiceField(required=False, label=_("Whose"))
    language = forms.ChoiceField(required=False, label=_("Language"))
    state = forms.ChoiceField(required=False, label=_("State"))

    def __init__(self, *args: Any, items: Any, codes: tuple[str, ...], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = set(items.order_by().values_list("kind", "province_id").distinct())
        slugs = {slug for slug, _province in present}
        names = province_names({province for _slug, province in present if province})
        everything = ("", _("All"))
        self._choose("kind", [everything, *((k.slug, k.label) for k in all_kinds() if k.slug in slugs)])
        self._choose("province", [everything, *sorted(((str(k), v) for k, v in names.items()), key=lambda p: p[1])])
        self._choose("owner", [everything, (str(user.pk), _("Mine")), *_owners(items, user)])
        self._choose("language", [everything, *((code, LANGUAGES[code].name_native) for code in codes)])
        self._choose("state", [everything, *TextState.choices])
        self.province_names = names

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _owners(items: Any, user: Any) -> list[tuple[str, str]]:
    """The others who brought something in, by name. One query."""
    owners = get_user_model().objects.filter(pk__in=items.order_by().exclude(owner=None).values("owner"))
    named = ((str(owner.pk), owner.get_full_name() or owner.get_username()) for owner in owners.exclude(pk=user.pk))
    return sorted(named, key=lambda pair: pair[1])


class TogetherForm(forms.Form):
    at = forms.DateTimeField(
        required=False,
        widget=AdminDateTimeInput,
        label=_("Publish at"),
        help_text=_("Empty publishes at once. With a time, all chosen languages appear at that moment."),
    )
