"""Addresses of saved searches, lightboxes, and "why can't this be shared?"."""

from __future__ import annotations

from django.urls import path

from media_library.admin import explaining, lightboxes, searches

urlpatterns = [
    path("why-not/", explaining.explain, name="media_library_explain"),
    path("searches/", searches.index, name="media_library_searches"),
    path("searches/new/", searches.keep, name="media_library_search_keep"),
    path("searches/<int:search_id>/", searches.change, name="media_library_search_change"),
    path("searches/<int:search_id>/delete/", searches.delete, name="media_library_search_delete"),
    path("lightboxes/", lightboxes.index, name="media_library_lightboxes"),
    path("lightboxes/new/", lightboxes.create, name="media_library_lightbox_new"),
    path("lightboxes/add/", lightboxes.add, name="media_library_lightbox_add"),
    path("lightboxes/<int:lightbox_id>/", lightboxes.detail, name="media_library_lightbox"),
    path("lightboxes/<int:lightbox_id>/change/", lightboxes.change, name="media_library_lightbox_change"),
    path("lightboxes/<int:lightbox_id>/delete/", lightboxes.delete, name="media_library_lightbox_delete"),
    path("lightboxes/<int:lightbox_id>/act/", lightboxes.act, name="media_library_lightbox_act"),
]
