"""Which texts a machine translated."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class MachineText(models.Model):
    """A text as an engine gave it. While the text still reads so (`target_digest`), it is the machine's."""

    objects: ClassVar[models.Manager[MachineText]] = models.Manager()

    kind = models.CharField(max_length=80)
    object_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=500)
    language = models.CharField(_("language"), max_length=16)
    target_digest = models.CharField(max_length=64, help_text="SHA-256 of the text the engine gave.")
    engine = models.CharField(_("engine"), max_length=60)
    made_at = models.DateTimeField(_("made"), auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "locales"
        verbose_name = _("machine translation")
        verbose_name_plural = _("machine translations")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language", "key"], name="one_machine_text_per_place")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.language} {self.key}"
