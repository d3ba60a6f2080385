"""`/<lang>/press/searches/`: the searches that a newsroom follows, with the addresses of their feeds."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from media_library.rights.audiences import audience_of
from press.feeds.following import feed_links
from press.feeds.query import BadQuery, FeedQuery, parse
from press.models import FollowedSearch, Member
from press.services import followed_searches as service
from press.views.answers import members_only, show, step, steps
from promotion.languages.reader import reader_language


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def searches(request: HttpRequest, member: Member) -> HttpResponseBase:
    """The list; with a search's parameters in the address also a form that saves it."""
    asked = _asked(request)
    if request.method == "POST":
        _act(request, member, asked)
        return redirect("press:searches")
    lang = reader_language()
    own = FollowedSearch.objects.filter(organisation=member.organisation)
    context = {
        "asked": asked,
        "asked_query": request.META.get("QUERY_STRING", "") if asked else "",
        "searches": [(search, feed_links(lang, dict(parse_qsl(search.query))), _page(search)) for search in own],
        "steps": steps(step(_("Saved searches"), "press:searches")),
    }
    return show(request, "press/searches.html", context)


def _asked(request: HttpRequest) -> FeedQuery | None:
    """The search in the address; None without one, or with one that can't be answered, of which the member is told."""
    try:
        query = parse(request, audience_of(request))
    except BadQuery as error:
        messages.error(request, f"{error.field}: {error}")
        return None
    return query if query.about else None


def _act(request: HttpRequest, member: Member, asked: FeedQuery | None) -> None:
    match request.POST.get("act"):
        case "save":
            try:
                service.save(member, request.POST.get("name", ""), asked.about if asked else {})
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
            else:
                messages.success(request, _("The search is saved."))
        case "remove":
            text = request.POST.get("pk", "")
            pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
            if not service.remove(member.organisation, pk):
                raise Http404
            messages.success(request, _("The search is removed."))


def _page(search: FollowedSearch) -> str:
    """What it finds now, for people."""
    asked = dict(parse_qsl(search.query))
    if "kit" in asked:
        return ""
    return f"{reverse('image_bank:index')}?{search.query}"
