"""What readers write to a province."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ContactTopic(models.TextChoices):
    INVESTMENT = "investment", _("Investing")
    PRESS = "press", _("Press and pictures")
    VISIT = "visit", _("Travel, culture and events")
    OTHER = "other", _("Something else")


class ContactStatus(models.TextChoices):
    NEW = "new", _("new")
    ANSWERED = "answered", _("answered")
    SPAM = "spam", _("spam")


class ContactMessage(models.Model):
    """One message. The sender is asked for words, and an address only for an answer; it is deleted after a set time.

    `mailed_at` is when the province's editors were told of it; until then the timetable tries again.
    """

    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("province")
    )
    topic = models.CharField(_("about"), max_length=20, choices=ContactTopic.choices, editable=False)
    words = models.TextField(_("message"), max_length=4000, editable=False)
    name = models.CharField(_("sender's name"), max_length=100, blank=True, editable=False)
    email = models.EmailField(_("answer to"), blank=True, editable=False)
    language = models.CharField(_("language of the page"), max_length=10, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ContactStatus.choices,
        default=ContactStatus.NEW,
        help_text=_("Answer from your own mailbox, then set this to “answered”."),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who answers"),
    )
    note = models.TextField(_("note"), blank=True, max_length=2000, help_text=_("For your colleagues only."))
    settled_at = models.DateTimeField(_("settled on"), null=True, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("message from a reader")
        verbose_name_plural = _("messages from readers")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["province", "status", "-created_at"], name="contact_open"),
            models.Index(fields=["created_at"], name="contact_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.words[:60]}"

    def get_owner_province_id(self) -> int:
        """The province whose teams read and answer it."""
        return self.province_id
