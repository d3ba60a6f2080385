"""What a record with text in many languages is made of, and the state of each of those texts."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from locales.registry import WORKING


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


class TextState(models.TextChoices):
    MISSING = "missing", _("missing")
    MACHINE = "machine", _("machine translation")
    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")
    OUTDATED = "outdated", _("outdated")


SHOWN_STATES = (TextState.APPROVED, TextState.OUTDATED)
"""States whose text readers get: an outdated text was approved and stays until a newer one is."""


class TextStatus(models.Model):
    """State of one record's text in one language. No row means missing."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    language = models.CharField(_("language"), max_length=16)
    state = models.CharField(_("state"), max_length=10, choices=TextState.choices)
    text_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text when it was approved.")
    source_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the source it was approved with.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("state of a text")
        verbose_name_plural = _("states of texts")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="one_status_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} {self.language} {self.state}"
