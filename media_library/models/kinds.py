"""Films, documents and graphics: assets like photos in all but their pixels."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.asset import Asset, AssetKind
from media_library.models.library_record import LibraryRecord, own_relation
from media_library.models.photo import Photo
from media_library.models.stored_file import StoredFile


class Video(LibraryRecord, StoredFile, Asset):
    """A film. `width` and `height` in pixels as shown, `duration` in whole seconds, both as the file says."""

    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    duration = models.PositiveIntegerField(_("duration"), null=True, editable=False)
    KIND = AssetKind.VIDEO
    admin_namespace = "videos"
    workflow_states = own_relation("wagtailcore.WorkflowState", "video")
    _revisions = own_relation("wagtailcore.Revision", "video")

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")


class Document(LibraryRecord, StoredFile, Asset):
    """A PDF or office file. `pages` where the format tells their number (PDF)."""

    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    KIND = AssetKind.DOCUMENT
    admin_namespace = "documents"
    workflow_states = own_relation("wagtailcore.WorkflowState", "document")
    _revisions = own_relation("wagtailcore.Revision", "document")

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class Graphic(LibraryRecord, StoredFile, Asset):
    """A vector drawing such as a logo. `width` and `height`: its own units, where it has any."""

    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    KIND = AssetKind.GRAPHIC
    admin_namespace = "graphics"
    workflow_states = own_relation("wagtailcore.WorkflowState", "graphic")
    _revisions = own_relation("wagtailcore.Revision", "graphic")

    class Meta:
        verbose_name = _("graphic")
        verbose_name_plural = _("graphics")


KINDS: dict[AssetKind, type[LibraryRecord]] = {
    AssetKind.PHOTO: Photo,
    AssetKind.VIDEO: Video,
    AssetKind.DOCUMENT: Document,
    AssetKind.GRAPHIC: Graphic,
}
"""The model of each kind; a new kind is one line here."""


def record_of(asset: Asset) -> LibraryRecord | None:
    """The record behind an asset, with its title, file and workflow; None where there is none."""
    if isinstance(asset, LibraryRecord):
        return asset
    found: LibraryRecord | None = KINDS[AssetKind(asset.kind)].objects.filter(pk=asset.pk).first()
    return found


def locked_record(pk: int) -> LibraryRecord:
    """The record, locked until the transaction ends. Raises Asset.DoesNotExist."""
    kind = Asset.objects.values_list("kind", flat=True).get(pk=pk)
    found: LibraryRecord = KINDS[AssetKind(kind)].objects.select_for_update(of=("self",)).get(pk=pk)
    return found


def records_by_id(ids: Iterable[int]) -> dict[int, LibraryRecord]:
    """{id: record} with what lists show of them; one query, and one more for each kind among them."""
    kinds = dict(Asset.objects.filter(pk__in=set(ids)).values_list("pk", "kind"))
    found: dict[int, LibraryRecord] = {}
    for kind in set(kinds.values()):
        of_kind = [pk for pk, other in kinds.items() if other == kind]
        records = KINDS[AssetKind(kind)].objects.filter(pk__in=of_kind)
        found |= {record.pk: record for record in records.select_related("licence", "consent", "province")}
    return found
