"""The first metrics: what was published, in which languages, with which rights, and who used it.

A changed definition is a new version: old reports say which one they were counted by.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from locales.models import SHOWN, TextStatus
from locales.registry import INTERNATIONAL
from measurement.models import TAKEN, ReadKind
from measurement.readership.report import rows_of
from measurement.registry import Metric, Record, Scope, register
from media_library.models import Photo
from press.models import NoticeDelivery, NoticeKind, Receipt


def _photo(photo: Any) -> Record:
    return Record(str(photo.title_vi or photo.title), photo.approved_at, reverse("photos:edit", args=[photo.pk]))


def _receipt(receipt: Any) -> Record:
    return Record(f"{receipt.organisation} · {receipt.asset_uuid} · {receipt.variant}", receipt.at)


def _delivery(delivery: Any) -> Record:
    words = f"{delivery.organisation} · {delivery.notice.asset.uuid} · {delivery.get_answer_display() or '–'}"
    return Record(words, delivery.acknowledged_at)


def _approved(scope: Scope) -> QuerySet[Any]:
    photos = Photo.objects.filter(approved_at__gte=scope.start, approved_at__lt=scope.end, withdrawn_at__isnull=True)
    return scope.of(photos, "province").order_by("-approved_at")


def _receipts(scope: Scope) -> QuerySet[Any]:
    receipts = Receipt.objects.filter(at__gte=scope.start, at__lt=scope.end).select_related("organisation")
    return scope.of(receipts, "asset__province").order_by("-at")


def _recalls(scope: Scope) -> QuerySet[Any]:
    told = NoticeDelivery.objects.filter(
        notice__kind=NoticeKind.WITHDRAWAL,
        notice__created_at__gte=scope.start,
        notice__created_at__lt=scope.end,
    ).select_related("organisation", "notice__asset")
    return scope.of(told, "notice__asset__province").order_by("-notice__created_at")


def _with_foreign_text(photos: QuerySet[Any]) -> QuerySet[Any]:
    from django.contrib.contenttypes.models import ContentType

    status = TextStatus.objects.filter(
        SHOWN,
        content_type=ContentType.objects.get_for_model(Photo),
        object_id=OuterRef("pk"),
        language=INTERNATIONAL,
    )
    return photos.filter(Exists(status))


def _with_complete_rights(photos: QuerySet[Any]) -> QuerySet[Any]:
    return photos.exclude(credit_line="").filter(
        Q(shows_people=False) | Q(consent__isnull=False), licence__isnull=False
    )


def _views(scope: Scope) -> QuerySet[Any]:
    return rows_of(scope).exclude(kind__in=TAKEN)


def _taken(scope: Scope) -> QuerySet[Any]:
    return rows_of(scope).filter(kind__in=TAKEN)


def _times(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(times=Sum("views", default=0))["times"])


def _day_views(row: Any) -> Record:
    """One row is a day's count of one thing in one language; who it was, nobody knows."""
    at = timezone.make_aware(datetime.combine(row.day, time.min))
    words = f"{row.views} × {row.address} · {ReadKind(row.kind).label} · {row.tag}"
    return Record(words, at, "" if row.is_taken else row.address)


def _share(part: QuerySet[Any], whole: QuerySet[Any]) -> float | None:
    """Per cent, or None where there is nothing to have a share of."""
    total = whole.count()
    return round(100 * part.count() / total, 1) if total else None


register(
    Metric(
        "approved_assets",
        1,
        _("Approved assets"),
        _("Photos first approved in the period and not withdrawn since."),
        _("photos"),
        rows=_approved,
        value=lambda scope: _approved(scope).count(),
        describe=_photo,
    )
)
register(
    Metric(
        "english_coverage",
        1,
        _("Described in English"),
        _("Share of the approved assets of the period whose English text is approved, outdated ones included."),
        "%",
        rows=lambda scope: _with_foreign_text(_approved(scope)),
        value=lambda scope: _share(_with_foreign_text(_approved(scope)), _approved(scope)),
        describe=_photo,
    )
)
register(
    Metric(
        "complete_rights",
        1,
        _("With complete rights"),
        _(
            "Share of the approved assets of the period that have a licence, a credit line and,"
            " where people can be recognised, a consent on file."
        ),
        "%",
        rows=lambda scope: _with_complete_rights(_approved(scope)),
        value=lambda scope: _share(_with_complete_rights(_approved(scope)), _approved(scope)),
        describe=_photo,
    )
)
register(
    Metric(
        "deliveries",
        1,
        _("Files delivered to partners"),
        _("Receipts in the ledger: one for each file that a partner took in the period, by whatever way."),
        _("files"),
        rows=_receipts,
        value=lambda scope: _receipts(scope).count(),
        describe=_receipt,
    )
)
register(
    Metric(
        "active_partners",
        1,
        _("Active partners"),
        _("Organisations with at least one receipt in the period."),
        _("organisations"),
        rows=_receipts,
        value=lambda scope: _receipts(scope).order_by().values("organisation").distinct().count(),
        describe=_receipt,
    )
)
register(
    Metric(
        "recall_acknowledged",
        1,
        _("Withdrawals acknowledged"),
        _("Share of the withdrawal notices of the period that the organisation told has answered."),
        "%",
        rows=_recalls,
        value=lambda scope: _share(_recalls(scope).filter(acknowledged_at__isnull=False), _recalls(scope)),
        describe=_delivery,
    )
)
register(
    Metric(
        "page_views",
        1,
        _("Views of pages"),
        _(
            "How often pages, pictures' pages, press kits and lists were read in the period: views, not people."
            " Without programs that say what they are, staff, and readers whose browser asks to be left out."
        ),
        _("views"),
        rows=_views,
        value=lambda scope: _times(_views(scope)),
        describe=_day_views,
    )
)
register(
    Metric(
        "public_downloads",
        1,
        _("Downloads by readers"),
        _(
            "Files in full size and kits as ZIP that readers without a login took in the period."
            " What partners took is in the ledger and isn't counted here."
        ),
        _("times"),
        rows=_taken,
        value=lambda scope: _times(_taken(scope)),
        describe=_day_views,
    )
)
