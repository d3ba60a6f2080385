"""The editors' search: drafts too, without marks, file names and addresses included.

The readers' index (`media_library.search`) holds what was approved; this one holds what stands in the admin:
an asset's stored texts and, where an approved one has changes waiting, those of its latest draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.models import ModelLogEntry, Revision

from locales.registry import LANGUAGES, column
from locales.search.index import FoldedIndex
from media_library.models import KINDS, Asset, LibraryRecord, Photo
from provinces.models import Province
from provinces.selectors import names_for_search_by_id

WORK_INDEX = FoldedIndex("asset_work_search")

_WEIGHTS = (("title", "A"), ("caption", "B"), ("alt_text", "C"), ("place", "C"))
_TRANSLATED = tuple((column(field, code), weight) for field, weight in _WEIGHTS for code in LANGUAGES)
_PLAIN = (("keywords", "B"), ("creator", "D"), ("credit_line", "D"))
TEXTS = (*_TRANSLATED, *_PLAIN)
"""(column, weight) of what an editor may have typed."""

_CREATED = "wagtail.create"
_REVISION_FIELDS = frozenset({"latest_revision", "has_unpublished_changes", "live_revision"})
_RELEVANT = frozenset({name for name, _weight in TEXTS} | {"province", "historic_province"}) | _REVISION_FIELDS
_BATCH = 500


def put(model: type[LibraryRecord], ids: Iterable[int]) -> None:
    """Index these records of one kind as they are stored now, in a few queries for 500."""
    WORK_INDEX.put_many(_documents(model, ids))


def _documents(model: type[LibraryRecord], ids: Iterable[int]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    wanted = list(ids)
    for start in range(0, len(wanted), _BATCH):
        chunk = wanted[start : start + _BATCH]
        columns = ["pk", "uuid", "province_id", "historic_province_id", *(name for name, _weight in TEXTS)]
        rows = list(model.objects.filter(pk__in=chunk).order_by().values(*columns))
        units = {row[key] for row in rows for key in ("province_id", "historic_province_id")} - {None}
        names = names_for_search_by_id(units)
        files, waiting = _file_names(model, chunk), _waiting(model, chunk)
        for row in rows:
            texts = [*_typed(row), *_typed(waiting.get(row["pk"], {}))]
            of_units = names.get(row["province_id"], []) + names.get(row["historic_province_id"], [])
            extra = [files.get(row["pk"], ""), str(row["uuid"]), *of_units]
            yield (
                row["pk"],
                [(text, weight) for text, weight in dict.fromkeys(texts) if text]
                + [(text, "D") for text in extra if text],
            )


def _typed(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(str(values.get(name) or ""), weight) for name, weight in TEXTS]


def _file_names(model: type[LibraryRecord], ids: list[int]) -> dict[int, str]:
    """{record: name of the file as it came in}, from the history: the stored file is named by its digest."""
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        object_id__in=[str(pk) for pk in ids],
        action=_CREATED,
    )
    return {int(pk): str((data or {}).get("file", "")) for pk, data in entries.values_list("object_id", "data")}


def _waiting(model: type[LibraryRecord], ids: list[int]) -> dict[int, dict[str, Any]]:
    """{record: content of its latest draft} of those with changes that wait for approval."""
    changed = model.objects.filter(pk__in=ids, live=True, has_unpublished_changes=True)
    revisions = Revision.objects.filter(pk__in=changed.order_by().values("latest_revision"))
    return {int(revision.object_id): revision.content for revision in revisions}


def rebuild() -> int:
    """Index everything anew; returns how many assets."""
    WORK_INDEX.clear()
    done = 0
    for model in KINDS.values():
        ids = list(model.objects.order_by().values_list("pk", flat=True))
        put(model, ids)
        done += len(ids)
    return done


def put_those_of(province_id: int) -> None:
    """A unit's names changed."""
    for model in KINDS.values():
        put(model, model.objects.filter(province=province_id).order_by().values_list("pk", flat=True))


_held_back: ContextVar[set[int] | None] = ContextVar("media_library.worklists.search.held_back", default=None)


@contextmanager
def held_back() -> Iterator[set[int]]:
    """Within, saved photos aren't indexed but gathered: the caller indexes all of them at once afterwards."""
    unsaid: set[int] = set()
    token = _held_back.set(unsaid)
    try:
        yield unsaid
    finally:
        _held_back.reset(token)


# --- keeping it true --------------------------------------------------------------------------------------
def _record_saved(
    sender: type[LibraryRecord], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if raw or not (update_fields is None or _RELEVANT.intersection(update_fields)):
        return
    unsaid = _held_back.get()
    if unsaid is None or sender is not Photo:
        put(sender, [instance.pk])
    else:
        unsaid.add(instance.pk)


def _record_deleted(sender: type[LibraryRecord], instance: Any, **kwargs: Any) -> None:
    WORK_INDEX.remove(instance.pk)


def _logged(
    sender: type[ModelLogEntry], instance: Any, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    """The file's name comes with the first line of the history, after the record itself."""
    if raw or not created or instance.action != _CREATED:
        return
    model = instance.content_type.model_class()
    if model in KINDS.values():
        put(model, [int(instance.object_id)])


def _fill_if_empty(**kwargs: Any) -> None:
    """After the migration that made the index: what was in the library before is found at once."""
    tables = set(connection.introspection.table_names())
    needed = {WORK_INDEX.name, Asset._meta.db_table, *(model._meta.db_table for model in KINDS.values())}
    if not needed <= tables or not Asset.objects.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{WORK_INDEX.name}" LIMIT 1')  # noqa: S608 - a checked name
        if cursor.fetchone():
            return
    rebuild()


def register_signal_handlers() -> None:
    from django.apps import apps

    for kind, model in KINDS.items():
        post_save.connect(_record_saved, sender=model, dispatch_uid=f"media_library.work_search.{kind}")
        post_delete.connect(_record_deleted, sender=model, dispatch_uid=f"media_library.work_search.{kind}.gone")
    post_save.connect(_logged, sender=ModelLogEntry, dispatch_uid="media_library.work_search.file")
    post_save.connect(_province_saved, sender=Province, dispatch_uid="media_library.work_search.province")
    post_migrate.connect(
        _fill_if_empty, sender=apps.get_app_config("media_library"), dispatch_uid="media_library.work_search.fill"
    )


def _province_saved(instance: Province, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    from django.db import transaction

    from media_library import tasks

    if not created and not raw:
        transaction.on_commit(lambda: tasks.index_work_of_province.enqueue(instance.pk))
