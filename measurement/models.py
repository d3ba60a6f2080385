"""What was read, by day. The only thing known of a reader is the language of the address."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from locales.registry import LANGUAGES
from promotion.subjects import SubjectKind

KEY_LENGTH = 64
ADDRESS_LENGTH = 300


class ReadKind(models.TextChoices):
    PAGE = SubjectKind.PAGE, _("page")
    ASSET = SubjectKind.ASSET, _("page of a picture or file")
    KIT = SubjectKind.KIT, _("press kit")
    SECTION = SubjectKind.SECTION, _("list or form")
    FILE = SubjectKind.FILE, _("file taken")
    ARCHIVE = SubjectKind.ARCHIVE, _("kit taken as ZIP")


TAKEN = frozenset({ReadKind.FILE, ReadKind.ARCHIVE})
"""Kinds that are downloads; the others are views."""


class DayViews(models.Model):
    """How often one thing was read or taken in one language on one day, by all readers together.

    `key` names the thing as `promotion.subjects.Subject` does. The province is the thing's when it was read last.
    """

    day = models.DateField(_("day"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ReadKind.choices, editable=False)
    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    language = models.CharField(_("language"), max_length=10, editable=False)
    province = models.ForeignKey(
        "provinces.Province",
        on_delete=models.SET_NULL,
        null=True,
        db_constraint=False,  # a province that is gone mustn't stop the counts of all others
        related_name="+",
        editable=False,
        verbose_name=_("province"),
    )
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH, editable=False)
    views = models.PositiveBigIntegerField(_("views"), editable=False)

    class Meta:
        verbose_name = _("views of a day")
        verbose_name_plural = _("views by day")
        default_permissions = ()
        ordering = ["-day", "-views", "pk"]
        constraints = [models.UniqueConstraint(fields=["day", "kind", "key", "language"], name="one_row_a_day")]
        indexes = [models.Index(fields=["province", "day"], name="views_of_province")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.kind} {self.key} {self.language}"

    @property
    def tag(self) -> str:
        """BCP 47 tag of the language; its code where it isn't in the registry any more."""
        language = LANGUAGES.get(self.language)
        return language.tag if language else self.language

    @property
    def is_taken(self) -> bool:
        """Whether it counts downloads; its address is the file's then, and nothing to look at."""
        return self.kind in TAKEN
