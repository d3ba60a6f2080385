"""Where a sent file stands. Only editors read these words, so they stand beside the models and not in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    """Where a sent file stands."""

    PLANNED = "planned", _("not handed in yet")
    SUBMITTED = "submitted", _("waiting for approval")
    APPLIED = "applied", _("approved and applied")
    RETURNED = "returned", _("returned")
