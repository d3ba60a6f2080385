"""Campaigns: those that stand on the home page now, and what a reader of one is told of its time."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from media_library.licences import countries
from promotion.kit_links import kit_link
from promotion.models.campaigns import CampaignPage
from promotion.selectors.versions import best_versions

SHOWN_AT_MOST = 4


def campaigns_now(lang: str, **filters: Any) -> list[CampaignPage]:
    """Those whose time on the home page is now, the newest first. One query.

    The page cache keeps no answer beyond the next moment at which one of them comes or goes (`page_cache.clock`).
    """
    now = timezone.now()
    found = CampaignPage.objects.filter(shows_from__lte=now, shows_until__gt=now, **filters)
    ordered = best_versions(found, lang).select_related("province").order_by("-shows_from", "pk")
    return list(ordered[:SHOWN_AT_MOST])


def period_words(page: CampaignPage) -> str:
    """When it is, was or will be, in the active language."""
    days = {"first": date_format(page.first_day, "DATE_FORMAT"), "last": date_format(page.last_day, "DATE_FORMAT")}
    today = timezone.localdate()
    if today < page.first_day:
        return _("Begins on %(first)s and runs until %(last)s.") % days
    if today > page.last_day:
        return _("This campaign ran from %(first)s to %(last)s.") % days
    return _("From %(first)s to %(last)s") % days


def country_words(page: CampaignPage, lang: str) -> str:
    """The partner country's name in a language (Unicode CLDR); empty where there is none."""
    return countries.spelt([page.partner_country], lang)[0] if page.partner_country else ""


def campaign_listings(page: CampaignPage, request: HttpRequest, lang: str) -> dict[str, Any]:
    from promotion.selectors.listings import profile_of

    return {
        "profile": profile_of(lang, page.province_id),
        "country": country_words(page, lang),
        "kit_link": kit_link(request, page.kit, lang),
        "photo_ids": [block["value"] for block in page.pictures.get_prep_value()],
    }
