"""What readers get of a kit: versions, each kept as it was published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KitVersion(models.Model):
    """A kit's published content at one moment; never changed. `services.kits` writes it.

    `content` and `changes` are `KitContent` and `KitChanges` (`press.kit_content`) as JSON; `notes` says what changed
    in words: {language code: text}.
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    kit = models.ForeignKey("press.Kit", on_delete=models.CASCADE, related_name="versions", verbose_name=_("press kit"))
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    notes = models.JSONField(_("what changed"), default=dict)
    content = models.JSONField()
    changes = models.JSONField(default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a kit")
        verbose_name_plural = _("versions of kits")
        ordering = ["-number"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["kit", "number"], name="version_once_per_kit")]

    def __str__(self) -> str:
        return f"{self.kit_id}: {self.number}"


class PublishedItem(models.Model):
    """An asset's place in a kit's present version, as rows for joins: the rights decision asks for them.

    The content of the version says the same. `sort_order` counts from 0.
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    kit = models.ForeignKey("press.Kit", on_delete=models.CASCADE, related_name="published_items")
    asset = models.ForeignKey("media_library.Asset", on_delete=models.PROTECT, related_name="published_in_kits")
    sort_order = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("published file of a kit")
        verbose_name_plural = _("published files of kits")
        ordering = ["sort_order", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kit", "asset"], name="published_once_per_kit")]

    def __str__(self) -> str:
        return f"{self.kit_id}: {self.asset_id}"


class PreparedCopy(models.Model):
    """What an archive has to know beforehand of a sized copy in private storage: length and digests of its bytes.

    The name changes with everything the copy shows (`media_library.renditions.store`), so a row never gets old.
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    name = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    crc32 = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("copy ready for archives")
        verbose_name_plural = _("copies ready for archives")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
