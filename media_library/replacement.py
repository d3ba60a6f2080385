"""Replacing the picture of an approved photo: a new file becomes a draft that takes the old one's place.

The draft carries all texts and rights of the old photo. In the second it is approved the old one is withdrawn
as replaced, naming it as successor; who holds the old file gets a correction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, LockableMixin, ModelLogEntry, RevisionMixin, WorkflowMixin

from locales.text_status.services import copy_statuses
from media_library import services
from media_library.models import Asset, AssetKind, Photo, Replacement, Resemblance, ResemblanceState
from media_library.models.asset import TEXT_FIELDS
from media_library.models.library_record import ACTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from media_library.ingest import Outcome

REPLACED = gettext_noop("Replaced by a better version.")
"""The reason of a withdrawal by replacement, kept in English and shown in the reader's language."""

_OF_THE_FILE = frozenset(
    {"id", "asset_ptr", "updated_at", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"}
)
_SAME_SHAPE = 0.01
"""Difference of the proportions up to which a focal point still means the same spot."""


def _editable_names() -> list[str]:
    """The fields an editor fills: all but those of the file, the acts, the workflow and the pinned base columns."""
    of_wagtail = {
        field.name
        for mixin in (DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin)
        for field in mixin._meta.local_fields
    }
    left_out = _OF_THE_FILE | set(ACTS) | of_wagtail | set(TEXT_FIELDS)
    return [field.name for field in Photo._meta.concrete_fields if field.name not in left_out]


def can_be_replaced(photo: Photo) -> bool:
    """Approved, not withdrawn, and nothing is under way to replace it."""
    if photo.approved_at is None or photo.withdrawn_at is not None:
        return False
    return not Replacement.objects.filter(predecessor=photo.pk, settled_at__isnull=True).exists()


def start(old: Photo, file: BinaryIO, name: str, *, actor: Any) -> Outcome:
    """Take in a new file for an approved photo. Not accepted: nothing has changed, and the outcome says why.

    Raises ValidationError for a photo that can't be replaced.
    """
    from media_library.ingest import Accepted, ingest

    if not can_be_replaced(old):
        raise ValidationError(_("Only an approved picture that nobody is replacing yet can be replaced."))
    with transaction.atomic():
        outcome = ingest(file, name, province=old.province, actor=actor, only=AssetKind.PHOTO)
        if isinstance(outcome, Accepted):
            propose(outcome.photo, old, actor=actor)
    return outcome


@transaction.atomic
def propose(new: Photo, old: Photo, *, actor: AbstractBaseUser | None) -> Replacement:
    """Have `new` take the place of `old`: at its approval, or at once where it is approved already.

    Raises ValidationError where `old` can't be replaced, or `new` replaces another picture.
    """
    old = Photo.objects.select_for_update(of=("self",)).get(pk=old.pk)
    if not can_be_replaced(old) or Replacement.objects.filter(successor=new.pk).exists():
        raise ValidationError(_("Only an approved picture that nobody is replacing yet can be replaced."))
    made = Replacement.objects.create(successor=new, predecessor=old, started_by_id=actor.pk if actor else None)
    if new.approved_at is None:
        take_over(new, old)
        _take_embargo(new, old, actor)
    log(instance=old, action="media_library.replace", user=actor, data={"successor": str(new.uuid)})
    Resemblance.objects.filter(photo__in=(new, old), other__in=(new, old), state=ResemblanceState.OPEN).update(
        state=ResemblanceState.SAME, decided_by=actor and actor.pk, decided_at=timezone.now()
    )
    if new.approved_at is not None:
        settle(new, actor=actor)
    return made


@transaction.atomic
def take_over(new: Photo, old: Photo) -> None:
    """Copy texts and rights of `old`, the unapproved changes included, into the draft `new`.

    What was typed for `new` stays; what its file said gives way to what `old` says, because somebody worked on
    that. Only how a picture was made is better known from the file.
    """
    source = old.get_latest_revision_as_object()
    draft = new.get_latest_revision_as_object()
    file_said = _as_its_file_says(draft)
    for name in _editable_names():
        theirs, ours = getattr(source, name), getattr(draft, name)
        if _is_empty(theirs) or (name == "digital_source_type" and draft.source_metadata.get(name)):
            continue
        if _is_empty(ours) or ours == getattr(file_said, name):
            setattr(draft, name, theirs)
    for field in get_all_child_m2m_relations(Photo):
        if not getattr(draft, field.name).all().exists():
            getattr(draft, field.name).set(list(getattr(source, field.name).all()))
    for relation in get_all_child_relations(Photo):
        accessor = relation.get_accessor_name()
        if not getattr(draft, accessor).all().exists():
            source.copy_child_relation(relation, draft)
    _take_focal_point(draft, source)
    draft.save()
    draft.save_revision(log_action=False)
    copy_statuses(old, new)
    new.refresh_from_db()


def _as_its_file_says(photo: Photo) -> Photo:
    """An unsaved photo with what the file alone gives; the province was chosen at the upload, not read."""
    from media_library.ingest.service import apply_metadata
    from media_library.metadata import MetadataError, read

    plain = Photo(province=photo.province)
    created = ModelLogEntry.objects.for_instance(photo).filter(action="wagtail.create").first()
    name = (created.data or {}).get("file", "") if created else ""
    try:
        with photo.file.storage.open(photo.file.name, "rb") as file:
            apply_metadata(plain, read(file), name)
    except MetadataError:
        pass
    return plain


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value is False


def _take_focal_point(new: Photo, old: Photo) -> None:
    """Where both have the same shape, the same spot matters."""
    if new.has_focal_point() or not old.has_focal_point() or not (old.height and new.height):
        return
    if abs(old.width / old.height - new.width / new.height) > _SAME_SHAPE * old.width / old.height:
        return
    scale = new.width / old.width
    for name in ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"):
        value = getattr(old, name)
        setattr(new, name, None if value is None else round(value * scale))


@transaction.atomic
def settle(new: Asset, *, actor: AbstractBaseUser | None) -> None:
    """A successor was approved: it takes the place. Nothing happens for a photo that replaces none.

    An embargo of the old picture that is still to end goes over to the new one, in the same transaction.
    """
    replacement = Replacement.objects.select_for_update().filter(successor=new.pk, settled_at__isnull=True).first()
    if replacement is None:
        return
    successor = Asset.objects.get(pk=new.pk)
    old = Asset.objects.select_for_update().get(pk=replacement.predecessor_id)
    _take_embargo(successor, old, actor)
    replacement.settled_at = timezone.now()
    replacement.save(update_fields=["settled_at"])
    if old.withdrawn_at is None and old.approved_at is not None:
        services.withdraw(old, reason=REPLACED, actor=actor, successor=successor, replaced=True)
    elif old.successor_id is None:
        Asset.objects.filter(pk=old.pk).update(successor=successor, updated_at=timezone.now())


def _take_embargo(new: Asset, old: Asset, actor: AbstractBaseUser | None) -> None:
    """The new picture stays hidden at least as long as the old one would."""
    until = old.embargo_until
    if until is not None and until > timezone.now() and (new.embargo_until is None or new.embargo_until < until):
        services.set_embargo(new, until, actor=actor, reason=_("As the picture it replaces"))
