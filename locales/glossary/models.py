"""Terms and what they are called in other languages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from locales.registry import LANGUAGES, WORKING

_CHOICES = [(language.code, language.name_native) for language in LANGUAGES.values()]


class TermKind(models.TextChoices):
    PLACE = "place", _("place name")
    SECTOR = "sector", _("key sector")
    TITLE = "title", _("office or title")
    OTHER = "other", _("other")


class Use(models.TextChoices):
    """Several equivalents may be approved; any of them is right."""

    APPROVED = "approved", _("approved")
    FORBIDDEN = "forbidden", _("not to be used")


class Term(ClusterableModel):
    """A word or name of one language that is to be translated always in the same way."""

    objects: ClassVar[models.Manager[Term]] = models.Manager()

    language = models.CharField(_("language"), max_length=16, choices=_CHOICES, default=WORKING)
    text = models.CharField(_("term"), max_length=200, help_text=_("As it stands in running text."))
    kind = models.CharField(_("kind"), max_length=10, choices=TermKind.choices, default=TermKind.OTHER)
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("When it is meant, where the translations are from.")
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        app_label = "locales"
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["text", "pk"]
        constraints = [models.UniqueConstraint(fields=["language", "text"], name="one_term_of_a_text")]

    def __str__(self) -> str:
        return self.text


class Equivalent(models.Model):
    """What a term is called in another language, or must not be called."""

    objects: ClassVar[models.Manager[Equivalent]] = models.Manager()

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="equivalents")
    language = models.CharField(_("language"), max_length=16, choices=_CHOICES)
    text = models.CharField(_("equivalent"), max_length=200)
    use = models.CharField(_("use"), max_length=10, choices=Use.choices, default=Use.APPROVED)

    class Meta:
        app_label = "locales"
        verbose_name = _("equivalent")
        verbose_name_plural = _("equivalents")
        ordering = ["language", "use", "pk"]
        constraints = [models.UniqueConstraint(fields=["term", "language", "text"], name="one_equivalent_of_a_text")]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"
