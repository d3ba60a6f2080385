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


@task()
def take_in_upload(upload_id: int) -> int:
    """Bring a complete upload (a ZIP, a big file) into the library; returns how many files got their outcome."""
    from media_library.uploads import services

    return services.take_in(upload_id)


@task()
def clear_uploads() -> int:
    """End expired uploads and drop their bytes; returns how many."""
    from media_library.uploads import services

    return services.clear()


@task()
def mail_problem_report(report_id: int) -> int:
    """Tell the editors what a reader reported; returns how many mails were sent."""
    from media_library import problems

    return problems.mail_editors(report_id)


@task()
def index_work_of_province(province_id: int) -> None:
    """Have the editors' search know a province's new names."""
    from media_library.worklists import search

    search.put_those_of(province_id)


@task()
def settle_offers(subject: str, pk: int) -> int:
    """Log what a changed licence or consent did to the assets that rest on it; returns how many lines."""
    from media_library.expiry import clock

    return clock.settle_resting_on(subject, pk)


@task()
def work_on_batch(batch_id: int) -> None:
    """Read, make or undo a change to many photos; its page shows how far it is."""
    from media_library.batch import waiting

    waiting.work_on(batch_id)


@task()
def index_photos(ids: list[int], with_references: list[int]) -> None:
    """Have Wagtail's own search and list of references know photos that were changed together."""
    from media_library import indexing

    indexing.index_photos(ids, with_references)
