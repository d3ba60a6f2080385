"""`/robots.txt`, `/sitemap.xml` and its parts."""

from __future__ import annotations

from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from promotion.seo.sitemaps import SECTIONS

CLOSED = ("/admin/", "/api/", "/*/language/", "/*/search/", "/press/feeds/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "",
        f"Sitemap: {_here(request, 'sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The list of the parts: pages, pictures."""
    return sitemaps.index(request, sitemaps=SECTIONS, sitemap_url_name="sitemap-section")


@require_safe
def sitemap(request: HttpRequest, section: str) -> HttpResponseBase:
    return sitemaps.sitemap(request, sitemaps=SECTIONS, section=section)


def _here(request: HttpRequest, name: str) -> str:
    return request.build_absolute_uri(reverse(name))
