"""`/<lang>/press/terms/`: reading and accepting the terms, then back to where one was."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from locales.text import read
from media_library.rights.audiences import audience_of
from press.models import Member
from press.selectors.partners import terms_in_force
from press.services.terms import accept
from press.views.answers import safe_next, show, step, steps
from promotion.languages.reader import reader_language


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponseBase:
    """Everybody may read the terms; a member accepts them for the organisation."""
    version = terms_in_force()
    if version is None:
        raise Http404
    audience = audience_of(request)
    member: Member | None = getattr(request, "press_member", None)
    following = safe_next(request)
    may_accept = member is not None and member.organisation.is_partner
    if request.method == "POST":
        if member is None or not may_accept:
            raise Http404
        if request.POST.get("version") == str(version.number):
            accept(member.organisation, version, member=member)
            messages.success(request, _("Thank you. You can download now."))
            return redirect(following)
        messages.warning(request, _("The terms have changed meanwhile. Please read this version."))
    lang = reader_language()
    body = read(version, "body", lang)
    context = {
        "version": version,
        "terms_title": read(version, "title", lang),
        "body": body,
        "paragraphs": [part.strip() for part in body.text.replace("\r\n", "\n").split("\n\n") if part.strip()],
        "may_accept": may_accept and not audience.terms_accepted,
        "accepted": may_accept and audience.terms_accepted,
        "next": following,
        "steps": steps(step(_("Terms of use"), "press:terms")),
    }
    return show(request, "press/terms.html", context)
