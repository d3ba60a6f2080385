"""`/<lang>/press/s/<secret>/`: what a share link leads to. `/press/files/<ticket>/…`: its files.

Whoever has the secret (and the password, if there is one) is taken for the link's recipient; what that recipient may
have, the rights decision says. Unknown, expired, revoked and used-up links all get the same answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from locales.text import read
from media_library.delivery import gate
from media_library.renditions.presets import parse_preset
from media_library.rights import Audience
from media_library.rights.audiences import audience_of, speak_for
from media_library.selectors import views_of
from media_library.throttle import Throttle, peer
from press import downloads
from press.archive.places import takes_a_place
from press.download_choice import ORIGINAL, BadChoice, Choice, parse
from press.kit_view import KitView
from press.models import ShareLink, ShareLinkState, TermsVersion
from press.policy import needs_terms
from press.selectors.partners import terms_in_force
from press.selectors.share_links import audience_by, find_link, holds, shared_kit, withdrawn_from
from press.services import share_links as service
from press.services.ledger import continues
from press.services.terms import accept
from press.share_tickets import LIVES, Ticket, form_mark, is_our_form, unseal
from press.views.answers import full
from promotion.languages.reader import reader_language
from promotion.pictures import desk_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

GUESSES = Throttle("share-link", limit=60, seconds=600)
"""Addresses that led nowhere, from one place."""
WRONG_FROM_ONE_PLACE = Throttle("share-password", limit=5, seconds=900)
"""Wrong passwords for one link from one address."""
WRONG_FOR_ONE_LINK = Throttle("share-password-link", limit=50, seconds=900)
"""Wrong passwords for one link from anywhere."""


def _kept_to_itself(view: View[P]) -> View[P]:
    """Nobody keeps, lists or passes on the address of such a page, nor what it shows."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer


