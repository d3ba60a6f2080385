"""Files on their way in, and what became of each: batches, resumable uploads, arrivals."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WayIn(models.TextChoices):
    BROWSER = "browser", _("upload page")
    FORM = "form", _("form without script")


class UploadBatch(models.Model):
    """What one person brought in at one go: some hundred files, each with its own outcome."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="upload_batches")
    province = models.ForeignKey("provinces.Province", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=WayIn.choices, default=WayIn.BROWSER)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.uuid}"


class UploadState(models.TextChoices):
    """`received`: all bytes are here. `working`: being taken into the library. `finished`: has its outcome."""

    SENDING = "sending", _("being sent")
    RECEIVED = "received", _("waiting to be taken in")
    WORKING = "working", _("being taken in")
    FINISHED = "finished", _("finished")


class Upload(models.Model):
    """One resumable upload (tus 1.0.0). Sizes are bytes; `offset` is how many are here for sure."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(UploadBatch, on_delete=models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=500, help_text="File name, with its folders where a folder was dropped.")
    fingerprint = models.CharField(
        max_length=300, blank=True, help_text="Name, size and time of change as the browser knows them."
    )
    metadata = models.TextField(blank=True, help_text="`Upload-Metadata` as the sender gave it.")
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=UploadState.choices, default=UploadState.SENDING)
    entries = models.PositiveIntegerField(default=1, help_text="Files in it: more than one for a ZIP.")
    entries_done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now, help_text="Last sign of life, of sender or worker.")
    expires_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner", "state"], name="upload_open")]

    def __str__(self) -> str:
        return f"{self.name} ({self.offset}/{self.size})"

    @property
    def percent(self) -> int:
        return 100 * self.offset // self.size if self.size else 100


class UploadPart(models.Model):
    """Bytes of an upload that are kept: `length` bytes from `start`, under `name` in private storage."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    length = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["start"]
        constraints = [models.UniqueConstraint(fields=["upload", "start"], name="one_part_per_place")]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.start}+{self.length}"


class ArrivalOutcome(models.TextChoices):
    ACCEPTED = "accepted", _("taken in")
    DUPLICATE = "duplicate", _("there already")
    REFUSED = "refused", _("refused")


class Arrival(models.Model):
    """What became of one file. `reason` is in the language of whoever brought it."""

    batch = models.ForeignKey(UploadBatch, on_delete=models.CASCADE, related_name="arrivals")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, null=True, blank=True, related_name="arrivals")
    number = models.PositiveIntegerField(default=0, help_text="Place of the entry in its ZIP.")
    path = models.CharField(max_length=1000, help_text="Name with its folders; a ZIP's entry follows the ZIP's name.")
    outcome = models.CharField(max_length=10, choices=ArrivalOutcome.choices)
    reason = models.TextField(blank=True)
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.SET_NULL, null=True, blank=True, related_name="arrivals"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "number"], condition=models.Q(upload__isnull=False), name="one_outcome_per_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = self.path[:1000]
        super().save(*args, **kwargs)
