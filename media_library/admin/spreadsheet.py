"""Spreadsheets in the admin: a selection out as CSV or XLSX, and back in with a preview."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from locales.tables.errors import BadSheet
from media_library.admin.batch_selection import Selection
from media_library.batch.hindrances import changeable
from media_library.batch.planning import AT_MOST
from media_library.spreadsheet import writing
from media_library.spreadsheet.importing import Refused, take
from media_library.spreadsheet.reading import BYTES_AT_MOST

FORMATS = {
    "csv": ("text/csv; charset=utf-8", writing.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", writing.as_xlsx),
}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """`ids` or `list` as in batch editing, `format` csv or xlsx: only photos that the user may edit."""
    chosen = FORMATS.get(request.GET.get("format", "xlsx"))
    if chosen is None:
        raise Http404
    photos = Selection(request, request.GET).photos()[:AT_MOST]
    if not photos:
        raise Http404
    media_type, write = chosen
    try:
        response = HttpResponse(write(photos), content_type=media_type)
    except writing.CellTooLong as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('media_library_batch_edit')}?{request.GET.urlencode()}")
    name = f"photos-{timezone.localdate():%Y-%m-%d}.{request.GET.get('format', 'xlsx')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """The page that takes an edited spreadsheet; what it changes is shown before anything is saved."""
    if not changeable(request.user).exists():
        raise PermissionDenied
    errors: list[str] = []
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            errors = [_("Choose the spreadsheet first.")]
        else:
            try:
                batch = take(file.read(BYTES_AT_MOST + 1), user=request.user, name=file.name or "?")
            except BadSheet as error:
                errors = [str(error)]
            except Refused as refused:
                errors = refused.errors
            else:
                return redirect("media_library_batch_edit_one", batch.pk)
    status = 422 if errors else 200
    return render(request, "media_library/batch/load.html", {"errors": errors}, status=status)
