"""Very many approved photos, made from one by copying its rows: enough for lists, nothing for eyes."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils import timezone


def multiply(photo: Any, count: int, *, documents: bool = True) -> list[int]:
    """Have `count` more approved photos like `photo`, each with its own UUID, document and place in time.

    Without `documents` no reader finds them. Returns their ids. The database copies its own rows: a hundred
    thousand of some hundred columns take a quarter of an hour to carry there and back.
    """
    from media_library.models import Asset, Photo, PublishedDocument

    before = set(Asset.objects.values_list("pk", flat=True))
    numbers = _numbers(count)
    with transaction.atomic():
        _copy(Asset, f"WHERE source.id = {photo.pk}", numbers, {"uuid": _new_uuid(), "approved_at": _minutes_ago()})
        made = sorted(set(Asset.objects.values_list("pk", flat=True)) - before)
        copies = (
            "(SELECT id AS copy, uuid AS its_uuid FROM media_library_asset"  # noqa: S608
            f" WHERE id BETWEEN {made[0]} AND {made[-1]}) AS made"
        )
        key = Photo._meta.pk.attname
        _copy(Photo, f"WHERE source.{key} = {photo.pk}", copies, {key: "copy"})
        if documents:
            own = {"asset_id": "copy", "body": _with_uuid()}
            _copy(PublishedDocument, f"WHERE source.asset_id = {photo.pk}", copies, own)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _copy(model: Any, which: str, beside: str, own: dict[str, str]) -> None:
    """A row for each row of `beside`, the same but for what is its `own`: {column: SQL}."""
    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.local_concrete_fields if not _is_counted(field)]
    values = ", ".join(own.get(column, f"source.{quote(column)}") for column in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(map(quote, columns))})"  # noqa: S608 - nothing in it is anybody's text
            f" SELECT {values} FROM {table} AS source, {beside} {which}"
        )


def _is_counted(field: Any) -> bool:
    return field.primary_key and field.remote_field is None


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _numbers(count: int) -> str:
    if _is_postgresql():
        return f"generate_series(0, {count - 1}) AS counted (number)"
    counted = f"SELECT 0 AS number UNION ALL SELECT number + 1 FROM counting WHERE number < {count - 1}"  # noqa: S608
    return f"(WITH RECURSIVE counting AS ({counted}) SELECT number FROM counting) AS counted"  # noqa: S608


def _new_uuid() -> str:
    """Both of version 4: an address takes no other."""
    if _is_postgresql():
        return "gen_random_uuid()"
    random = "lower(hex(randomblob(16)))"
    return f"substr({random}, 1, 12) || '4' || substr({random}, 1, 3) || 'a' || substr({random}, 1, 15)"


def _minutes_ago() -> str:
    now = timezone.now().replace(tzinfo=None)
    if _is_postgresql():
        return f"timestamptz '{now}+00' - number * interval '1 minute'"
    return f"strftime('%Y-%m-%d %H:%M:%f', '{now}', '-' || number || ' minutes')"


def _with_uuid() -> str:
    if _is_postgresql():
        return "jsonb_set(source.body, '{uuid}', to_jsonb(its_uuid::text))"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    written = " || '-' || ".join(f"substr(its_uuid, {start}, {length})" for start, length in parts)
    return f"json_set(source.body, '$.uuid', {written})"
