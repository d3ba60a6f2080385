"""What can be made from a lightbox: the rooms above register it, such as a press kit.

See `docs/how-to/make-something-from-a-lightbox.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from media_library.models import Asset, Lightbox

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class LightboxAction:
    """One button. `run` gets the assets in the order of the lightbox and returns the address to go on to."""

    name: str
    words: StrOrPromise
    is_for: Callable[[Any, Lightbox], bool]
    """(user, lightbox) → whether this user may do it with this one; asked again before it runs."""
    run: Callable[[HttpRequest, Lightbox, Sequence[Asset]], str]


_actions: dict[str, LightboxAction] = {}


def register_lightbox_action(action: LightboxAction) -> None:
    """Raises ValueError for a name that is registered."""
    if action.name in _actions:
        raise ValueError(f"{action.name!r} is registered already")
    _actions[action.name] = action


def actions_for(user: Any, box: Lightbox) -> list[LightboxAction]:
    return [action for action in _actions.values() if action.is_for(user, box)]
