"""Key sectors, and the content framework of letter 532/BTTTT-TTĐN (2022)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from locales.models import PinnedBaseColumn


class Sector(PinnedBaseColumn):
    """A key economic sector (letter 2905/BTTTT-TTĐN, task c)."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("key sector")
        verbose_name_plural = _("key sectors")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return str(self.name)


class ContentDimension(models.TextChoices):
    """The framework's two halves, three groups each."""

    FOUNDATION = "foundation", _("foundation")
    EXPERIENCE = "experience", _("experience")


class ContentGroup(PinnedBaseColumn):  # type: ignore[django-manager-missing]  # modeltranslation makes the managers
    """One of the framework's six groups."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    key = models.SlugField(_("key"), max_length=40, unique=True)
    dimension = models.CharField(_("dimension"), max_length=20, choices=ContentDimension.choices)
    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("content group")
        verbose_name_plural = _("content groups")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return str(self.name)


class ContentElement(PinnedBaseColumn):
    """A subject under a group. The letter fixes the groups; the elements are the editors' to change."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    group = models.ForeignKey(
        ContentGroup, on_delete=models.PROTECT, related_name="elements", verbose_name=_("content group")
    )
    name = models.CharField(_("name"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("content element")
        verbose_name_plural = _("content elements")
        ordering = ["group__order", "order", "pk"]

    def __str__(self) -> str:
        return str(self.name)
