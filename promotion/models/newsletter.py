"""The newsletter: who asked for it, what is sent, and what went to whom."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable

from locales.registry import LANGUAGES, WORKING

LANGUAGE_CHOICES = [(language.code, language.name_native) for language in LANGUAGES.values()]


class SubscriptionRequest(models.Model):
    """What somebody typed into the form. Deleted when its owner confirms it, or after three days."""

    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=10)
    provinces = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request for the newsletter")
        verbose_name_plural = _("requests for the newsletter")

    def __str__(self) -> str:
        return f"{self.pk} ({self.language})"


class Subscriber(models.Model):
    """An address whose owner confirmed it. Who unsubscribes is deleted; nothing is kept of them.

    Without provinces it is all provinces, without sectors all sectors. `key` stands in the links of the mails.
    """

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES)
    provinces = models.ManyToManyField("provinces.Province", blank=True, related_name="+")
    sectors = models.ManyToManyField("provinces.Sector", blank=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), default=timezone.now)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")

    def __str__(self) -> str:
        return str(self.pk)


class NewsletterIssue(ClusterableModel):
    """One mail in one language, made of published stories. Sent once; then it stays as it went."""

    province = models.ForeignKey(
        "provinces.Province",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("province"),
        help_text=_("It goes to those who asked for this province, or for all."),
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGE_CHOICES, default=WORKING)
    subject = models.CharField(_("subject"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True, max_length=1000)
    sectors = ParentalManyToManyField(
        "provinces.Sector",
        blank=True,
        related_name="+",
        verbose_name=_("key sectors"),
        help_text=_("None: it goes to everybody, whatever sectors they asked for."),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.subject

    def get_owner_province_id(self) -> int:
        return self.province_id


class IssueStory(Orderable):
    """A story in a newsletter, in the order in which it is told."""

    issue = ParentalKey(NewsletterIssue, on_delete=models.CASCADE, related_name="stories")
    story = models.ForeignKey(
        "promotion.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )

    panels = [PageChooserPanel("story", "promotion.StoryPage")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["issue", "story"], name="story_once_in_an_issue")]


class IssueDelivery(models.Model):
    """A newsletter to one subscriber. The row is the intent, `mailed_at` the effect; it goes with its subscriber."""

    issue = models.ForeignKey(NewsletterIssue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    claimed_at = models.DateTimeField(null=True, help_text="A worker is mailing it, or died while it did.")
    mailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("newsletter to a subscriber")
        verbose_name_plural = _("newsletters to subscribers")
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="issue_once_each")]
        indexes = [models.Index(fields=["mailed_at", "claimed_at"], name="issue_unmailed")]

    def __str__(self) -> str:
        return f"{self.issue_id} → {self.subscriber_id}"
