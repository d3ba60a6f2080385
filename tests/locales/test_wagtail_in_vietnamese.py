"""The admin speaks Vietnamese: every string of every installed Wagtail app has a translation."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.utils.translation import trans_real

DOMAINS = ("django", "djangojs")


def _sources(domain: str) -> set[tuple[str | None, str | tuple[str, ...]]]:
    """The strings of the installed Wagtail apps, as `(context, message or (singular, plural))`."""
    found: set[tuple[str | None, str | tuple[str, ...]]] = set()
    for config in apps.get_app_configs():
        catalogue = Path(config.path) / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if config.name.startswith("wagtail") and catalogue.exists():
            with catalogue.open("rb") as file:
                found |= {
                    (message.context, tuple(message.id) if isinstance(message.id, (list, tuple)) else message.id)
                    for message in read_po(file)
                    if message.id
                }
    return found


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_string_of_wagtail_is_translated(domain: str) -> None:
    translation = trans_real.DjangoTranslation("vi", domain=domain)
    known = translation._catalog  # the merged catalogues, as Django reads them
    missing = []
    for context, message in sorted(_sources(domain), key=str):
        singular = message if isinstance(message, str) else message[0]
        key = f"{context}\x04{singular}" if context else singular
        plural = translation.plural(1) if isinstance(message, tuple) else None
        if known.get(key, plural) is None and known.get(key) is None:
            missing.append(message)
    assert not missing
