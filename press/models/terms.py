"""The terms under which partners take files, and who accepted which version."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from locales.models import PinnedBaseColumn
from press.models.organisation import Member, Organisation


class TermsVersion(PinnedBaseColumn):
    """One version of the terms. The highest published number is in force; title and body are translated."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    number = models.PositiveIntegerField(_("version"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), help_text=_("Paragraphs are separated by an empty line."))
    published_at = models.DateTimeField(
        _("in force from"), null=True, blank=True, help_text=_("Partners are asked to accept it from then on.")
    )

    class Meta:
        verbose_name = _("terms of use")
        verbose_name_plural = _("terms of use")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"


class TermsAcceptance(models.Model):
    """An organisation accepted a version, by the hand of one of its members, or of who came by a share link.

    `name` is what that person typed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="acceptances")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    share_link = models.ForeignKey(
        "press.ShareLink", on_delete=models.PROTECT, null=True, blank=True, related_name="acceptances"
    )
    name = models.CharField(_("accepted by"), max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("acceptance of terms")
        verbose_name_plural = _("acceptances of terms")
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["organisation", "version"], name="one_acceptance_per_version")]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.version_id}"
