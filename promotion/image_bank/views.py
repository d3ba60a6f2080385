"""The image bank: searching pictures, and the page of one picture."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from locales.registry import code_of, tag_of
from locales.text import LocalText, read
from media_library.models import AssetKind, Licence
from media_library.rights import Audience
from media_library.rights.audiences import audience_of
from media_library.selectors import search, views_of, visible
from promotion.image_bank.facts import FORMAT_NAMES, other_texts, preload, takes, zoomable
from promotion.image_bank.following import following
from promotion.image_bank.kinds import LABELS, counted, kinds_seen
from promotion.image_bank.query import ImageQuery, parse
from promotion.image_bank.refusal import refused
from promotion.image_bank.related import related
from promotion.languages.reader import reader_language
from promotion.pager import Pager
from promotion.pictures import desk_of
from promotion.search.pictures import picture_hits
from promotion.search.sources import PICTURES
from promotion.search.spelling import did_you_mean
from promotion.subjects import SubjectKind, name_subject
from provinces.models import Sector
from provinces.selectors import listed_provinces

PER_PAGE = 24
ORIENTATIONS = {
    "landscape": gettext_lazy("landscape"),
    "portrait": gettext_lazy("portrait"),
    "square": gettext_lazy("square"),
    "panorama": gettext_lazy("panorama"),
}


def licences_in_use(audience: Audience) -> list[Licence]:
    """Licences of what this audience may see: others aren't even named to it."""
    return list(Licence.objects.filter(pk__in=visible(audience).values("licence")))


def _kind_choices(audience: Audience, query: ImageQuery, lang: str) -> list[tuple[str, LocalText]]:
    """Nothing where there is nothing to choose; what is chosen stays in sight."""
    kinds = kinds_seen(audience)
    if len(kinds) < 2 and not query.kind:
        return []
    return [(kind.value, LocalText(str(LABELS[kind]), tag_of(lang))) for kind in AssetKind
            if kind in kinds or kind == query.kind]  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/<lang>/images/`: `q`, `province`, `sector`, `kind`, `orientation`, `licence`, `page`."""
    lang, audience = reader_language(), audience_of(request)
    sectors, licences = list(Sector.objects.all()), licences_in_use(audience)
    query = parse(request.GET, lang, sectors=sectors, licences={licence.code for licence in licences})
    found = search(query.as_asset_query(), audience, lang, page=query.page, per_page=PER_PAGE)
    desk_of(request).put(found.items)
    correction = did_you_mean(query.q, audience, lang, [PICTURES], found.total) if query.is_only_words else None
    context = {
        "query": query,
        "following": following(request, lang, query.parameters),
        "correction": correction,
        "picture_hits": picture_hits(found.items, query.q, lang) if query.q else [],
        "found": found,
        "pager": Pager(found.number, found.pages, found.total),
        "canonical_query": f"?page={found.number}" if found.number > 1 and not query.is_filtered else "",
        "province_choices": [(unit.slug, read(unit, "name", lang)) for unit in listed_provinces(lang=lang)],
        "sector_choices": [(sector.slug, read(sector, "name", lang)) for sector in sectors],
        "kind_choices": _kind_choices(audience, query, lang),
        "counted": counted(query.kind, found.total, more=found.more),
        "licence_choices": [(licence.code, read(licence, "name", lang)) for licence in licences],
        "orientation_choices": [(code, LocalText(str(name), tag_of(lang))) for code, name in ORIENTATIONS.items()],
        "steps": [(_("Image bank"), tag_of(lang), reverse("image_bank:index"))],
    }
    return render(request, "promotion/image_bank/index.html", context)


@require_safe
def picture(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """`/<lang>/images/<uuid>/`: one picture and all one needs to use it; 410 once withdrawn, else 404."""
    lang, audience = reader_language(), audience_of(request)
    view = next(iter(views_of(audience, lang, uuids=[uuid]).values()), None)
    if view is None:
        return refused(request, uuid)
    name_subject(request, SubjectKind.ASSET, view.uuid, view.province_id)
    others = related(view, audience, lang)
    desk_of(request).put([view, *others])
    context = {
        "view": view,
        "share_view": view,
        "texts": other_texts(view),
        "takes": takes(view),
        "original_format": FORMAT_NAMES.get(view.body["extension"], view.body["extension"].upper()),
        "zoomable": zoomable(view),
        "plays": view.downloadable and view.kind in (AssetKind.VIDEO, AssetKind.GRAPHIC),
        "preload": preload(audience),
        "related": others,
        "own_codes": [code_of(tag) for tag in view.languages],
        "steps": [
            (_("Image bank"), tag_of(lang), reverse("image_bank:index")),
            (view.title.text, view.title.lang, view.html_url),
        ],
    }
    return render(request, "promotion/image_bank/picture.html", context)
