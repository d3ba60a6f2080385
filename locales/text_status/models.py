"""What is kept of every text in every language: its state, what was approved, and beside which source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TextState(models.TextChoices):
    MISSING = "missing", _("missing")
    MACHINE = "machine", _("machine translation")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    APPROVED = "approved", _("approved")
    OUTDATED = "outdated", _("outdated")


SETTLED_STATES = (TextState.APPROVED, TextState.OUTDATED)
"""Nothing is being worked on: readers get this very text."""

SHOWN = ~Q(text_digest="")
"""Texts that readers get. One that is being reworked is shown as it was last approved."""


class TextItem(models.Model):
    """A record, or a page in all its languages: one row of the coverage grid.

    Derived data, kept so that a grid over all kinds is one query: `manage.py index_texts` rebuilds it.
    """

    kind = models.CharField(max_length=40, help_text="Slug of a kind registered in `locales.text_status.kinds`.")
    key = models.CharField(max_length=64, help_text="Primary key of a record, translation key of a page.")
    title = models.CharField(_("title"), max_length=200, blank=True)
    source_language = models.CharField(max_length=16)
    province_id = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Owner; a number, since provinces stand above this room."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    in_review = models.BooleanField(default=False, help_text="The whole record is under approval.")
    changed_at = models.DateTimeField(auto_now=True)

    if TYPE_CHECKING:
        cells: dict[str, TextStatus]
        owner_id: int | None

    class Meta:
        verbose_name = _("item with texts")
        verbose_name_plural = _("items with texts")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_item_per_record")]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="text_item_newest"),
            models.Index(fields=["province_id", "kind"], name="text_item_province"),
            models.Index(fields=["kind"], name="text_item_kind"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.kind} {self.key}"


class TextStatus(models.Model):
    """One text in one language: of a record, or a page (then `object_id` is the page in that language).

    No row means missing. The source language's own row keeps in `source_texts` and `source_digest` what it
    said before its last approval: a small change is told from a big one by that.
    """

    item = models.ForeignKey(TextItem, on_delete=models.CASCADE, null=True, blank=True, related_name="texts")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    language = models.CharField(_("language"), max_length=16)
    state = models.CharField(_("state"), max_length=10, choices=TextState.choices)

    text_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text that readers get.")
    approved_texts = models.JSONField(default=dict, blank=True, help_text="That text: {field: text}.")
    source_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the source it was approved with.")
    source_texts = models.JSONField(default=dict, blank=True, help_text="That source: {field: text}.")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    draft = models.JSONField(default=dict, blank=True, help_text="Text under work, of records without revisions.")
    work_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the text as it is worked on.")
    machine_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what a machine translated.")
    submitted_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what was submitted.")
    is_apart = models.BooleanField(
        default=False, help_text="Worked on by itself: an approval of the whole record leaves it as it was."
    )
    gaps = models.PositiveSmallIntegerField(default=0, help_text="Fields that the source has and this text lacks.")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    loaded: tuple[Any, ...] | None = None
    """Its values as they were read, by whom it matters to (`settling`)."""

    if TYPE_CHECKING:
        item_id: int | None
        content_type_id: int

    class Meta:
        verbose_name = _("state of a text")
        verbose_name_plural = _("states of texts")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="one_status_per_language")
        ]
        indexes = [models.Index(fields=["item", "language", "state", "text_digest"], name="text_status_counted")]
        # Holds all that the totals count: they never read the texts themselves.

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id} {self.language} {self.state}"

    @property
    def is_shown(self) -> bool:
        return bool(self.text_digest)

    @property
    def is_by_machine(self) -> bool:
        """Whether nobody has changed what a machine translated."""
        return bool(self.machine_digest) and self.machine_digest == self.work_digest

    @property
    def shown_is_by_machine(self) -> bool:
        """Whether readers have to be told that a machine translated it."""
        return bool(self.text_digest) and self.machine_digest == self.text_digest


class TextComment(models.Model):
    """What a reviewer says about a text in one language, or about one field of it (`field` empty: all)."""

    item = models.ForeignKey(TextItem, on_delete=models.CASCADE, related_name="comments")
    language = models.CharField(max_length=16)
    field = models.CharField(max_length=255, blank=True)
    words = models.TextField(_("comment"), max_length=2000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("comment on a text")
        verbose_name_plural = _("comments on texts")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["item", "language", "resolved_at"], name="text_comment_open")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language} {self.field}: {self.words[:40]}"
