"""Opening a consent's document, and taking down its revocation. For those who keep the province's consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from media_library import consents
from media_library.models import Consent


class RevocationForm(forms.Form):
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Who revoked it, when and how"),
        help_text=gettext_lazy(
            "Only your own colleagues read this. Partners are told that the consent no longer holds, and no name."
        ),
    )
    understood = forms.BooleanField(label=gettext_lazy("I know that this can't be taken back."))


def consent_for(user: Any, pk: int) -> Consent:
    """The consent, for those who may change it. Raises Http404 for everybody else."""
    policy = policy_registry.get_by_type(Consent)
    return get_object_or_404(policy.instances_user_has_permission_for(user, "change"), pk=pk)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    consent = consent_for(request.user, pk)
    form = RevocationForm(request.POST or None)
    assets, holders = consents.reach_of(consent)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawn = consents.revoke_consent(
                consent,
                reason=form.cleaned_data["reason"],
                actor=request.user,  # type: ignore[arg-type]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _done(withdrawn, holders))
            return redirect("consents:edit", pk)
    context = {"consent": consent, "form": form, "assets": assets, "holders": holders}
    return render(request, "media_library/consents/revoke.html", context)


def _done(withdrawn: int, holders: int) -> str:
    words = ngettext(
        "Revoked. %(number)d asset has been withdrawn.", "Revoked. %(number)d assets have been withdrawn.", withdrawn
    ) % {"number": withdrawn}
    if not holders:
        return words
    told = ngettext(
        "%(number)d organisation that has files is being told.",
        "%(number)d organisations that have files are being told.",
        holders,
    )
    return f"{words} {told % {'number': holders}}"


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed document: sent by this process, kept by no cache, and noted in the consent's history."""
    consent = consent_for(request.user, pk)
    name = consent.document.name
    if not name:
        raise Http404
    try:
        file = consent.document.storage.open(name, "rb")
    except OSError as error:
        raise Http404 from error
    if request.method == "GET":
        log(instance=consent, action="media_library.open_consent_document", user=request.user)
    extension = name.rsplit(".", 1)[-1]
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=f"consent-{consent.pk}.{extension}",
        content_type=consent.document_type or "application/octet-stream",
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
