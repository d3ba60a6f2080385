"""Addresses of the pages about figures, below `/admin/figures/`."""

from django.urls import path

from provinces.admin import figure_pages as pages

urlpatterns = [
    path("", pages.index, name="provinces_figures"),
    path("send/", pages.send, name="provinces_figures_send"),
    path("export/", pages.export, name="provinces_figures_export"),
    path("outdated/", pages.outdated, name="provinces_figures_outdated"),
    path("files/<int:pk>/", pages.batch, name="provinces_figures_batch"),
    path("files/<int:pk>/submit/", pages.submit, name="provinces_figures_submit"),
    path("files/<int:pk>/discard/", pages.discard, name="provinces_figures_discard"),
    path("files/<int:pk>/approve/", pages.approve, name="provinces_figures_approve"),
    path("files/<int:pk>/return/", pages.return_batch, name="provinces_figures_return"),
    path("history/<int:pk>/", pages.history, name="provinces_figures_history"),
]
