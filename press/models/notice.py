"""What holders of a file are told after it left, and what they answered."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from locales.text import LocalText
from media_library.reasons import reason_for_reader


class NoticeKind(models.TextChoices):
    WITHDRAWAL = "withdrawal", _("withdrawal")
    CORRECTION = "correction", _("correction")
    EMBARGO_CHANGE = "embargo_change", _("change of embargo")


class Answer(models.TextChoices):
    NOT_USED = "not_used", _("We haven't used it.")
    REMOVED = "removed", _("We have removed it.")
    PUBLISHED_BEFORE = "published_before", _("It was published before the notice.")


class AnswerMeans(models.TextChoices):
    """How an answer came in."""

    PORTAL = "portal", _("press room")
    LINK = "link", _("link in the mail")
    TELEPHONE = "telephone", _("telephone")


class Notice(models.Model):
    """One thing that happened to one asset. Notices of the same act (a kit's embargo) share a mail."""

    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind.choices)
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.PROTECT, related_name="notices", verbose_name=_("asset")
    )
    act = models.UUIDField(default=uuid.uuid4, db_index=True, help_text="Notices of one act are mailed together.")
    recall = models.ForeignKey(
        "press.Recall", on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("recall")
    )
    reason = models.TextField(_("reason"), blank=True)
    reason_texts = models.JSONField(default=dict, help_text="{language code: reason}")
    successor = models.ForeignKey(
        "media_library.Asset",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("to be used instead"),
    )
    embargo_until = models.DateTimeField(_("new embargo"), null=True)
    created_at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asset_id}"

    @property
    def told(self) -> LocalText:
        """The reason for the reader of this answer."""
        return reason_for_reader(self.reason, self.reason_texts)


class NoticeDelivery(models.Model):
    """A notice to one organisation. The row is the intent; `mailed_at` is the effect; a command retries."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    organisation = models.ForeignKey(
        "press.Organisation", on_delete=models.PROTECT, related_name="notices", verbose_name=_("organisation")
    )
    claimed_at = models.DateTimeField(null=True, help_text="A worker is mailing it, or died while it did.")
    mailed_at = models.DateTimeField(_("mailed"), null=True)
    mail_attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    seen_at = models.DateTimeField(_("seen"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    acknowledged_by = models.ForeignKey(
        "press.Member", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("acknowledged by")
    )
    answer = models.CharField(_("answer"), max_length=20, choices=Answer.choices, blank=True)
    means = models.CharField(_("answered by"), max_length=10, choices=AnswerMeans.choices, blank=True)
    answerer = models.CharField(_("who answered"), max_length=200, blank=True, help_text="Where no member signed in.")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("taken down by"),
    )
    published_at_address = models.CharField(_("where it was published"), blank=True, max_length=500)
    comment = models.TextField(_("comment"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("notice to an organisation")
        verbose_name_plural = _("notices to organisations")
        ordering = ["-notice__created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "organisation"], name="told_once")]
        indexes = [
            models.Index(fields=["mailed_at", "claimed_at"], name="notice_unmailed"),
            models.Index(fields=["organisation", "acknowledged_at"], name="notice_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.organisation_id}"
