"""Working out what a change to many photos would do. Nothing is saved before it was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media_library.batch.hindrances import hindrance, look_up_locks
from media_library.batch.steps import Operation, Step
from media_library.columns import assign, columns, texts_of, value_of
from media_library.drafts import drafts_of
from media_library.models import BatchEdit, BatchItem, BatchState, Photo

AT_MOST = 1000
"""Photos in one change. More would be a list that nobody looks through before it counts."""
AT_A_TIME = 50
KEEP_PLANS = timedelta(days=2)
Wanted = Callable[[Photo, Mapping[str, str]], Mapping[str, str]]
"""(draft, {column: text now}) → {column: text wanted}; columns left out stay as they are."""


class TooMany(ValidationError):
    """More photos than one change may have."""


class Values:
    """What texts mean, each looked up once however many photos have it."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], Any] = {}

    def of(self, name: str, text: str, photo: Photo) -> Any:
        """Raises ValidationError with words for the editor."""
        key = (name, text, photo.province_id)
        if key not in self._known:
            self._known[key] = value_of(name, text, photo.province_id)
        return self._known[key]


def by_steps(steps: Sequence[Step]) -> Wanted:
    def wanted(photo: Photo, now: Mapping[str, str]) -> Mapping[str, str]:
        texts = dict(now)
        for step in steps:
            texts[step.column] = step.after(texts[step.column])
        return {step.column: texts[step.column] for step in steps}

    return wanted


def words_of(steps: Sequence[Step]) -> str:
    """The change in one line, for the list of changes."""
    parts = []
    for step in steps:
        value = "" if step.operation is Operation.CLEAR else f" “{step.text[:60]}”"
        parts.append(f"{columns()[step.column].label}: {step.operation.label}{value}")
    return "; ".join(parts)


@transaction.atomic
def plan(
    photos: Iterable[Photo],
    wanted: Wanted,
    *,
    user: Any,
    words: str,
    all_or_nothing: bool = False,
    form: Mapping[str, Sequence[str]] | None = None,
) -> BatchEdit:
    """Work out what would change and what stands in the way, and keep that as a plan of the user's.

    `form` is what was typed for it. Raises TooMany.
    """
    clear_plans(user)
    batch = BatchEdit.objects.create(
        owner=user, words=words[:2000], all_or_nothing=all_or_nothing, form=dict(form or {})
    )
    for _done in add_items(batch, photos, wanted, user=user):
        pass
    return batch


def clear_plans(user: Any) -> None:
    """Drop what the user planned and never made."""
    idle = (BatchState.PLANNED, BatchState.REFUSED, BatchState.DISCARDED)
    BatchEdit.objects.filter(owner=user, state__in=idle, planned_at__lt=timezone.now() - KEEP_PLANS).delete()


def add_items(batch: BatchEdit, photos: Iterable[Photo], wanted: Wanted, *, user: Any) -> Iterable[int]:
    """Plan each photo, a few queries for `AT_A_TIME` of them; yields how many are planned so far. Raises TooMany."""
    values, done, waiting = Values(), 0, iter(photos)
    while some := list(islice(waiting, AT_A_TIME)):
        if done + len(some) > AT_MOST:
            raise TooMany(_("At most %(count)s photos can be changed at once.") % {"count": AT_MOST})
        look_up_locks(some)
        drafts = drafts_of(some)
        items = []
        for photo in some:
            item = BatchItem(batch=batch, photo=photo, seen_revision=photo.latest_revision_id)
            item.changes, item.problem = _planned(photo, drafts[photo.pk], wanted, user, values)
            items.append(item)
        BatchItem.objects.bulk_create(items)
        done += len(some)
        yield done


def _planned(photo: Photo, draft: Photo, wanted: Wanted, user: Any, values: Values) -> tuple[dict[str, list[str]], str]:
    """What changes, and what stands in the way of it. Where nothing changes, nothing stands in the way."""
    now = texts_of(draft)
    changes: dict[str, list[str]] = {}
    problems = []
    for name, text in wanted(draft, now).items():
        if text == now[name]:
            continue
        try:
            value = values.of(name, text, draft)
        except ValidationError as error:
            problems.append(f"{columns()[name].label}: {' '.join(error.messages)}")
            continue
        # Read and written again: "Có" and "yes" are no change.
        assign(draft, name, value)
        settled = columns()[name].write(draft)
        if settled != now[name]:
            changes[name] = [now[name], settled]
    if changes and (problem := hindrance(photo, user)):
        return {}, problem
    return changes, "\n".join(problems)
