"""Figures on their way in, and what became of those that were there: old values are kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.figures.states import BatchState
from provinces.models.figures import Indicator, Observation
from provinces.models.units import Province


class FigureBatch(models.Model):
    """A sent file that passed every check. Its figures reach readers all at once when it is approved."""

    province = models.ForeignKey(
        Province,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("province"),
        help_text=_("Empty: figures of the whole country."),
    )
    name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=20, choices=BatchState.choices, default=BatchState.PLANNED)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    comment = models.TextField(_("comment"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("file of figures")
        verbose_name_plural = _("files of figures")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_owner_province_id(self) -> int | None:
        return self.province_id


class FigureChange(models.Model):
    """One figure as it was and as it is to be; once made, a line of the figure's history.

    `before` and `after` are `provinces.figures.values.Values` as JSON; no `before`: the figure is new.
    A change made by hand in the admin has no batch.
    """

    batch = models.ForeignKey(
        FigureBatch, on_delete=models.CASCADE, null=True, related_name="changes", verbose_name=_("file")
    )
    row = models.PositiveIntegerField(_("row"), null=True)
    observation = models.ForeignKey(
        Observation, on_delete=models.CASCADE, null=True, related_name="history", verbose_name=_("figure")
    )
    province = models.ForeignKey(Province, on_delete=models.CASCADE, null=True, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="+")
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made at"), null=True, db_index=True)

    class Meta:
        verbose_name = _("change of a figure")
        verbose_name_plural = _("changes of figures")
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_start}–{self.period_end}"
