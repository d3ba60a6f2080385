"""What readers report about a picture: a wrong caption, a person who doesn't want to be shown, a dead file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media_library.models.asset import Asset


class ProblemKind(models.TextChoices):
    """In the order of harm: what concerns people and rights comes first in the editors' list."""

    PERSON = "person", _("I can be recognised and don't want to be shown")
    RIGHTS = "rights", _("The picture isn't theirs to give out")
    FACTS = "facts", _("Caption, place or date are wrong")
    CREDIT = "credit", _("The credit is wrong")
    TRANSLATION = "translation", _("A translation is wrong")
    FILE = "file", _("The file or the page doesn't work")
    OTHER = "other", _("Something else")


class ProblemReport(models.Model):
    """One report, kept until somebody handles it. The sender is asked for nothing but words."""

    asset = models.ForeignKey(
        Asset, on_delete=models.CASCADE, related_name="problem_reports", editable=False, verbose_name=_("asset")
    )
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("province")
    )
    kind = models.CharField(_("what is wrong"), max_length=20, choices=ProblemKind.choices, editable=False)
    words = models.TextField(_("in the sender's words"), max_length=2000, editable=False)
    email = models.EmailField(_("answer to"), blank=True, editable=False)
    language = models.CharField(_("language of the page"), max_length=10, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    handled = models.BooleanField(
        _("handled"), default=False, help_text=_("Tick it when the matter is settled; the report stays in the list.")
    )
    note = models.TextField(_("what was done"), blank=True, max_length=2000, help_text=_("For your colleagues only."))
    handled_at = models.DateTimeField(_("handled on"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("handled by"),
    )

    class Meta:
        verbose_name = _("problem report")
        verbose_name_plural = _("problem reports")
        ordering = ["handled", "-created_at", "-pk"]
        indexes = [models.Index(fields=["province", "handled", "-created_at"], name="problem_open")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words[:60]}"

    def get_owner_province_id(self) -> int:
        """The province whose teams handle it: the asset's at the time of the report."""
        return self.province_id
