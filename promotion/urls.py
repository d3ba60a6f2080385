"""Addresses of the public site. `i18n_urlpatterns` go inside `i18n_patterns`, before Wagtail's own."""

from django.urls import include, path

from promotion.brand.views import palette
from promotion.compare.views import side_by_side
from promotion.languages import views as languages
from promotion.search.views import search, suggestions
from promotion.seo.views import robots, sitemap, sitemap_index

urlpatterns = [
    path("", languages.root, name="root"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<section>.xml", sitemap, name="sitemap-section"),
]

i18n_urlpatterns = [
    path("images/", include("promotion.image_bank.urls")),
    path(
        "",
        include(
            (
                [
                    path("language/", languages.choose, name="language"),
                    path("provinces/compare/", side_by_side, name="compare"),
                    path("brand/<uuid:key>/palette.<str:form>", palette, name="palette"),
                    path("search/", search, name="search"),
                    path("search/suggest/", suggestions, name="suggestions"),
                ],
                "promotion",
            )
        ),
    ),
]
