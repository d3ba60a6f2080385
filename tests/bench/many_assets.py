"""Very many approved photos, made from one by copying its rows: enough for lists, nothing for eyes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone


def multiply(photo: Any, count: int, *, documents: bool = True) -> list[int]:
    """Have `count` more approved photos like `photo`, each with its own UUID, document and place in time.

    Without `documents` no reader finds them. Returns their ids.
    """
    from datetime import timedelta

    from media_library.models import Asset, Photo, PublishedDocument

    now = timezone.now()
    template = Asset.objects.get(pk=photo.pk)
    values = {
        field.attname: getattr(template, field.attname)
        for field in Asset._meta.concrete_fields
        if field.attname not in ("id", "uuid", "approved_at")
    }
    with transaction.atomic():
        made = Asset.objects.bulk_create(
            [Asset(**values, uuid=uuid4(), approved_at=now - timedelta(minutes=number)) for number in range(count)],
            batch_size=500,
        )
        _copy_child_rows(Photo, photo.pk, [asset.pk for asset in made])
        if documents:
            _copy_documents(PublishedDocument.objects.get(pk=photo.pk), made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [asset.pk for asset in made]


def _copy_documents(document: Any, made: list[Any]) -> None:
    kept = type(document)
    kept.objects.bulk_create(
        [
            kept(
                asset_id=asset.pk,
                body=document.body | {"uuid": str(asset.uuid)},
                packet_digest=document.packet_digest,
                deliverable=document.deliverable,
                sha256=document.sha256,
                bytes=document.bytes,
                crc32=document.crc32,
            )
            for asset in made
        ],
        batch_size=500,
    )


def _copy_child_rows(model: Any, source: int, targets: list[int]) -> None:
    """Rows of a multi-table child can't be created in bulk by Django, so they are copied in SQL."""
    quote = connection.ops.quote_name
    key = model._meta.pk.column
    others = [field.column for field in model._meta.local_concrete_fields if field.column != key]
    columns = ", ".join(quote(column) for column in others)
    table = quote(model._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({quote(key)}, {columns}) SELECT %s, {columns} FROM {table} WHERE {quote(key)} = %s"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(target, source) for target in targets])
