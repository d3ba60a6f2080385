"""Access tokens of partner organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.organisation import Member, Organisation
from press.scopes import ALL, words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def every_scope() -> list[str]:
    return list(ALL)


class AccessToken(models.Model):
    """A bearer token. Only its digest is kept: 256 random bits need no slow hash, and nobody can read it back."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("Where it is used, such as “picture desk”."))
    prefix = models.CharField(_("begins with"), max_length=16, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the token.")
    created_at = models.DateTimeField(_("issued"), auto_now_add=True)
    created_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    scopes = models.JSONField(_("may do"), default=every_scope, editable=False, help_text="Values of `press.scopes`.")
    networks = models.JSONField(
        _("only from"), default=list, editable=False, help_text="CIDR, IPv4 and IPv6; empty: from anywhere."
    )
    expiry_told_at = models.DateTimeField(
        null=True, editable=False, help_text="When somebody was mailed that it ends, or when nobody had to be."
    )

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def may(self) -> list[_StrPromise]:
        """What it may do, in words."""
        return words(self.scopes)

    @property
    def may_everything(self) -> bool:
        return set(ALL) <= set(self.scopes)

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at
