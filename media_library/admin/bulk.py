"""From the ticks of the photos list to what is done with many photos."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from media_library.models import Photo


class EditTogether(SnippetBulkAction):
    """Leads to batch editing with the chosen photos, or with all that the list finds."""

    models = [Photo]
    display_name = _("Edit together")
    action_type = "edit_together"
    aria_label = _("Edit the chosen photos together")
    action_priority = 5
    template_name = "media_library/batch/edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ids = request.GET.getlist("id")
        if "all" in ids:
            query = urlencode({"list": urlsplit(self.next_url).query})
        else:
            query = urlencode({"ids": ",".join(pk for pk in ids if pk.isdecimal())}, safe=",")
        return redirect(f"{reverse('media_library_batch_edit')}?{query}")
