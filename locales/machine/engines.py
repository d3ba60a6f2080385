"""The plug-in point: what an engine does, and which one this site uses.

A room or a package registers a factory under a name; the setting `MACHINE_TRANSLATION_ENGINE` chooses by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings


class EngineError(Exception):
    """The engine gave no translation; the message is for people and holds no key and no address."""


class Engine(Protocol):
    """`name` is shown to editors and kept beside each text it made."""

    name: str

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """The texts in the other language, as many and in the same order.

        Texts and answers are tagged text (`exchange.markup`); languages are codes of our registry. Raises
        EngineError. May take as long as its timeout, so never call it within a transaction.
        """
        ...


Factory = Callable[[], Engine | None]
"""Makes the engine from the settings; None where they don't name all that it needs."""

_factories: dict[str, Factory] = {}


def register_engine(name: str, factory: Factory) -> None:
    """Raises ValueError for a name that is taken."""
    if _factories.get(name, factory) is not factory:
        raise ValueError(f"engine {name!r} is registered already")
    _factories[name] = factory


def engine() -> Engine | None:
    """The engine of this site; None where machine translation isn't set up."""
    factory = _factories.get(settings.MACHINE_TRANSLATION_ENGINE)
    return factory() if factory else None
