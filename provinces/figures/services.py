"""What is done with a file of figures: handed in, approved and applied at once, returned, thrown away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from locales.registry import LANGUAGES, WORKING, column
from locales.text_status.together import settle_written
from provinces.figures.planning import key_of, observations_by_key
from provinces.figures.policy import may_decide, may_send
from provinces.figures.values import from_json, values_of
from provinces.models import BatchState, FigureBatch, FigureChange, Observation

WRITTEN = (
    *("period_label", "value", "source_url", "published_on", "is_illustrative", "source"),
    *(column("source", code) for code in LANGUAGES),
)
"""Fields that a file can change."""


def submit(batch: FigureBatch, *, user: Any) -> FigureBatch:
    """Ask the province's approvers. Raises PermissionDenied, and ValidationError for what isn't to be handed in."""
    with transaction.atomic():
        kept = _locked(batch, BatchState.PLANNED)
        if kept.sent_by_id != user.pk or not may_send(user, kept.province_id):
            raise PermissionDenied
        if not _real_changes(kept):
            raise ValidationError(_("The file changes nothing."))
        kept.state, kept.submitted_at = BatchState.SUBMITTED, timezone.now()
        kept.save(update_fields=["state", "submitted_at"])
        _tell(kept)
    return kept


def discard(batch: FigureBatch, *, user: Any) -> None:
    """Throw away what one sent oneself, before anybody decided on it."""
    with transaction.atomic():
        kept = FigureBatch.objects.select_for_update().get(pk=batch.pk)
        if kept.sent_by_id != user.pk and not user.is_superuser:
            raise PermissionDenied
        if kept.state == BatchState.APPLIED:
            raise ValidationError(_("These figures are published already."))
        kept.delete()


def return_to_sender(batch: FigureBatch, *, user: Any, comment: str) -> FigureBatch:
    with transaction.atomic():
        kept = _locked(batch, BatchState.SUBMITTED)
        if not may_decide(user, kept.province_id):
            raise PermissionDenied
        if not comment.strip():
            raise ValidationError(_("Say what is to be changed."))
        _decided(kept, BatchState.RETURNED, user, comment.strip()[:2000])
    return kept


def approve(batch: FigureBatch, *, user: Any) -> FigureBatch:
    """All figures of the file or none. Raises ValidationError where one has changed since the preview."""
    try:
        with transaction.atomic():
            kept = _locked(batch, BatchState.SUBMITTED)
            if not may_decide(user, kept.province_id):
                raise PermissionDenied
            changes = _real_changes(kept)
            _apply(changes, user)
            _decided(kept, BatchState.APPLIED, user, "")
    except IntegrityError as error:
        raise ValidationError(_changed_meanwhile()) from error
    return kept


def _apply(changes: list[FigureChange], user: Any) -> None:
    """In bulk: a save of each would settle its texts and move the caches by itself."""
    known = observations_by_key(changes)
    now = timezone.now()
    for change in changes:
        observation = known.get(key_of(change))
        before = values_of(observation).as_json() if observation else None
        if before != change.before:
            raise ValidationError(_changed_meanwhile())
        if observation is None:
            observation = Observation(
                province=change.province,
                indicator=change.indicator,
                period_start=change.period_start,
                period_end=change.period_end,
            )
        from_json(change.after).put_into(observation)
        change.observation, change.made_by, change.made_at = observation, user, now
    _write([change.observation for change in changes if change.observation])
    FigureChange.objects.bulk_update(changes, ["observation", "made_by", "made_at"])


def _write(observations: list[Observation]) -> None:
    # Under the working language the base column gets the Vietnamese text (see PinnedBaseColumn); the plain queryset
    # writes that column itself, where modeltranslation's would write the language's.
    rows: QuerySet[Observation] = QuerySet(model=Observation)
    new, old = [one for one in observations if one.pk is None], [one for one in observations if one.pk is not None]
    with translation.override(WORKING):
        rows.bulk_create(new)
        rows.bulk_update(old, WRITTEN, batch_size=50)
    settle_written(Observation, [one.pk for one in observations])


def record_by_hand(observation: Observation, before: dict[str, Any] | None, *, user: Any) -> None:
    """Keep what a figure was before somebody changed it in the admin."""
    after = values_of(observation).as_json()
    if before == after:
        return
    FigureChange.objects.create(
        observation=observation,
        province=observation.province,
        indicator=observation.indicator,
        period_start=observation.period_start,
        period_end=observation.period_end,
        before=before,
        after=after,
        made_by=user,
        made_at=timezone.now(),
    )


def _real_changes(batch: FigureBatch) -> list[FigureChange]:
    rows = batch.changes.select_related("province", "indicator")
    return [change for change in rows if change.before != change.after]


def _locked(batch: FigureBatch, state: BatchState) -> FigureBatch:
    kept = FigureBatch.objects.select_for_update().get(pk=batch.pk)
    if kept.state != state:
        raise ValidationError(_("Somebody was quicker: this file is no longer what the page showed. Load it again."))
    return kept


def _decided(batch: FigureBatch, state: BatchState, user: Any, comment: str) -> None:
    batch.state, batch.decided_by, batch.decided_at, batch.comment = state, user, timezone.now(), comment
    batch.save(update_fields=["state", "decided_by", "decided_at", "comment"])
    _tell(batch)


def _tell(batch: FigureBatch) -> None:
    from provinces import tasks

    pk, state = batch.pk, str(batch.state)
    transaction.on_commit(lambda: tasks.mail_about_figures.enqueue(pk, state))


def _changed_meanwhile() -> str:
    return _("Figures were changed after this file was looked at. Nothing was applied: send the file again.")
