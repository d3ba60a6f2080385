"""The public halves of the keys that sign manifests."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ManifestKey(models.Model):
    """One key, written down the first time it signs. Its private half is a file named by a setting, never here."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    key_id = models.CharField(_("key"), max_length=16, unique=True)
    public_key = models.CharField(max_length=44, help_text="32 bytes in base64.")
    first_used_at = models.DateTimeField(_("in use since"))
    revoked_at = models.DateTimeField(
        _("revoked"), null=True, blank=True, help_text="From here on none of its signatures counts."
    )

    class Meta:
        verbose_name = _("key of manifests")
        verbose_name_plural = _("keys of manifests")

    def __str__(self) -> str:
        return str(self.key_id)
