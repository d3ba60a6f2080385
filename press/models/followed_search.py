"""Searches of the image bank that a newsroom follows by feed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.organisation import Member, Organisation


class FollowedSearch(models.Model):
    """A search under a name. `query` is the canonical query string of its feeds, without language or token."""

    objects: ClassVar[models.Manager[FollowedSearch]] = models.Manager()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="followed_searches")
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(max_length=700)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organisation", "query"], name="search_followed_once")]

    def __str__(self) -> str:
        return str(self.name)
