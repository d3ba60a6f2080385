"""Work for the queue. Tasks take identifiers and stay thin."""

from __future__ import annotations

from django_tasks import task


@task()
def make_renditions(asset_id: int) -> int:
    """Make all presets of an approved photo ahead of the first reader; returns how many were made."""
    from media_library.models import Photo
    from media_library.renditions import store

    photo = Photo.objects.select_related("published").filter(pk=asset_id).first()
    return store.make_all(photo) if photo is not None else 0


@task()
def rebuild_documents_quoting(label: str, pk: int) -> int:
    """Rebuild the published documents that quote a licence, province or sector; returns how many."""
    from media_library import services

    return services.rebuild_documents_quoting(label, pk)
