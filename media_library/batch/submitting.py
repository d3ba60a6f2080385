"""Handing in many drafts at once: those that are complete go to the approver, the others are named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from media_library.drafts import draft_of
from media_library.models import Photo
from media_library.services import missing_for_approval


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of one photo: submitted, or why not."""

    photo: Photo
    problem: str = ""


def submit(photos: Iterable[Photo], *, user: Any) -> list[Submission]:
    """Start (or, where it was returned, resume) the approval of each. One photo's trouble doesn't stop the others."""
    return [Submission(photo, _submit(photo, user)) for photo in photos]


def _submit(photo: Photo, user: Any) -> str:
    if photo.withdrawn_at is not None:
        return _("It is withdrawn: nothing about it changes any more.")
    if photo.workflow_in_progress:
        return _("It is waiting for approval already.")
    if photo.approved_at is not None and not photo.has_unpublished_changes:
        return _("It is approved, and nothing has changed since.")
    if missing := missing_for_approval(draft_of(photo)):
        return _("Before it can be approved it needs: %s.") % ", ".join(missing)
    workflow = photo.get_workflow()
    if workflow is None:
        return _("No approval is set up for photos. Ask the administrators.")
    with transaction.atomic():
        state = photo.current_workflow_state
        if state is not None:
            state.resume(user)
        else:
            workflow.start(photo, user)
    return ""
