"""What a person proves beside the password: a code from an app, or one of the recovery codes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SecondFactor(models.Model):
    """An app that shows codes (TOTP, RFC 6238), of a member or of staff. It counts from its first right code on."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="press_second_factor",
        verbose_name=_("user"),
    )
    sealed_secret = models.TextField(editable=False, help_text="The shared secret, sealed by `press.sealing`.")
    last_step = models.BigIntegerField(
        default=0, editable=False, help_text="The last time step (30 s) whose code was taken: none is taken twice."
    )
    created_at = models.DateTimeField(_("set up"), auto_now_add=True)

    class Meta:
        verbose_name = _("second factor")
        verbose_name_plural = _("second factors")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost. Only its digest is kept (80 random bits); using it deletes the row."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")

    def __str__(self) -> str:
        return f"{self.factor}: {self.digest[:6]}…"
