"""Addresses of the upload page, of the resumable protocol, and of what became of the files."""

from __future__ import annotations

from django.urls import path

from media_library.admin import staff_tokens, upload, upload_history
from media_library.uploads import tus

urlpatterns = [
    path("", upload.upload, name="media_library_upload"),
    path("discard/", upload.discard, name="media_library_upload_discard"),
    path("files/", tus.creation, name="media_library_tus"),
    path("files/<uuid:uuid>/", tus.resource, name="media_library_tus_file"),
    path("begin/", upload.begin, name="media_library_upload_begin"),
    path("batches/", upload_history.batches, name="media_library_batches"),
    path("tokens/", staff_tokens.tokens, name="media_library_tokens"),
    path("batches/<uuid:uuid>/", upload_history.batch, name="media_library_batch"),
]
