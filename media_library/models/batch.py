"""Changes to many photos at once: planned and looked at first, then made, and undone with one button."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    PLANNING = "planning", _("being read")
    REFUSED = "refused", _("refused")
    PLANNED = "planned", _("planned")
    DISCARDED = "discarded", _("given up")
    APPLYING = "applying", _("being made")
    APPLIED = "applied", _("made")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


AT_WORK = frozenset({BatchState.PLANNING, BatchState.APPLYING, BatchState.UNDOING})
"""States in which a worker has the change in hand."""


class BatchEdit(models.Model):
    """One change to a selection. `all_or_nothing`: a problem with one photo keeps all as they are (spreadsheets).

    `form` is what was typed to plan it, {name: [values]}, for whoever gives it up and goes on; `source` the bytes of
    a spreadsheet until they are read; `errors` why it was refused; `done` of `total` how far a worker is, last seen
    at `touched_at`. With `hand_in` the photos are submitted for approval as soon as the change is made.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batch_edits")
    words = models.TextField(_("what"), blank=True)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.PLANNED)
    all_or_nothing = models.BooleanField(default=False)
    planned_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    form = models.JSONField(default=dict)
    source = models.BinaryField(null=True)
    errors = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)
    hand_in = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.words} ({self.get_state_display()})"


class BatchItem(models.Model):
    """What happens to one photo: `changes` is {column: [text before, text after]}.

    `seen_revision` is the revision that the plan was made from, `made_revision` the one that it made: whoever
    saved in between is never overwritten. `problem` says why nothing is changed, `hand_in_problem` why the photo wasn't
    submitted.
    """

    batch = models.ForeignKey(BatchEdit, on_delete=models.CASCADE, related_name="items")
    photo = models.ForeignKey("media_library.Photo", on_delete=models.CASCADE, related_name="+")
    changes = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    seen_revision = models.PositiveBigIntegerField(null=True)
    made_revision = models.PositiveBigIntegerField(null=True)
    undone = models.BooleanField(default=False)
    undo_problem = models.TextField(blank=True)
    handed_in = models.BooleanField(default=False)
    hand_in_problem = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "photo"], name="one_item_per_photo_and_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.photo_id}"
