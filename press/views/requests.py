"""`/<lang>/press/requests/`: what a newsroom asks for, and the thread that follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from locales.collation import sort_key
from locales.registry import LANGUAGES, tag_of
from locales.text import read
from media_library.ingest.refusal import NotAccepted
from media_library.throttle import Throttle
from press import attachments
from press.models import Member, PressRequest, RequestAttachment, RequestKind
from press.models.organisation import validate_country
from press.models.request import INTERNAL
from press.requests import services
from press.requests.selectors import requests_of, thread
from press.views.answers import members_only, show, step, steps
from promotion.guarded_forms import one_line, printable
from promotion.languages.reader import reader_language
from promotion.pager import Pager
from provinces.models import Province
from provinces.teams import Role

PER_PAGE = 20
WORDS = Throttle("press-words", limit=60, seconds=3600)
"""Of one organisation, requests and answers together."""
FILES_AT_ONCE = 3


def served_provinces() -> list[Province]:
    """Those in force that have a press office."""
    return list(Province.objects.filter(teams__role=Role.PRESS_OFFICER, valid_to__isnull=True).distinct())


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to `FILES_AT_ONCE` files, each examined; cleaned to a list of `attachments.Checked`."""

    widget = ManyFiles

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=gettext_lazy("Files"), **kwargs)
        self.help_text = gettext_lazy("Up to three: PDF, JPEG, PNG or WebP, 10 MB each.")

    def clean(self, data: Any, initial: Any = None) -> list[attachments.Checked]:
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(given) > FILES_AT_ONCE:
            raise ValidationError(str(self.help_text))
        try:
            return [attachments.check(one) for one in given]
        except NotAccepted as refusal:
            raise ValidationError(str(refusal)) from refusal


