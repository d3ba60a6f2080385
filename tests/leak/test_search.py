"""Search, suggestions and "did you mean" say no word that only hidden records contain."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from django.utils import timezone

from media_library.rights import Purpose
from media_library.rights.ask import decision_on
from press.models import Kit, KitAudience
from press.services import kits
from tests.leak.world import LANGUAGES, Watcher, World, build, secret, word
from tests.media_library.factories import STATES

pytestmark = [pytest.mark.django_db]

KIT_WORD, KIT_SECRET = "lokitearlyzq", "xkkitearlyvj"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            made = build()
            _kits(made)
            yield made
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def _kits(world: World) -> None:
    """A draft, one under embargo, and one for organisations alone, all with the same words."""
    province = world.kit.province
    said = f"{KIT_WORD} {KIT_SECRET}"
    values = {"province": province, "title_vi": said, "title_en": said, "summary_en": said, "release_body_en": said}
    Kit.objects.create(slug="a-draft", **values)
    later = timezone.now() + timedelta(days=1)
    for slug, fields in (("early", {"embargo_until": later}), ("few", {"audience": KitAudience.ORGANISATIONS})):
        kit = Kit.objects.create(slug=slug, **values, **fields)
        kits.publish(kit, actor=None)


def said(watcher: Watcher, address: str) -> str:
    response = watcher.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def mistyped(of: str) -> str:
    """One letter of the word is another one, so that what is echoed isn't the word."""
    return of[:4] + "ww" + of[6:] if len(of) > 9 else of[:4] + "w" + of[5:]


def addresses(of: str) -> Iterator[str]:
    for lang, typed in zip(cycle(LANGUAGES), (of[:4], of[:-2], mistyped(of), mistyped(of)), strict=False):
        yield f"/{lang}/search/?q={typed}"
        yield f"/{lang}/search/suggest/?q={typed}"
        yield f"/{lang}/search/suggest/?in=images&q={typed}"
        yield f"/{lang}/images/?q={typed}"


@pytest.mark.parametrize("state", STATES)
def test_no_hidden_word_is_suggested_or_meant(world: World, state: str) -> None:
    for watcher in world.watchers.values():
        if decision_on(world.photos[state], watcher.audience, Purpose.PREVIEW, timezone.now()).allowed:
            continue
        for address in addresses(word(state)):
            answer = said(watcher, address)
            assert word(state) not in answer, (watcher.name, address)
            assert secret(state) not in answer, (watcher.name, address)


def test_what_is_shown_is_suggested_and_meant(world: World) -> None:
    nobody, typed = world.watchers["nobody"], word("approved")
    suggested = json.loads(said(nobody, f"/en/search/suggest/?q={typed[:6]}"))["suggestions"]
    assert any(typed in one["text"] for one in suggested)
    assert typed in said(nobody, f"/en/search/?q={mistyped(typed)}")
    assert typed in said(nobody, f"/en/images/?q={mistyped(typed)}")


def test_hidden_kits_are_not_found(world: World) -> None:
    for name, watcher in world.watchers.items():
        if watcher.staff and name == "own editor":
            continue
        for address in (*addresses(KIT_WORD), f"/en/search/?q={KIT_WORD}", f"/en/search/suggest/?q={KIT_WORD}"):
            assert KIT_SECRET not in said(watcher, address), (name, address)
    own = world.watchers["own editor"]
    assert KIT_SECRET in said(own, f"/en/search/?q={KIT_WORD}")
