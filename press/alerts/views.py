"""`/<lang>/press/account/interests/` and the link that ends alerts."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from locales.collation import sort_key
from locales.registry import LANGUAGES, enabled_codes
from locales.text import read
from press.alerts import services
from press.mail import language_for
from press.models import Interests, Member, When
from press.views.answers import keep_to_asker, members_only, show, step, steps
from promotion.guarded_forms import one_line
from promotion.languages.reader import reader_language
from provinces.models import Sector
from provinces.selectors import current_provinces

TOPICS_AT_MOST = 12
LONGEST_TOPIC = 60


def zone_choices() -> list[tuple[str, str]]:
    """Places by name; the technical names of the database are left out, but for UTC."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(places))]


class InterestsForm(forms.Form):
    """Codes of provinces, slugs of sectors, words of one's own, codes of languages."""

    provinces = forms.MultipleChoiceField(
        label=gettext_lazy("Only these provinces (none ticked: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Only these key sectors (none ticked: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.CharField(
        label=gettext_lazy("Topics in your own words, separated by commas (empty: all)"),
        required=False,
        max_length=1000,
        widget=forms.TextInput,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Only what has texts in one of these languages (none ticked: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    alerts = forms.ChoiceField(
        label=gettext_lazy("Tell me by mail"), choices=When.choices, widget=forms.RadioSelect, initial=When.NEVER
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour of the daily mail"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
        initial=8,
    )
    zone = forms.ChoiceField(label=gettext_lazy("Your time zone"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the mails"))

    def __init__(self, *args: Any, lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._provinces = {province.code: province for province in current_provinces()}
        self._sectors = {sector.slug: sector for sector in Sector.objects.order_by("order")}
        named = [(code, str(read(province, "name", lang))) for code, province in self._provinces.items()]
        own = [(code, LANGUAGES[code].name_native) for code in enabled_codes()]
        choices: dict[str, list[tuple[str, str]]] = {
            "provinces": sorted(named, key=lambda pair: sort_key(pair[1], lang)),
            "sectors": [(slug, str(read(sector, "name", lang))) for slug, sector in self._sectors.items()],
            "languages": own,
            "language": own,
            "zone": zone_choices(),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean_topics(self) -> list[str]:
        words = [one_line(part) for part in self.cleaned_data["topics"].replace("、", ",").split(",")]
        topics = list(dict.fromkeys(word for word in words if word))
        if len(topics) > TOPICS_AT_MOST or any(len(word) > LONGEST_TOPIC for word in topics):
            raise forms.ValidationError(_("Up to twelve topics of 60 characters each."))
        return topics

    @property
    def chosen(self) -> services.Chosen:
        data = self.cleaned_data
        return services.Chosen(
            provinces=[self._provinces[code] for code in data["provinces"]],
            sectors=[self._sectors[slug] for slug in data["sectors"]],
            **{name: data[name] for name in ("topics", "languages", "language", "alerts", "hour", "zone")},
        )


def initial_of(member: Member) -> dict[str, Any]:
    """What was chosen before, else what is likely."""
    interests = Interests.objects.filter(member=member).first()
    if interests is None:
        return {"language": language_for(member.organisation), "zone": "UTC"}
    return {name: getattr(interests, name) for name in ("languages", "language", "alerts", "hour", "zone")} | {
        "topics": ", ".join(interests.topics),
        "provinces": list(interests.provinces.values_list("code", flat=True)),
        "sectors": list(interests.sectors.values_list("slug", flat=True)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def interests(request: HttpRequest, member: Member) -> HttpResponse:
    posted = request.method == "POST"
    form = InterestsForm(
        request.POST if posted else None,
        lang=reader_language(),
        initial=initial_of(member),
        auto_id="interests-%s",
    )
    if posted and form.is_valid():
        services.choose(member, form.chosen)
        messages.success(request, _("Saved."))
        return redirect("press:interests")
    context = {"form": form, "steps": steps(step(_("Interests and alerts"), "press:interests"))}
    return show(request, "press/interests.html", context, status=422 if posted else 200)


@csrf_exempt  # the signed link says who it is, and mail programs send it by themselves (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The button ends it, and so does a mail program's POST. Done twice it is done."""
    member_id = services.member_to_stop(token)
    done = member_id is not None and request.method == "POST"
    if member_id is not None and done:
        services.stop(member_id)
    context = {
        "known": member_id is not None,
        "done": done,
        "robots": "noindex",
        "steps": steps(step(_("Interests and alerts"), "press:interests")),
    }
    status = 200 if member_id is not None else 404
    return keep_to_asker(render(request, "press/alerts_stop.html", context, status=status))
