"""Films, documents, graphics in every state: no address shows more of them than allowed; each exit shows that much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from media_library.rights import Purpose
from media_library.rights.ask import decision_on, is_known_gone
from press.models import Kit, KitGrant, KitItem
from press.services import kits
from tests.leak.routes import Route
from tests.leak.test_no_leak import AUDIENCES, admin_routes, public_routes
from tests.leak.world import Seen, Watcher, World, build, secret, word
from tests.media_library import factories
from tests.media_library.factories import STATES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

KINDS = ("video", "document", "graphic")
CHANGED = ("draft", "in_review", "withdrawn", "internal")
"""States whose records are tried on every address of the admin: the others differ in nothing that the admin asks."""


@dataclass
class Library:
    """The world of photos, and beside it records of other kinds by `kind` and state."""

    world: World
    records: dict[str, Any]
    kit: Kit

    def values(self, keys: tuple[str, ...]) -> dict[str, list[Any]]:
        chosen = [self.records[key] for key in keys]
        pks, revisions = [one.pk for one in chosen], [one.latest_revision_id for one in chosen]
        return self.world.values | {
            "uuid": [one.uuid for one in chosen],
            "api:get_kit.uuid": [self.kit.uuid],
            "api:download_kit.uuid": [self.kit.uuid],
            "slug": [self.kit.slug],
            "file": ["thumb.webp", "large.jpg", "press-wire.jpg"],
            "pk": pks,
            "object_id": pks,
            "image_id": pks,
            "revision_id": revisions,
            "revision_id_a": [revisions[0], "earliest"],
            "revision_id_b": ["latest"],
            "model_name": list(KINDS),
            "kind_key": [f"media_library.{kind}" for kind in KINDS],
        }


CRAWLING = ("nobody", "partner with grant", "neighbour")
"""Who goes through every address here; the others do with photos, and for kinds on the addresses that count."""

SEARCHED = ("/images/", "/search/", "/assets")
"""Addresses of lists that can be asked for by words."""


def key_of(kind: str, state: str) -> str:
    return f"{kind}_{state}"


KEYS = tuple(key_of(kind, state) for kind in KINDS for state in STATES)


def record_in(kind: str, state: str) -> Any:
    key = key_of(kind, state)
    said = f"{word(key)} {secret(key)}"
    texts = {
        f"{name}_{code}": f"{said} {name} {code}"
        for name in ("title", "caption", "alt_text", "place")
        for code in ("vi", "en")
    }
    return factories.in_state(state, kind=kind, keywords=said, creator=said, credit_line=said, **texts)


@pytest.fixture(scope="module")
def library(django_db_setup: None, django_db_blocker: Any) -> Iterator[Library]:
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            world = build()
            records = {key_of(kind, state): record_in(kind, state) for kind in KINDS for state in STATES}
            yield Library(world, records, _kit(world, records))
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def _kit(world: World, records: dict[str, Any]) -> Kit:
    kit = Kit(slug="films-and-papers", province=factories.province("22"), title_vi="Phim và văn bản", title_en="Films")
    kit.save()
    for number, record in enumerate(records.values()):
        KitItem.objects.create(kit=kit, asset_id=record.pk, sort_order=number)
    granted = KitGrant.objects.get(kit=world.kit).organisation
    KitGrant.objects.create(kit=kit, organisation=granted, may_see_under_embargo=True)
    kits.publish(kit, actor=None)
    return Kit.objects.get(pk=kit.pk)


def may(library: Library, watcher: Watcher, key: str, purpose: Purpose = Purpose.PREVIEW) -> bool:
    asked = (watcher.name, key, purpose)
    if asked not in library.world.decisions:
        decision = decision_on(library.records[key], watcher.audience, purpose, timezone.now())
        library.world.decisions[asked] = decision.allowed
    return library.world.decisions[asked]


def assert_nothing_more(library: Library, watcher: Watcher, seen: Seen) -> None:
    for key, record in library.records.items():
        if may(library, watcher, key):
            continue
        assert secret(key).encode() not in seen.body, f"{watcher.name} reads {key} at {seen.address}"
        if str(record.uuid) in seen.address:
            assert seen.status not in (200, 206), f"{watcher.name} is answered about {key} at {seen.address}"


def addresses(library: Library, route: Route, keys: tuple[str, ...]) -> Iterator[str]:
    yield from route.addresses(library.values(keys))
    if any(route.template.endswith(end) for end in SEARCHED):
        for key in keys:
            for address in route.addresses(library.values(keys)):
                yield f"{address}?q={word(key)}"


@pytest.mark.parametrize("name", CRAWLING)
def test_no_public_address_shows_more(library: Library, name: str) -> None:
    watcher = library.world.watchers[name]
    looked = 0
    for route in public_routes():
        if set(route.parameters) <= {"language", "uuid", "file", "slug"}:
            for address in addresses(library, route, KEYS):
                assert_nothing_more(library, watcher, watcher.look(address))
                looked += 1
    assert looked > 200


def test_no_admin_address_shows_more_to_a_neighbour(library: Library) -> None:
    watcher = library.world.watchers["neighbour"]
    keys = tuple(key_of(kind, state) for kind in KINDS for state in CHANGED)
    names = set()
    for route in admin_routes():
        touched = {"pk", "object_id", "revision_id", "image_id", "uuid"} & set(route.parameters)
        if touched or "q=" in route.template or not route.parameters:
            for address in route.addresses(library.values(keys)):
                assert_nothing_more(library, watcher, watcher.look(address))
            names.add(route.name)
    assert {"videos:edit", "documents:edit", "graphics:history", "press_withdraw"} <= names


@pytest.mark.parametrize("name", AUDIENCES)
@pytest.mark.parametrize("key", KEYS)
def test_what_is_allowed_is_there_and_nothing_less(library: Library, name: str, key: str) -> None:
    watcher, record = library.world.watchers[name], library.records[key]
    shown = may(library, watcher, key)
    published = record.approved_at is not None and record.withdrawn_at is None
    absent = 410 if record.withdrawn_at is not None and is_known_gone(record, watcher.audience) else 404

    taken = may(library, watcher, key, Purpose.DOWNLOAD)
    assert watcher.look(f"/media/{record.uuid}/original").status == (
        200 if taken else 403 if shown and published else absent
    )
    assert watcher.look(f"/media/{record.uuid}/small.webp").status == 404
    listed = shown and published
    assert watcher.look(f"/api/v1/assets/{record.uuid}").status == (200 if listed else absent)
    assert watcher.look(f"/en/images/{record.uuid}/").status == (200 if listed else absent)
    for address in ("/api/v1/assets?limit=100&lang=en", f"/en/images/?q={word(key)}"):
        seen = watcher.look_once(address)
        assert seen.status == 200, address
        assert (secret(key).encode() in seen.body) is listed, f"{watcher.name}, {key}: {address}"
    passed_on = published and may(library, watcher, key, Purpose.REDISTRIBUTION)
    for address in ("/press/feeds/atom.xml?lang=en", "/press/feeds/ninjs.json?lang=en"):
        assert (secret(key).encode() in watcher.look_once(address).body) is passed_on, f"{watcher.name}: {address}"


def test_the_kit_gives_each_what_is_theirs(library: Library) -> None:
    import io
    import zipfile

    given = 0
    for watcher in library.world.watchers.values():
        seen = watcher.look(f"/api/v1/kits/{library.kit.uuid}/download")
        if seen.status != 200:
            continue
        with zipfile.ZipFile(io.BytesIO(seen.body)) as archive:
            assert archive.testzip() is None
            manifest = archive.read("manifest.json").decode()
        for key, record in library.records.items():
            allowed = may(library, watcher, key, Purpose.REDISTRIBUTION) and record.approved_at is not None
            assert (str(record.uuid) in manifest) is allowed, (watcher.name, key)
            given += allowed
    assert given
