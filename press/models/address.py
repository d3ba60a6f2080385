"""The addresses of kits: the one each has, and those it had, which lead on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class KitAddress(models.Model):
    """A last part of a web address that belongs to a kit for as long as there is the kit.

    The present ones stand here too, so that the database itself keeps a kit from taking an address that leads to
    another one. `Kit.save` writes them.
    """

    objects: ClassVar[models.Manager[KitAddress]] = models.Manager()

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kit = models.ForeignKey(
        "press.Kit", on_delete=models.CASCADE, related_name="addresses", verbose_name=_("press kit")
    )
    since = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("address of a kit")
        verbose_name_plural = _("addresses of kits")
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return str(self.slug)
