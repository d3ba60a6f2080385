"""Consent of people who can be recognised (Civil Code 2015, art. 32)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


def private_storage() -> Storage:
    return storages["private"]


def document_path(consent: Consent, filename: str) -> str:
    """`filename` is the content's SHA-256 with an extension: the name it came with may be a person's."""
    return f"consents/{filename[:2]}/{filename}"


class DocumentFile(FieldFile):
    """A consent's document. It has one address, which asks who wants it; the storage's own is never given out."""

    @property
    def url(self) -> str:
        return reverse("media_library_consent_document", args=[self.instance.pk])


class DocumentField(models.FileField):
    attr_class = DocumentFile


class ConsentBasis(models.TextChoices):
    """Why a recognisable person may be shown. The last two need no consent under art. 32."""

    WRITTEN = "written", _("written consent of the person")
    GUARDIAN = "guardian", _("written consent of a guardian")
    CONTRACT = "contract", _("contract with a model")
    PUBLIC_EVENT = "public_event", _("public activity: conference, competition, performance")
    PUBLIC_INTEREST = "public_interest", _("national or public interest")


SIGNED = frozenset({ConsentBasis.WRITTEN, ConsentBasis.GUARDIAN, ConsentBasis.CONTRACT})
"""Bases that rest on a paper which somebody signed."""


class Consent(ClusterableModel):
    """One consent, which may cover several people and assets. Revoking or expiry counts at once.

    A revocation is an act (`media_library.consents`): it can't be typed, and it can't be taken back.
    """

    subject = models.CharField(
        _("who is shown"), max_length=200, help_text=_("For the file only; never shown to readers.")
    )
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="+", verbose_name=_("province")
    )
    basis = models.CharField(_("basis"), max_length=20, choices=ConsentBasis.choices)
    document = DocumentField(
        _("document"), upload_to=document_path, storage=private_storage, blank=True, help_text=_("Kept private.")
    )
    document_name = models.CharField(_("name of the document"), max_length=200, blank=True, editable=False)
    document_type = models.CharField(max_length=30, blank=True, editable=False, help_text="Media type, by content.")
    obtained_on = models.DateField(_("obtained on"), null=True, blank=True)
    expires_at = models.DateTimeField(
        _("expires"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("From this moment nothing that rests on it is given out. Empty means without end."),
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False, db_index=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("revocation taken down by"),
    )
    revocation_reason = models.TextField(_("reason for revocation"), blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar[list[Any]] = ["-obtained_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_basis_display()})"

    def in_force(self, at: datetime) -> bool:
        """For words beside a form; whether an asset may be given out is the rights decision's to say."""
        revoked = self.revoked_at is not None and self.revoked_at <= at
        return not revoked and (self.expires_at is None or self.expires_at > at)

    def get_owner_province_id(self) -> int:
        return self.province_id


class ConsentPerson(models.Model):
    """Somebody whom the consent speaks for. Never shown outside the province's own admin."""

    consent = ParentalKey(Consent, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=200)
    is_minor = models.BooleanField(
        _("minor"), default=False, help_text=_("Younger than 18 when the picture was taken: a guardian signs.")
    )
    guardian = models.CharField(_("guardian"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar[list[Any]] = ["pk"]

    def __str__(self) -> str:
        return self.name
