"""Links with which a press officer hands one kit to one recipient, without an account."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from press.models.kit import Kit
from press.models.organisation import Organisation


class ShareLinkState(models.TextChoices):
    """How a link stands at a moment; worked out, never stored."""

    OPEN = "open", pgettext_lazy("share link", "open")
    USED_UP = "used_up", _("used up")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")


class ShareLink(models.Model):
    """One link. Only its secret's digest is kept: 256 random bits need no slow hash, and nobody can read it back.

    It changes through services only. It is never deleted once a receipt names it.
    """

    objects: ClassVar[models.Manager[ShareLink]] = models.Manager()

    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="share_links", verbose_name=_("press kit"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="share_links", verbose_name=_("recipient")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What it is for, such as “Sunday supplement”."))
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the secret.")
    password = models.CharField(max_length=128, blank=True, editable=False, help_text="Hashed; empty without one.")
    assets = models.ManyToManyField(
        "media_library.Asset",
        blank=True,
        related_name="+",
        verbose_name=_("only these"),
        help_text=_("Without a choice it shows the whole kit, also what is added to it later."),
    )
    may_see_under_embargo = models.BooleanField(
        _("already under embargo"), default=False, help_text=_("Sees and downloads it before the embargo ends.")
    )
    download_limit = models.PositiveIntegerField(
        _("downloads at most"),
        null=True,
        blank=True,
        help_text=_("A ZIP file counts once, and so does each single file. Empty: as many as are wanted."),
    )
    downloads = models.PositiveIntegerField(_("downloads"), default=0, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.name)

    def state_at(self, at: datetime) -> ShareLinkState:
        """At its last moment it is over. `at` is aware."""
        if self.revoked_at is not None:
            return ShareLinkState.REVOKED
        if at >= self.expires_at:
            return ShareLinkState.EXPIRED
        used_up = self.download_limit is not None and self.downloads >= self.download_limit
        return ShareLinkState.USED_UP if used_up else ShareLinkState.OPEN

    @property
    def state(self) -> ShareLinkState:
        return self.state_at(timezone.now())


class ShareDownload(models.Model):
    """One counted download: one choice of files, taken by one browser. What goes on with it isn't counted again."""

    objects: ClassVar[models.Manager[ShareDownload]] = models.Manager()

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="counted")
    browser = models.CharField(max_length=32, help_text="Random; stands in the tickets of one visit.")
    files = models.CharField(max_length=64, help_text="SHA-256 over what was asked for.")
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["link", "browser", "files", "at"], name="share_download_resumed")]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.at:%Y-%m-%d %H:%M}"
