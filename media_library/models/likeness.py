"""What a picture looks like, in numbers, and which pictures look alike."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PerceptualHash(models.Model):
    """The fingerprint of a photo's picture, made once: its bytes never change. See `likeness.fingerprint`."""

    photo = models.OneToOneField(
        "media_library.Photo", on_delete=models.CASCADE, primary_key=True, related_name="perceptual_hash"
    )
    marks = models.BinaryField(
        help_text="64-bit hashes of the whole picture and of its windows, big-endian. Empty: not comparable."
    )
    made_at = models.DateTimeField(auto_now=True, db_index=True)
    compared_at = models.DateTimeField(null=True, db_index=True, help_text="When it was looked for in the library.")

    def __str__(self) -> str:
        return f"{bytes(self.marks[:8]).hex()} of {self.photo_id}"


class ResemblanceState(models.TextChoices):
    OPEN = "open", _("not decided yet")
    SAME = "same", _("the same picture")
    DIFFERENT = "different", _("different pictures")


class Resemblance(models.Model):
    """Two photos that look alike: `photo` came in after `other`. Deleting a draft takes its rows along."""

    photo = models.ForeignKey(
        "media_library.Photo", on_delete=models.CASCADE, related_name="resemblances", verbose_name=_("new picture")
    )
    other = models.ForeignKey(
        "media_library.Photo", on_delete=models.CASCADE, related_name="+", verbose_name=_("earlier picture")
    )
    distance = models.PositiveSmallIntegerField(help_text="Bits of 64 that differ at the best fit.")
    state = models.CharField(_("state"), max_length=10, choices=ResemblanceState.choices, default=ResemblanceState.OPEN)
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("resemblance")
        verbose_name_plural = _("resemblances")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "other"], name="one_resemblance_per_pair"),
            models.CheckConstraint(condition=Q(photo__gt=F("other")), name="newer_resembles_older"),
        ]
        indexes = [models.Index(fields=["state", "-found_at"], name="resemblance_open")]

    def __str__(self) -> str:
        return f"{self.photo_id} ≈ {self.other_id} ({self.distance})"
