"""Addresses of the public site. `i18n_urlpatterns` go inside `i18n_patterns`, before Wagtail's own."""

from django.urls import include, path

from promotion.brand.views import palette
from promotion.compare.views import side_by_side
from promotion.contact.views import contact
from promotion.fact_sheet.views import fact_sheet
from promotion.feeds import views as feeds
from promotion.languages import views as languages
from promotion.newsletter import views as newsletter
from promotion.privacy.views import privacy
from promotion.search.views import search, suggestions
from promotion.seo.views import robots, sitemap, sitemap_index
from promotion.share_cards.views import share_card

urlpatterns = [
    path("", languages.root, name="root"),
    path("share/<int:page_id>.jpg", share_card, name="share-card"),
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
                    path("contact/", contact, name="contact"),
                    path("privacy/", privacy, name="privacy"),
                    path("newsletter/", newsletter.subscribe, name="newsletter"),
                    path("newsletter/confirm/<str:token>/", newsletter.confirm, name="newsletter-confirm"),
                    path("newsletter/stop/<str:token>/", newsletter.stop, name="newsletter-stop"),
                    path("stories/atom.xml", feeds.atom, name="stories-atom"),
                    path("stories/rss.xml", feeds.rss, name="stories-rss"),
                    path("fact-sheets/<slug:slug>.pdf", fact_sheet, name="fact-sheet"),
                    path("brand/<uuid:key>/palette.<str:form>", palette, name="palette"),
                    path("search/", search, name="search"),
                    path("search/suggest/", suggestions, name="suggestions"),
                ],
                "promotion",
            )
        ),
    ),
]
