"""Keeping presets: two processes may make the same one at the same time."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from media_library.renditions import store
from media_library.renditions.presets import PRESETS
from media_library.renditions.render import Rendered, Wanted, render_all
from tests.media_library.factories import approved

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_what_another_process_made_meanwhile_is_told_by_its_own_size(monkeypatch: pytest.MonkeyPatch) -> None:
    photo = approved()
    wanted = Wanted(PRESETS["small"], "webp")
    name = store.name_of(photo, wanted, photo.published.packet_digest)
    theirs = b"the same picture, from another decode"

    def overtaken(*args: object, **options: object) -> list[Rendered]:
        storages["private"].save(name, ContentFile(theirs))
        return render_all(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "render_all", overtaken)
    found = store.make(photo, [wanted])[wanted]

    assert found == store.StoredRendition(name, len(theirs))
    with storages["private"].open(name) as file:
        assert file.read() == theirs
    folder = name.rsplit("/", 1)[0]
    assert storages["private"].listdir(folder)[1] == ["small.webp"]
