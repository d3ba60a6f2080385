"""Reading requests: whose they are, who works on them, what of a thread each side sees."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from press.models import Member, PressRequest, ReplyTemplate, RequestAttachment, RequestMessage
from press.models.request import ENDED, INTERNAL
from provinces.models import Province
from provinces.teams import Role, province_ids_of


def officers_of(request: PressRequest) -> QuerySet[Any]:
    """The active press officers of its provinces."""
    team = Q(
        groups__province_team__province__in=request.provinces.order_by().values("pk"),
        groups__province_team__role=Role.PRESS_OFFICER,
    )
    return get_user_model().objects.filter(team, is_active=True).distinct()


def requests_for(user: Any) -> QuerySet[PressRequest]:
    """Those that a member of staff may work on: of the provinces in which they are press officers."""
    if user.is_superuser and user.is_active:
        return PressRequest.objects.all()
    mine = PressRequest.provinces.through.objects.filter(
        pressrequest=OuterRef("pk"), province__in=province_ids_of(user, Role.PRESS_OFFICER)
    )
    return PressRequest.objects.filter(Exists(mine))


def inbox(user: Any, now: datetime) -> QuerySet[PressRequest]:
    """Open ones first, the earliest due before the others; `overdue` is annotated."""
    rank = Case(When(state__in=ENDED, then=Value(1)), default=Value(0))
    late = Case(When(due_at__lt=now, then=Value(True)), default=Value(False))
    provinces = Prefetch("provinces", Province.objects.order_by("pk"))
    return (
        requests_for(user)
        .select_related("organisation", "member__user", "assigned_to")
        .prefetch_related(provinces)
        .annotate(overdue=late, rank=rank)
        .order_by("rank", "due_at", "-created_at", "-pk")
    )


def requests_of(member: Member) -> QuerySet[PressRequest]:
    """Those of the member's organisation, newest first, with the number of turns they may read."""
    turns = Count("messages", filter=~Q(messages__voice__in=INTERNAL))
    return (
        PressRequest.objects.filter(organisation=member.organisation_id)
        .select_related("member__user")
        .annotate(turns=turns)
    )


def thread(request: PressRequest, *, internal: bool) -> list[RequestMessage]:
    """All turns, oldest first; notes, bounces and strangers' words only for officers. Two queries."""
    messages = request.messages.select_related("user").prefetch_related(
        Prefetch("attachments", RequestAttachment.objects.order_by("pk"))
    )
    return list(messages if internal else messages.exclude(voice__in=INTERNAL))


def templates_for(request: PressRequest) -> list[ReplyTemplate]:
    """For its kind first, then those for all."""
    suited = ReplyTemplate.objects.filter(Q(kind=request.kind) | Q(kind=""))
    return list(suited.order_by("-kind", "name"))
