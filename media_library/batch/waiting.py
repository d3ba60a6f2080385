"""Changes that are too many to make before the answer: a worker has them, and their page shows how far it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from locales.people import admin_language_of
from media_library import tasks
from media_library.batch import services
from media_library.models import BatchEdit, BatchState

AT_ONCE = 20
"""Up to here a change is planned, made and undone before the answer."""
FORSAKEN_AFTER = timedelta(minutes=10)
"""A worker that says nothing for so long has died."""


def start(batch: BatchEdit, *, user: Any, hand_in: bool = False) -> None:
    """Make a plan: at once, or by a worker. Pressed twice it is made once.

    Raises ValidationError where it can't be made; then it is a plan as before.
    """
    claimed = BatchEdit.objects.filter(pk=batch.pk, state=BatchState.PLANNED).update(
        state=BatchState.APPLYING, hand_in=hand_in, errors=[], touched_at=timezone.now()
    )
    if not claimed:
        return
    batch.refresh_from_db()
    if batch.items.count() > AT_ONCE:
        tasks.work_on_batch.enqueue(batch.pk)
        return
    try:
        services.apply(batch, user=user)
    except ValidationError:
        BatchEdit.objects.filter(pk=batch.pk).update(state=BatchState.PLANNED)
        raise


def start_undoing(batch: BatchEdit, *, user: Any) -> None:
    """Undo a change: at once, or by a worker. Raises ValidationError where there is nothing to undo."""
    if batch.items.exclude(made_revision=None).count() <= AT_ONCE:
        services.undo(batch, user=user)
    elif BatchEdit.objects.filter(pk=batch.pk, state=BatchState.APPLIED).update(
        state=BatchState.UNDOING, touched_at=timezone.now()
    ):
        tasks.work_on_batch.enqueue(batch.pk)


def work_on(batch_id: int) -> None:
    """What a worker does with a change: read its spreadsheet, make it, or undo it, as its state says."""
    batch = BatchEdit.objects.select_related("owner").filter(pk=batch_id).first()
    if batch is None:
        return
    with translation.override(admin_language_of(batch.owner)):
        _work_on(batch)


def _work_on(batch: BatchEdit) -> None:
    match batch.state:
        case BatchState.PLANNING:
            from media_library.spreadsheet import importing  # it leaves its work to this module

            importing.plan_sent(batch)
        case BatchState.APPLYING:
            try:
                services.apply(batch, user=batch.owner)
            except ValidationError as error:
                BatchEdit.objects.filter(pk=batch.pk).update(state=BatchState.PLANNED, errors=error.messages)
        case BatchState.UNDOING:
            services.undo(batch, user=batch.owner)


def take_up_if_forsaken(batch: BatchEdit) -> None:
    """Whoever looks at a change whose worker has died has another go on with it."""
    silent = BatchEdit.objects.filter(pk=batch.pk, touched_at__lt=timezone.now() - FORSAKEN_AFTER)
    if silent.update(touched_at=timezone.now()):
        tasks.work_on_batch.enqueue(batch.pk)
