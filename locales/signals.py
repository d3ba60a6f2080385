"""What `locales` listens to."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from locales.selectors import forget_enabled_locales


def _locales_changed(**kwargs: Any) -> None:
    forget_enabled_locales()


def register_signal_handlers() -> None:
    from wagtail.models import Locale

    from locales.models import LanguageSwitch

    for sender in (Locale, LanguageSwitch):
        for signal in (post_save, post_delete):
            signal.connect(_locales_changed, sender=sender, dispatch_uid=f"locales.{sender.__name__}.{id(signal)}")
