"""Requests of the press and the thread of words that belongs to each."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from locales.models import PinnedBaseColumn
from locales.registry import tag_of
from media_library.models.consent import private_storage
from press.models.kit import validate_timezone
from press.models.organisation import Member, Organisation, language_choices, validate_country


class RequestKind(models.TextChoices):
    INTERVIEW = "interview", _("interview")
    FILMING = "filming", _("filming")
    VISIT = "visit", _("visit")
    PICTURES = "pictures", _("pictures")
    OTHER = "other", _("something else")


class RequestState(models.TextChoices):
    NEW = "new", _("new")
    IN_WORK = "in_work", _("being worked on")
    WAITING = "waiting", _("waiting for the partner")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    DECLINED = "declined", _("declined")


ENDED = frozenset({RequestState.CLOSED, RequestState.DECLINED})
PAUSED = frozenset({RequestState.WAITING})
"""States in which our clock stands still."""


class PressRequest(models.Model):
    """What a newsroom asks one or more provinces for. State and times change through services only."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="requests", verbose_name=_("organisation")
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="requests", verbose_name=_("asked by"))
    provinces = models.ManyToManyField("provinces.Province", related_name="press_requests", verbose_name=_("provinces"))
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind.choices)
    subject = models.CharField(_("subject"), max_length=200)
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    language = models.CharField(_("language"), max_length=16, choices=language_choices)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    timezone = models.CharField(_("time zone of the asker"), max_length=60, validators=[validate_timezone])

    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.NEW, db_index=True
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="press_requests",
        verbose_name=_("assigned to"),
    )
    decline_reason = models.TextField(_("reason"), blank=True, max_length=1000)
    created_at = models.DateTimeField(_("asked"), db_index=True)
    due_at = models.DateTimeField(
        _("first answer due"), null=True, db_index=True, help_text="Reckoned by the working-day clock; null: stopped."
    )
    warn_at = models.DateTimeField(null=True, db_index=True, help_text="When the officers are warned, once.")
    warned_at = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(_("first answered"), null=True)
    ended_at = models.DateTimeField(_("closed"), null=True, db_index=True)
    answer_minutes = models.PositiveIntegerField(_("working minutes to the first answer"), null=True)
    ended_minutes = models.PositiveIntegerField(_("working minutes to the end"), null=True)

    class Meta:
        verbose_name = _("press request")
        verbose_name_plural = _("press requests")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="request_of_organisation")]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def tag(self) -> str:
        """BCP 47 tag of its language."""
        return tag_of(self.language)

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


class RequestStep(models.Model):
    """A state and since when: the clock is read from these, so that every number can be traced."""

    request = models.ForeignKey(PressRequest, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=RequestState.choices)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.state}"


class Voice(models.TextChoices):
    """Who speaks in a thread."""

    MEMBER = "member", _("the newsroom")
    OFFICER = "officer", _("the press office")
    STRANGER = "stranger", _("an unverified sender")
    NOTE = "note", _("internal note")
    MACHINE = "machine", _("an automatic message")


INTERNAL = frozenset({Voice.NOTE, Voice.MACHINE, Voice.STRANGER})
"""What stays with the officers: notes, bounces, and words of people whom nobody has vetted."""


class RequestMessage(models.Model):
    """One turn in the thread."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    request = models.ForeignKey(PressRequest, on_delete=models.CASCADE, related_name="messages")
    voice = models.CharField(max_length=10, choices=Voice.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sender = models.EmailField(_("sender"), blank=True, max_length=254, help_text="Of what came by mail.")
    by_mail = models.BooleanField(_("by mail"), default=False)
    text = models.TextField(_("text"), blank=True)
    quoted = models.TextField(_("quoted"), blank=True, help_text="What a mail repeats of earlier ones.")
    left_out = models.JSONField(default=list, help_text="Attachments not kept: [{name, reason}].")
    message_id = models.CharField(max_length=250, help_text="RFC 5322, without the angle brackets.")
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "message_id"], name="mail_once_per_request")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.voice} {self.at:%Y-%m-%d %H:%M}"


def attachment_path(attachment: RequestAttachment, filename: str) -> str:
    return f"requests/{attachment.message.request.uuid}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class RequestAttachment(models.Model):
    """A checked file that came with a turn. Kept private: sent as a download to those who see the thread."""

    message = models.ForeignKey(RequestMessage, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, storage=private_storage, max_length=200)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    bytes = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)


class MailPurpose(models.TextChoices):
    ANSWER = "answer", _("answer to the newsroom")
    OPENED = "opened", _("new request")
    WORD = "word", _("new message")
    WARNING = "warning", _("warning")


class RequestMail(models.Model):
    """A mail to one address. The row is the intent, `mailed_at` the effect; `tend_requests` retries."""

    request = models.ForeignKey(PressRequest, on_delete=models.CASCADE, related_name="mails")
    message = models.ForeignKey(RequestMessage, on_delete=models.CASCADE, null=True, related_name="mails")
    purpose = models.CharField(max_length=10, choices=MailPurpose.choices)
    to = models.EmailField(max_length=254)
    language = models.CharField(max_length=16)
    key = models.CharField(max_length=120, unique=True, help_text="The same mail is intended once.")
    claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["mailed_at", "claimed_at"], name="request_unmailed")]

    def __str__(self) -> str:
        return f"{self.purpose} → {self.to}"


def dead_letter_path(letter: DeadLetter, filename: str) -> str:
    return f"dead-letters/{uuid.uuid4().hex}.eml"


class DeadLetter(models.Model):
    """A mail that belongs to no request, kept so that nothing is lost."""

    reason = models.CharField(_("reason"), max_length=60)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    recipient = models.CharField(_("recipient"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    bytes = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to=dead_letter_path, storage=private_storage, max_length=200)
    at = models.DateTimeField(_("time"), auto_now_add=True)

    class Meta:
        verbose_name = _("undelivered mail")
        verbose_name_plural = _("undelivered mails")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.subject or self.sender or self.reason)


class ReplyTemplate(PinnedBaseColumn):
    """A reply that is often written, in many languages, with places to fill in."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(
        _("kind of request"), max_length=12, choices=RequestKind.choices, blank=True, help_text=_("Empty: for all.")
    )
    body = models.TextField(
        _("text"),
        max_length=5000,
        help_text=_("{name}, {organisation}, {subject}, {deadline} and {province} are filled in."),
    )

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)
