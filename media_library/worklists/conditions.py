"""What each work view looks for, as conditions on a kind of asset (photos unless told otherwise).

They read what is stored: a draft's own values, and of an approved picture what was approved. Sets from other
tables come as uncorrelated subqueries, which both databases build once, so that twenty views are counted in
one pass over the photos.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from locales.models import TextState, TextStatus
from locales.registry import column
from media_library import uses
from media_library.models import AssetKind, LibraryRecord, Photo, ProblemReport, Resemblance, ResemblanceState
from media_library.rights import sql
from provinces.teams import Role, province_ids_of

Condition = Callable[["Viewer"], Q]

LOOKED_AT = frozenset({AssetKind.PHOTO, AssetKind.GRAPHIC})
"""Kinds that need an alternative text; a film or a text is told by its caption."""


UNSETTLED = (TextState.MACHINE, TextState.OUTDATED)
"""States of a text that call for a translator though there is text."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, when (aware), and at which kind of asset."""

    user: Any
    at: datetime
    model: type[LibraryRecord] = Photo


def said_in_a_language(model: type[LibraryRecord]) -> tuple[str, ...]:
    """Texts without which a language counts as missing. The place is optional."""
    return ("title", "caption", "alt_text") if model.KIND in LOOKED_AT else ("title", "caption")


HERE = Q(withdrawn_at__isnull=True)
APPROVED = Q(approved_at__isnull=False) & HERE


def empty(field: str) -> Q:
    return Q(**{field: ""}) | Q(**{f"{field}__isnull": True})


# --- waiting --------------------------------------------------------------------------------------------
def _states(viewer: Viewer, status: str) -> QuerySet[Any]:
    content_type = ContentType.objects.get_for_model(viewer.model, for_concrete_model=False)
    return WorkflowState.objects.filter(content_type=content_type, status=status)


def _ids(states: QuerySet[Any]) -> QuerySet[Any]:
    """The records of workflow states, which keep them as text."""
    return states.order_by().values_list(Cast("object_id", BigIntegerField()))


def in_review(viewer: Viewer) -> Q:
    return Q(pk__in=_ids(_states(viewer, WorkflowState.STATUS_IN_PROGRESS)))


def waiting_for_approval(viewer: Viewer) -> Q:
    """In review, in a province that the user approves for."""
    states = _states(viewer, WorkflowState.STATUS_IN_PROGRESS)
    if not viewer.user.is_superuser:
        own = province_ids_of(viewer.user, Role.APPROVER)
        states = states.filter(current_task_state__provincetaskstate__province__in=own)
    return Q(pk__in=_ids(states))


def returned(viewer: Viewer) -> Q:
    """Changes were asked for, on something that the user handed in or brought in."""
    states = _states(viewer, WorkflowState.STATUS_NEEDS_CHANGES)
    handed_in = Q(pk__in=_ids(states.filter(requested_by=viewer.user)))
    return HERE & (handed_in | Q(uploaded_by_user=viewer.user, pk__in=_ids(states)))


def with_changes_waiting(viewer: Viewer) -> Q:
    return APPROVED & Q(has_unpublished_changes=True)


def resembling(viewer: Viewer) -> Q:
    return Q(pk__in=Resemblance.objects.filter(state=ResemblanceState.OPEN).order_by().values("photo"))


def reported(viewer: Viewer) -> Q:
    return Q(pk__in=ProblemReport.objects.filter(handled=False).order_by().values("asset"))


# --- missing --------------------------------------------------------------------------------------------
def without_consent(viewer: Viewer) -> Q:
    """As the decision sees it: none where people can be recognised, or one that has ended."""
    return HERE & ~sql.consent_in_force(viewer.at)


def without_licence(viewer: Viewer) -> Q:
    return HERE & Q(licence__isnull=True)


def without_credit(viewer: Viewer) -> Q:
    return HERE & empty("credit_line")


def without_alt_text(viewer: Viewer) -> Q:
    return HERE & empty("alt_text_vi")


def lacking_language(code: str) -> Condition:
    """A text is missing, made by a machine and unread, or older than the text it translates."""

    def condition(viewer: Viewer) -> Q:
        missing = reduce(or_, (empty(column(field, code)) for field in said_in_a_language(viewer.model)))
        # Text states are kept under the concrete model's type, see `locales.text_status`.
        content_type = ContentType.objects.get_for_model(viewer.model)
        unsettled = TextStatus.objects.filter(content_type=content_type, language=code, state__in=UNSETTLED)
        return HERE & (missing | Q(pk__in=unsettled.order_by().values("object_id")))

    return condition


# --- running out ----------------------------------------------------------------------------------------
def licence_over(viewer: Viewer) -> Q:
    return HERE & Q(licence__isnull=False) & ~sql.licence_in_force(viewer.at)


def licence_ends_within(days: int) -> Condition:
    """The licence, or the time until which this one picture may be given out."""

    def condition(viewer: Viewer) -> Q:
        span = (viewer.at, viewer.at + timedelta(days=days))
        return HERE & (
            Q(licence__valid_until__gt=span[0], licence__valid_until__lte=span[1])
            | Q(expires_at__gt=span[0], expires_at__lte=span[1])
        )

    return condition


def consent_ends_within(days: int) -> Condition:
    def condition(viewer: Viewer) -> Q:
        until = viewer.at + timedelta(days=days)
        return HERE & Q(
            consent__revoked_at__isnull=True, consent__expires_at__gt=viewer.at, consent__expires_at__lte=until
        )

    return condition


# --- use ------------------------------------------------------------------------------------------------
def _used(*, ever: bool = False) -> Q:
    return reduce(or_, (Q(pk__in=ids) for ids in uses.used_ids(ever=ever)), Q(pk__in=[]))


def used(viewer: Viewer) -> Q:
    return _used()


def never_used(viewer: Viewer) -> Q:
    return APPROVED & ~_used(ever=True)


# --- more -----------------------------------------------------------------------------------------------
def uploaded_by_me(viewer: Viewer) -> Q:
    return Q(uploaded_by_user=viewer.user)


def drafts(viewer: Viewer) -> Q:
    return Q(approved_at__isnull=True) & HERE


def withdrawn(viewer: Viewer) -> Q:
    return Q(withdrawn_at__isnull=False)
