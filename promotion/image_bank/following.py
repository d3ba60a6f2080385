"""How a search of the image bank is followed. The press room stands above this room and says here by which feeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest


class Feed(Protocol):
    """Name of the format, media type, path."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Following:
    """The feeds of a search, and where a newsroom saves it under a name; empty for readers who can't."""

    feeds: Sequence[Feed]
    save_url: str = ""


Follower = Callable[[HttpRequest, str, dict[str, str]], Following]
"""(request, language code, the search's parameters) → how to follow it."""

_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """Raises ValueError for a second one: a search has one set of feeds."""
    if _followers:
        raise ValueError("a follower of searches is registered already")
    _followers.append(follower)


def following(request: HttpRequest, lang: str, asked: dict[str, str]) -> Following | None:
    return _followers[0](request, lang, asked) if _followers else None
