"""Mails to applicants and partners that must go out, whatever happens to the worker or the mail server."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    CONFIRM = "confirm", _("Confirm the address")
    KNOWN = "known", _("There is an account already")
    ASK_BACK = "ask_back", _("Question to the applicant")
    WELCOME = "welcome", _("Approval")
    REFUSAL = "refusal", _("Refusal")
    INVITATION = "invitation", _("Invitation")
    REVIEW = "review", _("Yearly review")
    ALERT = "alert", _("News")


class Letter(models.Model):
    """The row is the intent, `mailed_at` the effect. Its words are put together when it goes out.

    `due_at` is when it may be tried: a worker that takes it moves this on, so that nobody else does meanwhile and
    it is taken up again if the worker dies; a failure moves it on further each time.
    """

    objects: ClassVar[models.Manager[Letter]] = models.Manager()

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind.choices)
    application = models.ForeignKey("press.Application", on_delete=models.CASCADE, null=True, related_name="letters")
    entry = models.ForeignKey("press.ThreadEntry", on_delete=models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey("press.Invitation", on_delete=models.CASCADE, null=True, related_name="letters")
    organisation = models.ForeignKey("press.Organisation", on_delete=models.CASCADE, null=True, related_name="letters")
    member = models.ForeignKey("press.Member", on_delete=models.CASCADE, null=True, related_name="letters")
    address = models.EmailField(blank=True, help_text="Where it goes to nobody of the above.")
    language = models.CharField(max_length=16, blank=True)
    digest_day = models.DateField(null=True, help_text="Of a daily digest: the day in its reader's zone.")
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(_("mailed"), null=True)
    dropped_at = models.DateTimeField(null=True, help_text="There was nothing to say any more when it was to go.")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(mailed_at__isnull=True, dropped_at__isnull=True),
                name="letter_to_be_mailed",
            )
        ]
        constraints = [models.UniqueConstraint(fields=["member", "digest_day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
