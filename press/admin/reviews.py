"""The work list of partners whose yearly review comes due. Overdue ones stand on top; nothing happens by itself."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from press.admin.reports import ListViewSet, OnlyPress
from press.models import Organisation
from press.services.reviews import coming


def standing_of(organisation: Organisation) -> str:
    """In words: what the organisation said, and whether the day has passed."""
    overdue = organisation.review_due_at is not None and organisation.review_due_at <= timezone.now()
    if organisation.review_remark:
        said = _("Something has changed: %(remark)s") % {"remark": organisation.review_remark[:200]}
    elif organisation.review_answered_at:
        said = _("All is still right")
    else:
        said = _("No answer yet")
    return f"{_('Overdue')} · {said}" if overdue else said


class ReviewsView(OnlyPress, ReportView):
    page_title = gettext_lazy("Yearly reviews")
    header_icon = "calendar-check"
    index_url_name = "press_reviews:index"
    index_results_url_name = "press_reviews:index_results"
    list_export = ["name", "country", "review_due_at", "review_asked_at", "review_answered_at", "review_remark"]
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("Organisation"),
            get_url=lambda row: reverse("organisations:access", args=[row.pk]),
        ),
        DateColumn("review_due_at", label=gettext_lazy("Review due")),
        DateColumn("review_asked_at", label=gettext_lazy("Asked")),
        Column("standing", label=gettext_lazy("Answer"), accessor=standing_of),
    ]

    def get_queryset(self) -> QuerySet[Organisation]:
        return coming(timezone.now())


class ReviewsViewSet(ListViewSet):
    name = "press_reviews"
    url_prefix = "press/reviews"
    icon = "calendar-check"
    menu_label = gettext_lazy("Yearly reviews")
    view_class = ReviewsView