@csrf_exempt  # `form_mark` stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
@_kept_to_itself
def page(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The password page, the kit, or nothing. POST gives the password or accepts the terms."""
    asker = peer(request)
    if GUESSES.is_exhausted(asker):
        return _closed(request, 429)
    link = find_link(secret=secret)
    ticket = _kept_ticket(request, link) if link else None
    if link is None or not _has_something_left(link, ticket):
        GUESSES.count(asker)
        return _closed(request)
    audience = audience_by(link)
    view = shared_kit(link, audience, reader_language())
    if view is None:
        return _closed(request)
    act = request.POST.get("act", "") if is_our_form(link, request.POST.get("mark", "")) else ""
    if ticket is None and link.password:
        return _open(request, link) if act == "open" else _ask_password(request, link)
    if act == "accept":
        return _accept_terms(request, link, audience, ticket or Ticket(link.pk))
    return _show(request, link, audience, ticket or Ticket(link.pk))


# --- opening --------------------------------------------------------------------------------------------
def _cookie(link: ShareLink) -> str:
    return f"share-{link.pk}"


def _kept_ticket(request: HttpRequest, link: ShareLink) -> Ticket | None:
    ticket = unseal(request.COOKIES.get(_cookie(link), ""))
    return ticket if ticket is not None and ticket.link_id == link.pk else None


def _keep_ticket(request: HttpRequest, response: HttpResponseBase, link: ShareLink, ticket: Ticket) -> None:
    """In the browser, for this page alone; it doesn't come along with forms of other sites."""
    response.set_cookie(
        _cookie(link), ticket.sealed(), max_age=LIVES, path=request.path,
        secure=request.is_secure(), httponly=True, samesite="Lax",
    )  # fmt: skip


def _has_something_left(link: ShareLink, ticket: Ticket | None) -> bool:
    """A link that is used up still stands open to who took the last of it, so that a broken download can go on."""
    if link.state is ShareLinkState.OPEN:
        return True
    return ticket is not None and link.state is ShareLinkState.USED_UP and service.takes_still(link, ticket.browser)


def _closed(request: HttpRequest, status: int = 404) -> HttpResponse:
    return render(request, "press/share_closed.html", {"too_many": status == 429}, status=status)


def _ask_password(request: HttpRequest, link: ShareLink, error: str = "", status: int = 200) -> HttpResponse:
    """Says nothing of what lies behind it."""
    context = {"mark": form_mark(link), "error": error}
    return render(request, "press/share_password.html", context, status=status)


def _open(request: HttpRequest, link: ShareLink) -> HttpResponseBase:
    asker, name = peer(request), str(link.pk)
    if WRONG_FROM_ONE_PLACE.is_exhausted(name, asker) or WRONG_FOR_ONE_LINK.is_exhausted(name):
        return _ask_password(request, link, _("Too many wrong passwords. Please wait a quarter of an hour."), 429)
    # Counted before the slow look, so that many at once don't get past the limit.
    WRONG_FROM_ONE_PLACE.count(name, asker)
    WRONG_FOR_ONE_LINK.count(name)
    if not service.is_password(link, request.POST.get("password", "")):
        return _ask_password(request, link, _("This isn't the password."), 403)
    WRONG_FROM_ONE_PLACE.forget(name, asker)
    response = _again(request)
    _keep_ticket(request, response, link, Ticket(link.pk))
    return response


def _again(request: HttpRequest) -> HttpResponseRedirect:
    """The same page by GET. No address is taken from what was sent."""
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


# --- the page -------------------------------------------------------------------------------------------
def _accept_terms(request: HttpRequest, link: ShareLink, audience: Audience, ticket: Ticket) -> HttpResponseBase:
    version, name = terms_in_force(), " ".join(request.POST.get("name", "").split())
    try:
        _check_acceptance(request, version, name)
    except ValidationError as error:
        return _show(request, link, audience, ticket, error=error.messages[0], typed=name[:200], status=400)
    if version is not None:
        accept(link.organisation, version, share_link=link, name=name)
    response = _again(request)
    _keep_ticket(request, response, link, ticket)
    return response


def _check_acceptance(request: HttpRequest, version: TermsVersion | None, name: str) -> None:
    if version is not None and request.POST.get("version") != str(version.number):
        raise ValidationError(_("The terms have changed meanwhile. Please read this version."))
    if not name or len(name) > 200 or not name.isprintable():
        raise ValidationError(_("Please type your name."))
    if request.POST.get("agreed") != "yes":
        raise ValidationError(_("Please tick that you accept the terms."))


def _show(
    request: HttpRequest, link: ShareLink, audience: Audience, ticket: Ticket,
    *, error: str = "", typed: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    speak_for(request, audience)
    lang, sealed = reader_language(), ticket.sealed()
    view = shared_kit(link, audience, lang, _gate(sealed))
    if view is None:
        return _closed(request)
    desk_of(request).put(view.assets)
    context = {
        "kit": view,
        "link": link,
        "audience": audience,
        "withdrawn": withdrawn_from(link, audience),
        "must_accept": needs_terms(audience),
        "zip_url": reverse("share:kit", args=[sealed]),
        "left": None if link.download_limit is None else max(0, link.download_limit - link.downloads),
        "mark": form_mark(link),
        "error": error,
        "typed": typed,
        **_terms(lang),
    }
    response = render(request, "press/share.html", context, status=status)
    _keep_ticket(request, response, link, ticket)
    if request.method == "GET":
        service.note_use(link)
    return response


def _terms(lang: str) -> dict[str, Any]:
    version = terms_in_force()
    if version is None:
        return {}
    body = read(version, "body", lang)
    paragraphs = [part.strip() for part in body.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return {"version": version, "terms_title": read(version, "title", lang), "terms": body, "paragraphs": paragraphs}


def _gate(sealed: str) -> str:
    """Where the files of a visit lie."""
    return reverse("share:kit", args=[sealed]).rpartition("/")[0] + "/media"


# --- the files ------------------------------------------------------------------------------------------
FileView = Callable[Concatenate[HttpRequest, ShareLink, Ticket, P], HttpResponseBase]


def _by_ticket(view: FileView[P]) -> Callable[..., HttpResponseBase]:
    """Finds out who asks. Nothing that leaves here is kept by others' caches."""

    @wraps(view)
    def answer(request: HttpRequest, /, ticket: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        held = unseal(ticket)
        link = find_link(pk=held.link_id) if held else None
        if held is None or link is None or not _has_something_left(link, held):
            raise Http404
        speak_for(request, audience_by(link))
        request.share_link = link  # type: ignore[attr-defined]
        response = view(request, link, held, *args, **kwargs)
        if response.status_code < 400:
            response["Cache-Control"] = "private, no-cache"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer


@require_safe
@_by_ticket
@takes_a_place(full)
def kit_archive(request: HttpRequest, link: ShareLink, ticket: Ticket) -> HttpResponseBase:
    """The ZIP of all that the link shows, or of those named by `asset` (uuid, repeatable)."""
    audience = audience_of(request)
    kit = shared_kit(link, audience, reader_language())
    if kit is None or needs_terms(audience):
        raise Http404
    choice = _chosen(request, kit)
    files = [asset for asset in kit.in_archive if choice.assets is None or UUID(asset.uuid) in choice.assets]
    _count(request, link, ticket, (f"{asset.uuid}:{asset.sha256}" for asset in files))
    return downloads.respond(request, audience, kit, choice=choice)


def _chosen(request: HttpRequest, kit: KitView) -> Choice:
    """In the original size: copies may have to be made first, and a link has no page to wait on. Raises Http404."""
    try:
        choice = parse(request.GET)
    except BadChoice as error:
        raise Http404 from error
    if not downloads.has_all(kit, choice):
        raise Http404
    return replace(choice, size=ORIGINAL)


@require_safe
@_by_ticket
def media(request: HttpRequest, link: ShareLink, ticket: Ticket, uuid: UUID, file: str) -> HttpResponseBase:
    """A file of the link, sent by the gate, which decides: a sized copy to look at, or one to take, which counts."""
    audience = audience_of(request)
    if not holds(link, audience, uuid):
        raise Http404
    preset = parse_preset(file)
    if file == "original" or (preset is not None and preset[0].is_full_size):
        for asset in views_of(audience, reader_language(), uuids=[uuid]).values():
            if asset.downloadable:
                _count(request, link, ticket, (f"{uuid}:{asset.sha256}:{file}",))
    return gate.original(request, uuid=uuid) if file == "original" else gate.rendition(request, uuid=uuid, file=file)


def _count(request: HttpRequest, link: ShareLink, ticket: Ticket, files: Iterable[str]) -> None:
    """HEAD takes nothing. Raises Http404 where nothing is left."""
    if request.method == "HEAD":
        return
    digest = hashlib.sha256("\n".join(files).encode()).hexdigest()
    if not service.count(link, ticket.browser, digest, continues=continues(request)):
        raise Http404
