"""Which of the pages that an answer lists a machine translated: gathered first, then asked for once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from locales.machine.selectors import machine_made_pages

_ATTRIBUTE = "_machine_desk"

LISTED_TEXTS = ("title", "lead", "tagline", "promise")
"""What cards and tiles show of a page."""


class MachineDesk:
    """Pages listed in the answer to one request, and which of them carry a machine's words there."""

    def __init__(self) -> None:
        self._wanted: dict[int, Page] = {}
        self._known: dict[int, bool] = {}

    def want_listed(self, values: Iterable[Any]) -> None:
        """All pages among the values of a context, lists of pages included."""
        for value in values:
            if isinstance(value, Page):
                if value.pk and value.pk not in self._known:
                    self._wanted[value.pk] = value
            elif isinstance(value, list | tuple):
                self.want_listed(value)

    def is_made(self, page: Page) -> bool:
        """Whether a text that lists show of the page stands as a machine translated it."""
        if page.pk not in self._known:
            self.want_listed([page])
            self._ask()
        return self._known.get(page.pk, False)

    def _ask(self) -> None:
        made = machine_made_pages(self._wanted.values(), LISTED_TEXTS)
        self._known.update((pk, pk in made) for pk in self._wanted)
        self._wanted.clear()


def machine_desk_of(request: HttpRequest) -> MachineDesk:
    """The one desk of a request."""
    desk: MachineDesk | None = getattr(request, _ATTRIBUTE, None)
    if desk is None:
        desk = MachineDesk()
        setattr(request, _ATTRIBUTE, desk)
    return desk
