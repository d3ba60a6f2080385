"""Photos: Wagtail's images with drafts, workflow, history and rights."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet, get_upload_to
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from locales.panels import translated_filter_fields
from locales.registry import LANGUAGES, WORKING
from media_library.models.asset import Asset
from media_library.models.picture_file import UprightImageField

ACTS = (
    "uuid",
    "kind",
    "sha256",
    "file",
    "width",
    "height",
    "file_size",
    "file_hash",
    "collection",
    "uploaded_by_user",
    "created_at",
    "source_metadata",
    "embargo_until",
    "approved_at",
    "withdrawn_at",
    "withdrawal_reason",
    "successor",
    "live",
)
"""Fields that an older revision must not bring back: the file itself and the editorial acts on it."""

DECIDED = frozenset({"embargo_until", "approved_at", "withdrawn_at", "withdrawal_reason", "successor"})
"""Acts that services write by name. A whole save leaves them alone: it may come from a stale screen."""


class Photo(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Asset, AbstractImage):
    """A photograph or drawn picture. `live` means: has been approved and isn't withdrawn."""

    live = models.BooleanField(verbose_name=_("live"), default=False, editable=False)
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="photo",
        for_concrete_model=False,
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="photo",
        for_concrete_model=False,
    )

    file = UprightImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
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

    def __str__(self) -> str:
        return str(self.title_vi or self.title)

    @classmethod
    def get_base_content_type(cls) -> ContentType:
        """Photos, not assets: what Wagtail loads for a revision or workflow must be the workflow record."""
        return ContentType.objects.get_for_model(Photo, for_concrete_model=False)

    def serializable_data(self) -> dict[str, Any]:
        with translation.override(WORKING):
            data: dict[str, Any] = super().serializable_data()
        return data

    @property
    def revisions(self) -> Any:
        return self._revisions

    def get_upload_to(self, filename: str) -> str:
        """Content-addressed and unguessable from outside: `originals/ab/<sha256>.jpg`."""
        if not self.sha256:
            self.sha256 = hashlib.file_digest(self.file.open("rb"), "sha256").hexdigest()
            self.file.seek(0)
        return f"originals/{self.sha256[:2]}/{self.sha256}{PurePath(filename).suffix.lower()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the acts only where they are named, so that saving a stale copy can't undo a withdrawal."""
        if not self._state.adding and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            children = {relation.get_accessor_name() for relation in get_all_child_relations(self)}
            children |= {field.name for field in get_all_child_m2m_relations(self)}
            kwargs["update_fields"] = (names - DECIDED - {"asset_ptr", "id"}) | children
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A revision as an object, with today's file and acts: a stale draft can't undo a withdrawal.

        Read under the working language: the base column of the content would else be taken for text of
        whatever language the approver's screen is in.
        """
        with translation.override(WORKING):
            photo = super().with_content_json(content)
        today = Photo.objects.get(pk=self.pk)
        for name in ACTS:
            setattr(photo, name, getattr(today, name))
        return photo

    @property
    def default_alt_text(self) -> str:
        return str(self.alt_text or self.title)

    # --- preview in every language -----------------------------------------------------------
    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [(language.code, language.name_native) for language in LANGUAGES.values()]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "media_library/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from locales.text import read

        code = mode_name or "vi"
        return {
            "photo": self,
            "language": LANGUAGES[code],
            "texts": {name: read(self, name, code) for name in ("title", "caption", "alt_text", "place")},
        }

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        with translation.override(mode_name or "vi"):
            return super().serve_preview(request, mode_name)


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
