"""Photos: Wagtail's images with drafts, workflow, history and rights."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet, get_upload_to
from wagtail.search import index

from locales.panels import translated_filter_fields
from media_library.models.asset import Asset, AssetKind
from media_library.models.library_record import LibraryRecord, own_relation
from media_library.models.picture_file import UprightImageField


class Photo(LibraryRecord, Asset, AbstractImage):
    """A photograph or drawn picture."""

    KIND = AssetKind.PHOTO
    has_pixels = True
    admin_namespace = "photos"
    workflow_states = own_relation("wagtailcore.WorkflowState", "photo")
    _revisions = own_relation("wagtailcore.Revision", "photo")

    file = UprightImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    search_auto_update = False
    """`media_library.indexing` does it, one by one or for many together."""
    objects: ClassVar[Any] = ImageQuerySet.as_manager()
    admin_form_fields = ("title", "file", "collection", "focal_point_x", "focal_point_y", "focal_point_width",
                         "focal_point_height")  # fmt: skip
    search_fields = [
        *AbstractImage.search_fields,
        index.FilterField("province_id"),
        index.FilterField("live"),
        index.FilterField("approved_at"),
        *translated_filter_fields("title"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    @property
    def default_alt_text(self) -> str:
        return str(self.alt_text or self.title)


class Rendition(AbstractRendition):
    """Sized copies that Wagtail's own admin makes. Readers get presets from the gate instead."""

    image = models.ForeignKey(Photo, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]

    @property
    def url(self) -> str:
        """Through the gate, like every byte: only those who may preview the photo get it."""
        return reverse("media:admin-rendition", args=[self.image.uuid, self.pk])
