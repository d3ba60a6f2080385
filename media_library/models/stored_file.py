"""The file of a record that isn't a photo; Wagtail's image model brings a photo's own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


def upload_to(record: Any, filename: str) -> str:
    return str(record.get_upload_to(filename))


class StoredFile(models.Model):
    """Title and file, under the names that photos have for them. `file_size` in bytes."""

    title = models.CharField(_("title"), max_length=255)
    file = models.FileField(_("file"), upload_to=upload_to, max_length=200)
    file_size = models.PositiveBigIntegerField(editable=False)
    created_at = models.DateTimeField(_("taken in"), auto_now_add=True)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("brought in by"),
    )

    class Meta:
        abstract = True
