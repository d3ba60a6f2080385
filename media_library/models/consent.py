"""Consent of people who can be recognised (Civil Code 2015, art. 32)."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    return storages["private"]


class ConsentBasis(models.TextChoices):
    """Why a recognisable person may be shown. The last two need no consent under art. 32."""

    WRITTEN = "written", _("written consent of the person")
    GUARDIAN = "guardian", _("written consent of a guardian")
    CONTRACT = "contract", _("contract with a model")
    PUBLIC_EVENT = "public_event", _("public activity: conference, competition, performance")
    PUBLIC_INTEREST = "public_interest", _("national or public interest")


class Consent(models.Model):
    """One consent, which may cover several assets. Revoking or expiry counts at once."""

    subject = models.CharField(
        _("who is shown"), max_length=200, help_text=_("For the file only; never shown to readers.")
    )
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="+", verbose_name=_("province")
    )
    basis = models.CharField(_("basis"), max_length=20, choices=ConsentBasis.choices)
    document = models.FileField(
        _("document"),
        upload_to="consents/%Y/",
        storage=private_storage,
        blank=True,
        help_text=_("Kept private."),
    )
    obtained_on = models.DateField(_("obtained on"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-obtained_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_basis_display()})"
