"""How recalls stand: what they are about, who holds it by which way, who was told, who answered, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from press.models import Notice, NoticeDelivery, Organisation, Recall, Receipt, Reminder, Way
from provinces.teams import Role, province_ids_of


def recalls_for(user: Any) -> QuerySet[Recall]:
    """Those of the provinces whose press the user works for, with their progress."""
    mine = Recall.objects.all()
    if not user.is_superuser:
        mine = mine.filter(province__in=province_ids_of(user, Role.PRESS_OFFICER))
    return with_progress(mine)


def with_progress(recalls: QuerySet[Recall]) -> QuerySet[Recall]:
    """Annotated with `told`, `mailed` and `answered`: numbers of organisations. In one query.

    An organisation has answered when nothing of the recall waits for it any more.
    """
    organisation = "notices__deliveries__organisation"
    waiting = Q(notices__deliveries__acknowledged_at__isnull=True)
    return recalls.annotate(
        told=Count(organisation, distinct=True),
        silent=Count(organisation, filter=waiting, distinct=True),
        mailed=Count(organisation, filter=Q(notices__deliveries__mailed_at__isnull=False), distinct=True),
    ).annotate(answered=F("told") - F("silent"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What one organisation took of what is recalled: bytes are those of all its receipts."""

    ways: tuple[Way, ...] = ()
    times: int = 0
    bytes: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An organisation in a recall. `deliveries` are its notices, `reminders` those that went out."""

    organisation: Organisation
    taken: Taken
    deliveries: tuple[NoticeDelivery, ...]
    reminders: tuple[Reminder, ...]

    @property
    def first(self) -> NoticeDelivery:
        return self.deliveries[0]

    @property
    def is_answered(self) -> bool:
        return all(delivery.acknowledged_at for delivery in self.deliveries)

    @property
    def answered_at(self) -> datetime | None:
        """Of the last answer, once all are there."""
        moments = [delivery.acknowledged_at for delivery in self.deliveries if delivery.acknowledged_at]
        return max(moments) if self.is_answered else None

    @property
    def answers(self) -> list[NoticeDelivery]:
        """One of each answer given."""
        found = {
            (delivery.answer, delivery.comment, delivery.published_at_address, delivery.means): delivery
            for delivery in reversed(self.deliveries)
            if delivery.acknowledged_at
        }
        return list(reversed(found.values()))

    @property
    def delay(self) -> timedelta | None:
        """From the mail to the answer; from the notice where no mail went."""
        since = self.first.mailed_at or self.first.notice.created_at
        return self.answered_at - since if self.answered_at else None


def told_of(recall: Recall) -> list[Told]:
    """Everybody in a recall, those who haven't answered first, then by name. Four queries, however many there are."""
    deliveries: dict[int, list[NoticeDelivery]] = defaultdict(list)
    related = ("notice", "organisation", "acknowledged_by__user", "noted_by")
    rows = NoticeDelivery.objects.filter(notice__recall=recall).select_related(*related).order_by("notice_id")
    for delivery in rows:
        deliveries[delivery.organisation_id].append(delivery)
    reminders: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in Reminder.objects.filter(recall=recall, mailed_at__isnull=False).order_by("step"):
        reminders[reminder.organisation_id].append(reminder)
    taken = _taken(recall)
    found = [
        Told(mine[0].organisation, taken.get(pk, Taken()), tuple(mine), tuple(reminders[pk]))
        for pk, mine in deliveries.items()
    ]
    return sorted(found, key=lambda told: (told.is_answered, told.organisation.name))


def _taken(recall: Recall) -> dict[int, Taken]:
    assets = list(Notice.objects.filter(recall=recall).order_by().values_list("asset_id", flat=True).distinct())
    lines = (
        Receipt.objects.filter(asset__in=assets)
        .order_by()
        .values_list("organisation", "way")
        .annotate(times=Count("pk"), size=Sum("bytes"), last=Max("at"))
    )
    found: dict[int, list[tuple[str, int, int, datetime]]] = defaultdict(list)
    for organisation, *line in lines:
        found[organisation].append(tuple(line))  # type: ignore[arg-type]
    return {
        pk: Taken(
            tuple(sorted((Way(way) for way, *_rest in mine), key=list(Way).index)),
            sum(times for _way, times, _size, _last in mine),
            sum(size for _way, _times, size, _last in mine),
            max(last for *_rest, last in mine),
        )
        for pk, mine in found.items()
    }


def notices_of(recall: Recall) -> list[Notice]:
    """What a recall is about, one notice per asset."""
    return list(recall.notices.select_related("asset__published", "successor__published").order_by("pk"))


def first_assets(recalls: Sequence[Recall]) -> dict[int, Notice]:
    """{recall: the first of its notices}, for lists. One query."""
    first = Notice.objects.filter(recall=OuterRef("recall")).order_by("pk").values("pk")[:1]
    mine = Notice.objects.filter(recall__in=recalls, pk=Coalesce(Subquery(first), 0))
    return {notice.recall_id: notice for notice in mine.select_related("asset__published") if notice.recall_id}
