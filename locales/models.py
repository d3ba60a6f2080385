"""What a record with text in many languages is made of; the states of its texts come from `text_status`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from locales.registry import WORKING
from locales.text_status.models import (
    SETTLED_STATES,
    SHOWN,
    TextComment,
    TextItem,
    TextState,
    TextStatus,
)

__all__ = [
    "SETTLED_STATES",
    "SHOWN",
    "LanguageSwitch",
    "PinnedBaseColumn",
    "TextComment",
    "TextItem",
    "TextState",
    "TextStatus",
]


class PinnedBaseColumn(models.Model):
    """Saves under the working language, so that the un-suffixed column always holds the working text.

    modeltranslation writes the *active* language into the base column; without this pin, a save by a
    French-speaking user would leak French through `values()` and unique constraints.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with translation.override(WORKING):
            super().save(*args, **kwargs)


class LanguageSwitch(models.Model):
    """Whether a language that editors already work in is offered to readers."""

    locale = models.OneToOneField(Locale, on_delete=models.CASCADE, related_name="switch", verbose_name=_("language"))
    is_on = models.BooleanField(
        _("offered to readers"),
        default=True,
        help_text=_("Switched off, its pages and texts stay and can be edited, but readers aren't offered them."),
    )

    class Meta:
        verbose_name = _("language on the site")
        verbose_name_plural = _("languages on the site")

    def __str__(self) -> str:
        return str(self.locale)
