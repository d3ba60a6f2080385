"""What is known of the people in the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from locales.registry import WORKING


def admin_language_of(user: Any) -> str:
    """The language the person reads the admin in, else the working language."""
    profile = getattr(user, "wagtail_userprofile", None)
    offered = {code for code, _name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES}
    preferred = profile.preferred_language if profile else ""
    return preferred if preferred in offered else WORKING
