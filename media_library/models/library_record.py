"""What every kind of asset is as a record: drafts, approval, history, and acts that no draft undoes."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from locales.registry import LANGUAGES, WORKING
from media_library.files import original_name, playing_time, sha256_of
from media_library.models.asset import AssetKind

ACTS = (
    "uuid",
    "kind",
    "sha256",
    "file",
    "width",
    "height",
    "duration",
    "pages",
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
    "withdrawal_reason_texts",
    "successor",
    "map_checked_at",
    "map_checked_by",
    "live",
)
"""Fields that an older revision must not bring back: the file itself and the editorial acts on it."""

DECIDED = frozenset(
    {
        "embargo_until",
        "approved_at",
        "withdrawn_at",
        "withdrawal_reason",
        "withdrawal_reason_texts",
        "successor",
        "map_checked_at",
        "map_checked_by",
    }
)
"""Acts that services write by name. A whole save leaves them alone: it may come from a stale screen."""


def own_relation(to: str, name: str) -> Any:
    """The workflow states or revisions of one kind of record, found from there by `name`."""
    return GenericRelation(
        to,
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name=name,
        for_concrete_model=False,
    )


class LibraryRecord(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Mix into a child of `Asset`, before it. `live` means: has been approved and isn't withdrawn.

    The child brings `title`, `file`, `file_size`, `created_at`, `uploaded_by_user`, and `workflow_states` and
    `_revisions` through `own_relation`.
    """

    live = models.BooleanField(verbose_name=_("live"), default=False, editable=False)

    KIND: ClassVar[AssetKind]
    has_pixels: ClassVar[bool] = False
    """Whether sized copies can be made of it."""
    admin_namespace: ClassVar[str]
    """Of its addresses in the admin: `photos` has `photos:edit`."""

    if TYPE_CHECKING:
        objects: ClassVar[Any]
        pk: Any
        uuid: Any
        kind: str
        sha256: str
        file: Any
        file_size: Any
        title: str
        alt_text: str
        _revisions: Any

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, "title_vi", None) or self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the acts only where they are named, so that saving a stale copy can't undo a withdrawal."""
        if self._state.adding:
            self.kind = self.KIND
        if not self._state.adding and kwargs.get("update_fields") is None and not kwargs.get("force_insert"):
            names = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            children = {relation.get_accessor_name() for relation in get_all_child_relations(self)}
            children |= {field.name for field in get_all_child_m2m_relations(self)}
            kwargs["update_fields"] = (names - DECIDED - {"asset_ptr", "id"}) | children
        super().save(*args, **kwargs)

    @classmethod
    def get_base_content_type(cls) -> ContentType:
        """The kind, not assets: what Wagtail loads for a revision or workflow must be the workflow record."""
        return ContentType.objects.get_for_model(cls, for_concrete_model=False)

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
            with_bytes: File[bytes] = self.file
            self.sha256 = sha256_of(with_bytes.open("rb"))
            with_bytes.seek(0)
        return original_name(self.sha256, filename)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A revision as an object, with today's file and acts: a stale draft can't undo a withdrawal.

        Read under the working language: the base column of the content would else be taken for text of
        whatever language the approver's screen is in.
        """
        with translation.override(WORKING):
            record = super().with_content_json(content)
        return self._with_acts_of(record, type(self).objects.get(pk=self.pk))

    def with_checked_content(self, content: dict[str, Any]) -> Any:
        """The same without a query: for a row just read, and content whose foreign keys were just looked up."""
        # The mixins keep what is theirs and leave the rest to this method of the record.
        unchecked = partial(type(self).from_serializable_data, check_fks=False)
        self.__dict__["from_serializable_data"] = unchecked
        try:
            with translation.override(WORKING):
                record = super().with_content_json(content)
        finally:
            del self.__dict__["from_serializable_data"]
        return self._with_acts_of(record, self)

    @staticmethod
    def _with_acts_of(record: Any, today: Any) -> Any:
        for name in ACTS:
            if hasattr(type(today), name):
                field = today._meta.get_field(name)
                # The key of a related record says enough: loading it costs a query for each photo.
                setattr(record, field.attname, getattr(today, field.attname))
        return record

    # --- the file ----------------------------------------------------------------------------
    @property
    def extension(self) -> str:
        """How the file's name ends, in one spelling: what its content is was settled at ingest."""
        return PurePath(self.file.name).suffix.lstrip(".").lower().replace("jpeg", "jpg")

    @property
    def measures(self) -> dict[str, int | None]:
        """Width and height in pixels, duration in seconds, number of pages; None for what it doesn't have."""
        return {name: getattr(self, name, None) for name in ("width", "height", "duration", "pages")}

    @property
    def playing_time(self) -> str:
        return playing_time(self.measures["duration"])

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
            "texts": {name: read(self, name, code) for name in ("title", "caption", "alt_text", "place")},  # type: ignore[arg-type]
        }

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        with translation.override(mode_name or "vi"):
            return super().serve_preview(request, mode_name)
