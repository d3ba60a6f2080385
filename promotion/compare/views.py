"""`/<lang>/provinces/compare/?p=…&p=…&f=…`: up to four provinces side by side; the link keeps the choice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from locales.registry import tag_of
from locales.text import read
from promotion.compare.query import AT_MOST, parse
from promotion.compare.table import table
from promotion.languages.reader import reader_language
from promotion.selectors.listings import profiles
from provinces.figures.comparing import compare
from provinces.figures.series import country_name
from provinces.models import Indicator, Observation
from provinces.selectors import listed_provinces


@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    lang = reader_language()
    every = listed_provinces(lang=lang)
    indicators = list(Indicator.objects.filter(pk__in=Observation.objects.values("indicator")))
    query = parse(request.GET, lang, every, indicators)
    chosen = query.provinces
    names = [read(province, "name", lang) for province in chosen]
    rows = table(compare(chosen, query.indicators), names, country_name(lang), lang) if chosen else []
    by_province = {profile.province_id: profile for profile in profiles(lang)} if chosen else {}
    slugs = [province.slug for province in chosen]
    codes = {indicator.code for indicator in query.indicators}
    context = {
        "query": query,
        "rows": rows,
        "columns": [
            (province, name, by_province.get(province.pk)) for province, name in zip(chosen, names, strict=True)
        ],
        "has_country": any(row.cells[-1] for row in rows),
        "country": country_name(lang),
        "places": [slugs[at] if at < len(slugs) else "" for at in range(AT_MOST)],
        "province_choices": [(unit.slug, read(unit, "name", lang)) for unit in every],
        "indicator_choices": [(one.code, read(one, "name", lang), one.code in codes) for one in indicators],
        "robots": "noindex, follow" if request.GET else "",
        "steps": [(_("Compare provinces"), tag_of(lang), reverse("promotion:compare"))],
    }
    return render(request, "promotion/compare.html", context)
