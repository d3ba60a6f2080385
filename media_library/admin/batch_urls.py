"""Addresses of batch editing and of spreadsheets."""

from __future__ import annotations

from django.urls import path

from media_library.admin import batch, spreadsheet

urlpatterns = [
    path("", batch.edit, name="media_library_batch_edit"),
    path("<int:pk>/", batch.show, name="media_library_batch_edit_one"),
    path("<int:pk>/apply/", batch.apply, name="media_library_batch_edit_apply"),
    path("<int:pk>/undo/", batch.undo, name="media_library_batch_edit_undo"),
    path("<int:pk>/discard/", batch.discard, name="media_library_batch_edit_discard"),
    path("export/", spreadsheet.export, name="media_library_export"),
    path("import/", spreadsheet.load, name="media_library_import"),
]
