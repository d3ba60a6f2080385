"""Every address of the product, from the URL configuration itself, with values filled in.

A new route is tested by being mounted. A new kind of parameter fails the test until `VALUES` knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.regex_helper import normalize

OURS = frozenset({"cms", "measurement", "press", "promotion", "media_library", "provinces", "locales"})


@dataclass(frozen=True, slots=True)
class Route:
    """One pattern: `template` such as `/media/%(uuid)s/%(file)s`, its parameters, its full name, its view's module."""

    template: str
    parameters: tuple[str, ...]
    name: str
    module: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the view is the product's own and not Wagtail's or Django's."""
        return self.module.partition(".")[0] in OURS

    def addresses(self, values: Mapping[str, Sequence[Any]]) -> Iterator[str]:
        """Every combination of the values that suit this route. Raises KeyError for an unknown parameter."""
        choices = [self._values(parameter, values) for parameter in self.parameters]
        for chosen in product(*choices):
            yield self.template % dict(zip(self.parameters, map(str, chosen), strict=True))

    def _values(self, parameter: str, values: Mapping[str, Sequence[Any]]) -> Sequence[Any]:
        for key in (f"{self.name}.{parameter}", parameter):
            if key in values:
                return values[key]
        raise KeyError(f"the leak test doesn't know {parameter!r} of {self.template} ({self.name})")


def routes() -> list[Route]:
    """All routes of the project, nested ones included."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Sequence[URLPattern | URLResolver], prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        piece = "%(language)s/" if isinstance(pattern.pattern, LocalePrefixPattern) else _piece(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, prefix + piece, inner)
        else:
            template = "/" + prefix + piece
            parameters = tuple(dict.fromkeys(re.findall(r"%\((\w+)\)s", template)))
            yield Route(template, parameters, f"{namespace}{pattern.name or template}", _module(pattern.callback))


def _module(view: Any) -> str:
    """Where a view is written, whatever is wrapped around it."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return str(getattr(view, "view_class", view).__module__)


def _piece(pattern: URLPattern | URLResolver) -> str:
    """The pattern's own part as a template; alternatives and optional parts take their first form."""
    expression = pattern.pattern.regex.pattern  # type: ignore[attr-defined]
    forms = normalize(expression)
    return forms[0][0].replace("\\", "") if forms else ""
