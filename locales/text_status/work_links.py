"""Where a text is worked on. Each kind knows its form; a better place registers itself and is asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from locales.registry import LANGUAGES
from locales.text_status.kinds import kind
from locales.text_status.models import TextItem

WorkLink = Callable[[TextItem, str, Any], str | None]
"""From item, language and user to the address of the place; None where another one is to be asked."""

_links: list[WorkLink] = []


def register_work_link(link: WorkLink) -> None:
    """Have a place (a translator's desk) take the grid's cells over. The last registered is asked first."""
    _links.insert(0, link)


def work_url(item: TextItem, code: str, user: Any) -> str | None:
    """Where this user works on an item's text in a language; None where they can't.

    Asks the database nothing: a grid asks it for every cell.
    """
    for link in _links:
        if url := link(item, code, user):
            return url
    found = kind(item.kind)
    if found is None or not found.scope(user, "edit").covers(item.province_id):
        return None
    return found.edit_url(item, code)


def snippet_edit_url(model: Any) -> Callable[[TextItem, str], str | None]:
    """The form of a record that has a snippet view set, at the language's own heading."""

    def edit_url(item: TextItem, code: str) -> str | None:
        address = reverse(model.snippet_viewset.get_url_name("edit"), args=[item.key])
        return address + language_anchor(code)

    return edit_url


def language_anchor(code: str) -> str:
    """The heading that `locales.panels.language_panel` gives a language in a form."""
    return f"#{heading_id(code)}"


def heading_id(code: str) -> str:
    return f"language-{LANGUAGES[code].tag.lower()}" if code in LANGUAGES else "language"


def page_edit_url(item: TextItem, code: str) -> str | None:
    """The page's form in this language, told from the cell's own row, or the begin of its translation."""
    row = next((row for row in getattr(item, "cells", {}).values() if row.language == code), None)
    if row is not None:
        return reverse("wagtailadmin_pages:edit", args=[row.object_id])
    source = next((row for row in getattr(item, "cells", {}).values() if row.language == item.source_language), None)
    return reverse("simple_translation:submit_page_translation", args=[source.object_id]) if source else None
