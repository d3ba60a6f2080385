"""The ledger and the notices as lists for press officers, limited to their provinces' assets."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet

from press.models import Kit, NoticeDelivery, Organisation, Receipt, ShareLink
from press.permissions import works_for_press
from provinces.teams import Role, province_ids_of


def own_assets(user: Any, path_to_asset: str) -> Q:
    """The condition that an asset belongs to a province in which the user is a press officer."""
    if user.is_superuser:
        return Q()
    return Q(**{f"{path_to_asset}__province__in": province_ids_of(user, Role.PRESS_OFFICER)})


def title_of_asset(row: Any) -> str:
    asset = getattr(row, "asset", None) or row.notice.asset
    document = getattr(asset, "published", None)
    texts = document.body["texts"]["title"] if document else {}
    return texts.get("vi") or next(iter(texts.values()), str(asset.uuid))


class OnlyPress:
    """Refuses everybody but press officers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not works_for_press(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ReceiptFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)
    organisation = django_filters.ModelChoiceFilter(queryset=Organisation.objects.all())
    kit = django_filters.ModelChoiceFilter(queryset=Kit.objects.all())
    share_link = django_filters.ModelChoiceFilter(queryset=ShareLink.objects.all())
    asset_uuid = django_filters.UUIDFilter(label=_("Identifier of the asset"))

    class Meta:
        model = Receipt
        fields = ["organisation", "kit", "share_link", "asset_uuid", "way", "at"]


class LedgerView(OnlyPress, ReportView):
    page_title = _("Ledger")
    header_icon = "list-ul"
    index_url_name = "press_ledger:index"
    index_results_url_name = "press_ledger:index_results"
    filterset_class = ReceiptFilters
    list_export = [
        "at",
        "organisation.name",
        "organisation.country",
        "asset_uuid",
        "kit",
        "variant",
        "way",
        "share_link",
        "sha256",
        "bytes",
    ]
    columns = [
        DateColumn("at", label=_("Time")),
        Column("organisation", label=_("Organisation")),
        Column("who", label=_("By"), accessor=lambda row: row.member or row.token or row.share_link or "–"),
        Column("asset", label=_("Asset"), accessor=title_of_asset),
        Column("kit", label=_("Press kit"), accessor=lambda row: row.kit or "–"),
        Column("variant", label=_("Variant")),
        Column("way", label=_("Way"), accessor="get_way_display"),
        Column("bytes", label=_("Bytes")),
    ]

    def get_queryset(self) -> QuerySet[Receipt]:
        related = ("organisation", "member__user", "token", "share_link", "asset__published", "kit")
        return Receipt.objects.filter(own_assets(self.request.user, "asset")).select_related(*related)


class NoticeFilters(WagtailFilterSet):
    organisation = django_filters.ModelChoiceFilter(queryset=Organisation.objects.all())
    answered = django_filters.BooleanFilter(
        field_name="acknowledged_at", lookup_expr="isnull", exclude=True, label=_("Answered")
    )

    class Meta:
        model = NoticeDelivery
        fields = ["organisation", "notice__kind", "answer"]


class NoticesView(OnlyPress, ReportView):
    page_title = _("Notices")
    header_icon = "mail"
    index_url_name = "press_notices:index"
    index_results_url_name = "press_notices:index_results"
    filterset_class = NoticeFilters
    list_export = [
        "notice.created_at",
        "notice.kind",
        "organisation.name",
        "mailed_at",
        "seen_at",
        "acknowledged_at",
        "answer",
    ]
    columns = [
        DateColumn("created", label=_("Time"), accessor="notice.created_at"),
        Column("kind", label=_("Kind"), accessor="notice.get_kind_display"),
        Column("asset", label=_("Asset"), accessor=title_of_asset),
        Column("organisation", label=_("Organisation")),
        Column("contact", label=_("Contact"), accessor="organisation.contact_email"),
        DateColumn("mailed_at", label=_("Mailed")),
        DateColumn("seen_at", label=_("Seen")),
        Column("answer", label=_("Answer"), accessor=lambda row: row.get_answer_display() or "–"),
    ]

    def get_queryset(self) -> QuerySet[NoticeDelivery]:
        related = ("organisation", "notice__asset__published")
        mine = NoticeDelivery.objects.filter(own_assets(self.request.user, "notice__asset"))
        return mine.select_related(*related).order_by("-notice__created_at", "-pk")


class PressMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_for_press(request.user)


class ListViewSet(ViewSet):
    """A menu item and two addresses for one report."""

    view_class: type[ReportView]
    menu_item_class = PressMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.view_class.as_view(), name="index"),
            path("results/", self.view_class.as_view(results_only=True), name="index_results"),
        ]


class LedgerViewSet(ListViewSet):
    name = "press_ledger"
    url_prefix = "press/ledger"
    icon = "list-ul"
    menu_label = _("Ledger")
    view_class = LedgerView


class NoticesViewSet(ListViewSet):
    name = "press_notices"
    url_prefix = "press/notices"
    icon = "mail"
    menu_label = _("Notices")
    view_class = NoticesView
