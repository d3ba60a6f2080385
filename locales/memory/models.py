"""Approved pairs of texts, and the index by which similar ones are found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemorySegment(models.Model):
    """A text and its approved translation. `kind`, `object_id` and `key` say where it was approved last.

    `area` is who answers for that content: whoever doesn't work there isn't shown its texts.
    """

    objects: ClassVar[models.Manager[MemorySegment]] = models.Manager()

    source_language = models.CharField(_("from"), max_length=16)
    target_language = models.CharField(_("into"), max_length=16)
    source_text = models.TextField(_("source text"))
    target_text = models.TextField(_("translation"))
    source_digest = models.CharField(max_length=64, help_text="SHA-256 of the source text.")
    target_digest = models.CharField(max_length=64, help_text="SHA-256 of the translation.")
    markup = models.BooleanField(default=False, help_text="Both are tagged text.")
    kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=500)
    title = models.CharField(_("from the text"), max_length=300, blank=True)
    area = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    approved_at = models.DateTimeField(_("approved"))

    wagtail_reference_index_ignore = True  # it outlives what it was learnt from

    class Meta:
        app_label = "locales"
        verbose_name = _("remembered translation")
        verbose_name_plural = _("translation memory")
        indexes = [
            models.Index(fields=["source_digest", "source_language", "target_language"], name="memory_exact"),
            models.Index(fields=["kind", "object_id", "target_language"], name="memory_place"),
        ]

    def __str__(self) -> str:
        return f"{self.source_language}→{self.target_language}: {self.source_text[:60]}"


class MemoryShingle(models.Model):
    """Two neighbouring words of a source text, hashed together with its pair of languages."""

    objects: ClassVar[models.Manager[MemoryShingle]] = models.Manager()

    shingle = models.BigIntegerField()
    segment = models.ForeignKey(MemorySegment, on_delete=models.CASCADE, related_name="shingles")

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "locales"
        indexes = [models.Index(fields=["shingle", "segment"], name="memory_shingle")]

    def __str__(self) -> str:
        return f"{self.shingle:x}: {self.segment_id}"
