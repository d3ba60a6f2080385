"""What is searched of a page, kept beside the index: passages for excerpts, without reading the page's blocks again."""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """`fields` is a list of [text, weight, language code], as they were indexed. Derived data, of live pages only."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="+")
    fields = models.JSONField()

    def __str__(self) -> str:
        return f"search document of {self.page_id}"
