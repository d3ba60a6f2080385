"""The number that tells cached pages apart from before and after a change."""

from __future__ import annotations

from django.db import models


class SiteVersion(models.Model):
    """One row. In the database, because changes come from the site, the worker and commands alike."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
