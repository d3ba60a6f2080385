"""`/<lang>/images/<uuid>/report/`: readers say what is wrong with a picture. No account, no script needed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from locales.registry import tag_of
from media_library import problems
from media_library.asset_view import AssetView
from media_library.models import Asset, ProblemKind
from media_library.rights.audiences import audience_of
from media_library.selectors import views_of
from media_library.throttle import Throttle, peer
from promotion.guarded_forms import BAIT, printable
from promotion.image_bank.refusal import refused
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of

FROM_ONE_PLACE = Throttle("problem", limit=8, seconds=3600)
ABOUT_ONE_PICTURE = Throttle("problem-picture", limit=40, seconds=86_400)

WORDS_AT_LEAST = 10


class ReportForm(forms.Form):
    """What is wrong, in the reader's words. `words` is 10 to 2,000 characters."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=ProblemKind.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        min_length=WORDS_AT_LEAST,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"min_length": gettext_lazy("Please say a little more, so that we can find the mistake.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}))

    def clean_words(self) -> str:
        """Without the characters that no text holds and that could disguise what it says."""
        words = printable(self.cleaned_data["words"])
        if len(words) < WORDS_AT_LEAST:
            raise forms.ValidationError(self.fields["words"].error_messages["min_length"])
        return words

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get(BAIT))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form, and what becomes of it. Only about pictures that the reader may see."""
    lang, audience = reader_language(), audience_of(request)
    view = next(iter(views_of(audience, lang, uuids=[uuid]).values()), None)
    if view is None:
        return refused(request, uuid)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_bound and form.is_valid() and _taken(request, view, form, lang):
        return redirect(f"{reverse('image_bank:report', args=[uuid])}?sent")
    desk_of(request).put([view])
    response = render(request, "promotion/image_bank/report.html", _context(request, view, form, lang))
    response["Cache-Control"] = "private, no-store"
    if request.method == "POST":
        response.status_code = 422
    return response


def _taken(request: HttpRequest, view: AssetView, form: ReportForm, lang: str) -> bool:
    """Whether the report is settled for the sender; too many are told so, programs are thanked and ignored."""
    if form.is_from_a_program:
        return True
    places = (FROM_ONE_PLACE, peer(request)), (ABOUT_ONE_PICTURE, view.uuid)
    if any(throttle.is_exhausted(value) for throttle, value in places):
        form.add_error(None, _("Many reports came in just now. Please try again in an hour."))
        return False
    for throttle, value in places:
        throttle.count(value)
    data = form.cleaned_data
    problems.report(
        Asset.objects.get(pk=view.id),
        kind=ProblemKind(data["kind"]),
        words=data["words"],
        email=data["email"],
        language=tag_of(lang),
    )
    return True


def _context(request: HttpRequest, view: AssetView, form: ReportForm, lang: str) -> dict[str, Any]:
    title = _("Report a problem")
    return {
        "view": view,
        "form": form,
        "sent": "sent" in request.GET and request.method != "POST",
        "robots": "noindex",
        "steps": [
            (_("Image bank"), tag_of(lang), reverse("image_bank:index")),
            (view.title.text, view.title.lang, view.html_url),
            (title, tag_of(lang), reverse("image_bank:report", args=[view.uuid])),
        ],
    }
