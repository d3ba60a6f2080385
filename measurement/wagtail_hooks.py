"""The numbers in the admin's reports menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from measurement import views
from measurement.readership import views as readership
from provinces.teams import province_ids_of


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("numbers/", views.report, name="measurement_report"),
        path("numbers/readers/", readership.report, name="measurement_readers"),
        path("numbers/readers/rows/", readership.rows, name="measurement_reader_rows"),
        path("numbers/readers/export/", readership.export, name="measurement_readers_export"),
        path("numbers/<slug:code>/", views.records, name="measurement_records"),
    ]


class NumbersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser or province_ids_of(request.user))


@hooks.register("register_reports_menu_item")
def readers_menu_item() -> MenuItem:
    return NumbersMenuItem(_("Readers"), reverse("measurement_readers"), name="readers", icon_name="view", order=11)


@hooks.register("register_reports_menu_item")
def numbers_menu_item() -> MenuItem:
    return NumbersMenuItem(_("Numbers"), reverse("measurement_report"), name="numbers", icon_name="table", order=10)