class RequestForm(forms.Form):
    """`provinces` are slugs. The deadline is a wall-clock time in the asker's own zone."""

    kind = forms.ChoiceField(label=gettext_lazy("What do you need?"), choices=RequestKind.choices)
    provinces = forms.MultipleChoiceField(label=gettext_lazy("Provinces"), widget=forms.CheckboxSelectMultiple)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Your request"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Whom or what, when, how many people, what for."),
    )
    deadline = forms.DateTimeField(
        label=gettext_lazy("Your deadline, if there is one"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    zone = forms.CharField(
        label=gettext_lazy("Your time zone"), max_length=60, widget=forms.TextInput(attrs={"list": "zones"})
    )
    country = forms.CharField(
        label=gettext_lazy("Country"), max_length=2, help_text=gettext_lazy("Two-letter code, such as FR.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Answer me in"), choices=[(one.code, one.name_native) for one in LANGUAGES.values()]
    )
    attached = FilesField()

    def __init__(self, *args: Any, provinces: list[Province], lang: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_slug = {one.slug: one for one in provinces}
        named = sorted((str(read(one, "name", lang)), one.slug) for one in provinces)
        named.sort(key=lambda pair: sort_key(pair[0], lang))
        self.fields["provinces"].choices = [(slug, name) for name, slug in named]  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in available_timezones():
            raise ValidationError(_("Choose a time zone of the list, such as Europe/Paris."))
        return zone

    def clean_country(self) -> str:
        country = str(self.cleaned_data["country"]).upper()
        validate_country(country)
        return country

    def clean_subject(self) -> str:
        return _said(one_line(self.cleaned_data["subject"]))

    def clean_text(self) -> str:
        return _said(printable(self.cleaned_data["text"]))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        deadline, zone = cleaned.get("deadline"), cleaned.get("zone")
        if deadline and zone:
            cleaned["deadline"] = self._in_zone(deadline, zone)
        return cleaned

    def _in_zone(self, deadline: datetime, zone: str) -> datetime | None:
        """The wall-clock time that was typed, in the asker's zone; one that its change of clock skips moves on."""
        moment = timezone.make_naive(deadline).replace(tzinfo=ZoneInfo(zone))
        if moment < timezone.now():
            self.add_error("deadline", _("This moment is over."))
        return moment

    @property
    def chosen(self) -> list[Province]:
        return [self._by_slug[slug] for slug in self.cleaned_data["provinces"]]


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    attached = FilesField()

    def clean_text(self) -> str:
        return _said(printable(self.cleaned_data["text"]))


def _said(text: str) -> str:
    if not text:
        raise ValidationError(_("Write something first."))
    return text


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def requests(request: HttpRequest, member: Member) -> HttpResponse:
    """The organisation's requests, and the form for a new one."""
    lang = reader_language()
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        provinces=served_provinces(),
        lang=lang,
        initial=_initial(request, member, lang),
    )
    if request.method == "POST" and form.is_valid() and _may_speak(member, form):
        made = _asked(form, member)
        messages.success(request, _("Thank you. Your request is with the press office."))
        return redirect("press:request", made.uuid)
    mine = requests_of(member)
    pager = Pager.over(mine.count(), PER_PAGE, request.GET.get("page"))
    context = {
        "entries": list(mine[pager.slice(PER_PAGE)]),
        "form": form,
        "pager": pager,
        "zones": sorted(available_timezones()),
        "steps": steps(step(_("Requests"), "press:requests")),
    }
    return show(request, "press/requests.html", context, status=422 if form.is_bound else 200)


def _asked(form: RequestForm, member: Member) -> PressRequest:
    data = form.cleaned_data
    return services.ask(
        member,
        provinces=form.chosen,
        kind=data["kind"],
        subject=data["subject"],
        text=data["text"],
        country=data["country"],
        language=data["language"],
        zone=data["zone"],
        deadline=data["deadline"],
        files=data["attached"],
    )


def _initial(request: HttpRequest, member: Member, lang: str) -> dict[str, Any]:
    last = PressRequest.objects.filter(member=member).order_by("-pk").values_list("timezone", flat=True).first()
    return {
        "provinces": [request.GET.get("province", "")[:60]],
        "country": member.organisation.country,
        "language": lang,
        "zone": last or settings.TIME_ZONE,
        "subject": request.GET.get("subject", "")[:200],
    }


def _may_speak(member: Member, form: forms.Form) -> bool:
    who = str(member.organisation_id)
    if WORDS.is_exhausted(who):
        form.add_error(None, _("Many messages came in just now. Please try again in an hour."))
        return False
    WORDS.count(who)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def one_request(request: HttpRequest, member: Member, uuid: UUID) -> HttpResponse:
    """The thread as the newsroom sees it, and a place for its next word."""
    found = _own(member, uuid)
    posted = request.method == "POST"
    form = AnswerForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid() and _may_speak(member, form):
        try:
            services.member_says(
                found, form.cleaned_data["text"], user=member.user, files=form.cleaned_data["attached"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Sent."))
            return redirect("press:request", found.uuid)
    lang = reader_language()
    context = {
        "found": found,
        "zone": found.timezone,
        "provinces": [read(one, "name", lang) for one in found.provinces.order_by("pk")],
        "thread": thread(found, internal=False),
        "asleep": services.is_asleep(found, timezone.now()),
        "form": form,
        "steps": steps(
            step(_("Requests"), "press:requests"),
            (found.subject, tag_of(found.language), reverse("press:request", args=[found.uuid])),
        ),
    }
    return show(request, "press/request.html", context, status=422 if form.is_bound else 200)


@require_POST
@members_only
def close(request: HttpRequest, member: Member, uuid: UUID) -> HttpResponse:
    """The newsroom has what it needs, or needs it no more."""
    found = _own(member, uuid)
    if not found.has_ended:
        services.set_state(found, "closed", actor=member.user)
        messages.success(request, _("The request is closed."))
    return redirect("press:request", found.uuid)


@require_safe
@members_only
def attachment(request: HttpRequest, member: Member, uuid: UUID, pk: int) -> HttpResponseBase:
    files = RequestAttachment.objects.exclude(message__voice__in=INTERNAL)
    kept = get_object_or_404(files, pk=pk, message__request=_own(member, uuid))
    return attachments.download(kept.file, kept.name, kept.media_type)


def _own(member: Member, uuid: UUID) -> PressRequest:
    """A request of the member's organisation. Raises Http404 for every other."""
    mine = PressRequest.objects.select_related("member__user", "organisation")
    return get_object_or_404(mine, uuid=uuid, organisation=member.organisation_id)
