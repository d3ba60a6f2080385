"""Tells the image bank by which feeds a search is followed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from media_library.rights.audiences import audience_of
from press.feeds.following import feed_links
from promotion.image_bank.following import Following


def follow_search(request: HttpRequest, lang: str, asked: dict[str, str]) -> Following:
    """Members of a verified newsroom can also save it, if there is anything to save."""
    audience_of(request)
    member = getattr(request, "press_member", None)
    may_save = bool(asked) and member is not None and member.organisation.is_partner
    save_url = f"{reverse('press:searches')}?{urlencode(asked)}" if may_save else ""
    return Following(feed_links(lang, asked), save_url)
