"""`/admin/framework/`: how well each element is told; what tells it; the table as CSV."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.tables.writing import csv_of
from media_library.rights.audiences import audience_of
from media_library.selectors import views_of
from promotion.framework.telling import ElementTold, GroupTold, ToldStory, told
from promotion.languages.reader import reader_language
from provinces.models import Province
from provinces.selectors import listed_provinces
from provinces.teams import province_ids_of


def may_see(user: Any) -> bool:
    """Everybody who works in a province: what is counted is published."""
    return bool(user.is_active and (user.is_superuser or province_ids_of(user)))


def _asked(request: HttpRequest) -> tuple[list[Province], Province | None]:
    """The provinces to choose from, and the chosen one (`?province=` a slug); nonsense means all."""
    if not may_see(request.user):
        raise PermissionDenied
    provinces = listed_provinces()
    wanted = request.GET.get("province", "")
    return provinces, next((one for one in provinces if one.slug == wanted), None)


def _told(request: HttpRequest, province: Province | None) -> list[GroupTold]:
    return told(request.user, audience_of(request), province.pk if province else None)


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    provinces, province = _asked(request)
    groups = _told(request, province)
    context = {
        "provinces": provinces,
        "province": province,
        "groups": groups,
        "number": sum(len(group.rows) for group in groups),
        "told": sum(group.told for group in groups),
        "query": f"?province={province.slug}" if province else "",
        "may_add": request.user.has_perm("provinces.add_contentelement"),
    }
    return render(request, "promotion/framework/table.html", context)


@require_safe
def element(request: HttpRequest, pk: int) -> HttpResponse:
    """The lists behind the cells of one row."""
    _provinces, province = _asked(request)
    rows = (row for group in _told(request, province) for row in group.rows)
    row = next((row for row in rows if row.element.pk == pk), None)
    if row is None:
        raise Http404
    views = views_of(audience_of(request), reader_language(), ids=row.pictures)
    context = {
        "row": row,
        "province": province,
        "stories": [(story, _address(request, story)) for story in row.stories],
        "pictures": [views[key] for key in sorted(views, reverse=True)],
        "query": f"?province={province.slug}" if province else "",
        "edit_url": _edit_url(request, row),
    }
    return render(request, "promotion/framework/element.html", context)


def _address(request: HttpRequest, story: ToldStory) -> str:
    """Where the user works on the story, or reads it."""
    page = story.page
    if request.user.is_superuser or page.province_id in province_ids_of(request.user):
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return page.get_url(request) or ""


def _edit_url(request: HttpRequest, row: ElementTold) -> str:
    if not request.user.has_perm("provinces.change_contentelement"):
        return ""
    viewset: Any = row.element.snippet_viewset  # type: ignore[attr-defined]  # set when it is registered
    return reverse(viewset.get_url_name("edit"), args=[row.element.pk])


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    _provinces, province = _asked(request)
    headings = [_("Group"), _("Element"), _("Stories"), _("Pictures"), _("Press kits"), _("Languages"), _("Last told")]
    lines = [_line(group, row) for group in _told(request, province) for row in group.rows]
    response = HttpResponse(csv_of(headings, lines), content_type="text/csv; charset=utf-8")
    name = f"framework-{province.slug}" if province else "framework"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _line(group: GroupTold, row: ElementTold) -> list[str]:
    return [
        str(group.group.name),
        str(row.element.name),
        str(len(row.stories)),
        str(len(row.pictures)),
        str(len(row.kits)),
        ", ".join(tag for tag, _name in row.languages),
        row.last_told.isoformat() if row.last_told else "",
    ]
