"""Telling readers of lists what a machine translated: at each item, or once where it is so of all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from wagtail.models import Page

from promotion.machine_desk import machine_desk_of

register = template.Library()

FEWEST = 2
"""Items that make a list of which one sentence may speak."""


def is_made(request: Any, thing: Any) -> bool:
    """`thing`: a page, or a view or hit that knows it of itself (`is_machine_made`)."""
    if isinstance(thing, Page):
        return request is not None and machine_desk_of(request).is_made(thing)
    return bool(getattr(getattr(thing, "view", thing), "is_machine_made", False))


def all_made(request: Any, things: Iterable[Any]) -> bool:
    """Whether every item of a list is so, which is then said once above it instead of at each."""
    found = [is_made(request, thing) for thing in things or ()]
    return len(found) >= FEWEST and all(found)


@register.simple_tag(takes_context=True)
def machine_made(context: Context, thing: Any) -> bool:
    return is_made(context.get("request"), thing)


@register.simple_tag(takes_context=True)
def all_by_machine(context: Context, things: Any) -> bool:
    """Set `told_above` with it before every list of cards: the marks at the items look at that name."""
    return all_made(context.get("request"), things)
