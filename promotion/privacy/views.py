"""`/<lang>/privacy/`: what the site keeps of its readers, and what it doesn't. The times come from the settings."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from promotion.languages.reader import reader_language

DAY = 24 * 3600


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The same for everybody. Who changes what is kept changes these words."""
    title = _("Privacy")
    context = {
        "session_days": -(-settings.SESSION_COOKIE_AGE // DAY),
        "message_days": settings.CONTACT_KEEP_DAYS,
        "card_days": settings.PRESS_CARD_KEEP_DAYS,
        "views_years": settings.VIEWS_KEEP_YEARS,
        "steps": [(title, tag_of(reader_language()), reverse("promotion:privacy"))],
    }
    return render(request, "promotion/privacy.html", context)
