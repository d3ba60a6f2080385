"""`/<lang>/press/pickups/`: a partner tells where our pictures were published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from locales.collation import sort_key
from locales.text import read
from media_library.ingest.refusal import NotAccepted
from media_library.rights import Audience
from media_library.rights.audiences import audience_of
from media_library.throttle import Throttle
from press import attachments, mail
from press.kit_drafts import shown_title
from press.models import Kit, Member, Pickup
from press.models.organisation import validate_country
from press.pickups import services
from press.pickups.selectors import pickups_of
from press.selectors.kits import kits_for
from press.views.answers import members_only, show, step, steps
from press.views.requests import served_provinces
from promotion.guarded_forms import one_line
from promotion.languages.reader import reader_language
from promotion.pager import Pager

PER_PAGE = 20
REPORTS = Throttle("press-pickups", limit=120, seconds=3600)
MOST_BYTES = 25 * 1024 * 1024


class EvidenceField(forms.FileField):
    """A PDF or a screenshot; cleaned to `attachments.Checked`, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=gettext_lazy("PDF or screenshot"), **kwargs)
        self.help_text = gettext_lazy("PDF, JPEG, PNG or WebP, at most 25 MB. Only the press office sees it.")

    def clean(self, data: Any, initial: Any = None) -> attachments.Checked | None:
        given = super().clean(data, initial)
        if not given:
            return None
        try:
            return attachments.check(given, most_bytes=MOST_BYTES)
        except NotAccepted as refusal:
            raise ValidationError(str(refusal)) from refusal


class PickupForm(forms.ModelForm):
    """One publication. Its address is kept and never fetched."""

    url = forms.URLField(required=False, max_length=2000, assume_scheme="https", label=gettext_lazy("Web address"))
    evidence = EvidenceField()
    field_order = (
        *("organisation", "province", "outlet", "title", "published_on", "country", "language", "kit", "url"),
        *("evidence", "pasted", "twins"),
    )

    class Meta:
        model = Pickup
        fields = ["province", "outlet", "title", "published_on", "country", "language", "kit", "url", "pasted"]
        # Said again for readers: the names of a model's fields are for the staff's language only.
        labels = {
            "outlet": gettext_lazy("Outlet"),
            "title": gettext_lazy("Title"),
            "published_on": gettext_lazy("Published on"),
            "country": gettext_lazy("Country"),
            "language": gettext_lazy("Language"),
            "kit": gettext_lazy("Press kit"),
            "pasted": gettext_lazy("Text of the article"),
        }
        help_texts = {
            "outlet": gettext_lazy("The newspaper, site or channel by its name."),
            "pasted": gettext_lazy("To look for the credit line in."),
        }
        widgets = {
            "published_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "pasted": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, kits: QuerySet[Kit], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((str(read(one, "name", lang)), one) for one in served_provinces()), key=lambda pair: pair[0])
        named.sort(key=lambda pair: sort_key(pair[0], lang))
        self.fields["province"] = forms.TypedChoiceField(
            label=gettext_lazy("Province"),
            choices=[("", "–"), *((one.slug, name) for name, one in named)],
            coerce=lambda slug: {one.slug: one for _name, one in named}[slug],
        )
        self.fields["kit"].queryset = kits  # type: ignore[attr-defined]
        self.fields["kit"].label_from_instance = (  # type: ignore[attr-defined]
            lambda kit: shown_title(kit, lang).text
        )

    def clean_published_on(self) -> Any:
        day = self.cleaned_data["published_on"]
        if day > timezone.localdate() + timedelta(days=1):
            raise ValidationError(_("This day hasn't come yet."))
        return day

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        validate_country(country)
        return country

    def clean_outlet(self) -> str:
        return one_line(self.cleaned_data["outlet"])

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if url and not url.lower().startswith(("http://", "https://")):
            raise ValidationError(_("Only addresses of web pages, with http or https."))
        return url


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def pickups(request: HttpRequest, member: Member) -> HttpResponse:
    """What the organisation has told of so far, and the form to tell of more."""
    lang, posted = reader_language(), request.method == "POST"
    form = PickupForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        kits=_kits(audience_of(request)),
        lang=lang,
        initial={"country": member.organisation.country, "language": member.organisation.language,
                 "outlet": member.organisation.name},
    )  # fmt: skip
    if posted and form.is_valid() and _recorded(form, member):
        messages.success(request, _("Thank you. The press office will look at it."))
        return redirect("press:pickups")
    mine = pickups_of(member)
    pager = Pager.over(mine.count(), PER_PAGE, request.GET.get("page"))
    context = {
        "entries": [
            (pickup, [mail.title_of(match.asset, lang) for match in pickup.held])  # type: ignore[attr-defined]
            for pickup in mine[pager.slice(PER_PAGE)]
        ],
        "form": form,
        "pager": pager,
        "steps": steps(step(_("Publications"), "press:pickups")),
    }
    return show(request, "press/pickups.html", context, status=422 if form.is_bound else 200)


def _kits(audience: Audience) -> QuerySet[Kit]:
    """Those that the organisation may know of, with the versions that hold their titles."""
    known = kits_for(audience).order_by().values("pk")
    return Kit.objects.filter(pk__in=known).select_related("version").order_by("-pk")


def _recorded(form: PickupForm, member: Member) -> bool:
    who = str(member.organisation_id)
    if REPORTS.is_exhausted(who):
        form.add_error(None, _("Many messages came in just now. Please try again in an hour."))
        return False
    REPORTS.count(who)
    pickup = form.save(commit=False)
    pickup.organisation = member.organisation
    try:
        services.record(pickup, file=form.cleaned_data["evidence"], member=member, actor=member.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
