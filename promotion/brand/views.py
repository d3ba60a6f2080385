"""`/<lang>/brand/<key>/palette.<form>`: the colours of a published brand page as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from promotion.brand.palette import FORMATS, swatches
from promotion.languages.reader import reader_language
from promotion.models import BrandPage
from promotion.selectors.versions import best_versions


@require_safe
def palette(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """In the language of the address or its fallback. 404 for what isn't public, and for a page without colours."""
    kind = FORMATS.get(form)
    page = best_versions(BrandPage.objects.filter(translation_key=key), reader_language()).first() if kind else None
    colours = swatches(block["value"] for block in page.palette.get_prep_value()) if page else []
    if kind is None or page is None or not colours:
        raise Http404
    response = HttpResponse(kind.write(page.title, colours), content_type=kind.content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{page.slug}.{form}") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Language"] = tag_of(page.locale.language_code)
    # Said here, so that the page cache leaves it alone: what it keeps has no name of a file.
    response["Cache-Control"] = "public, no-cache"
    return response
