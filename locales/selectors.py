"""Reads that other rooms ask of `locales`."""

from __future__ import annotations

from django.core.cache import cache

CACHE_KEY = "locales.enabled"
EDITABLE_KEY = "locales.editable"
CACHE_SECONDS = 30
"""Another process may have switched a language; this process notices after at most this long."""


def enabled_locale_codes() -> frozenset[str]:
    """Language codes that have a Wagtail locale and aren't switched off for readers."""
    codes = cache.get(CACHE_KEY)
    if codes is None:
        from wagtail.models import Locale

        codes = frozenset(Locale.objects.exclude(switch__is_on=False).values_list("language_code", flat=True))
        cache.set(CACHE_KEY, codes, CACHE_SECONDS)
    return frozenset(codes)


def editable_locale_codes() -> frozenset[str]:
    """Language codes that editors work in: those with a Wagtail locale, switched on for readers or not yet."""
    codes = cache.get(EDITABLE_KEY)
    if codes is None:
        from wagtail.models import Locale

        codes = frozenset(Locale.objects.values_list("language_code", flat=True))
        cache.set(EDITABLE_KEY, codes, CACHE_SECONDS)
    return frozenset(codes)


def forget_enabled_locales() -> None:
    cache.delete_many([CACHE_KEY, EDITABLE_KEY])
