"""Both pictures side by side, for those who work on the new one and may see the earlier one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.site_setup import ensure_site
from media_library.models import Photo, Resemblance, ResemblanceState
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.likeness.pictures import ALTERATIONS, saved, textured

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


def signed_in(name: str, *roles: Role, code: str = "22") -> Client:
    client = Client()
    client.force_login(factories.user(name, *roles, of=factories.province(code)))
    return client


def pair(seed: int = 1, earlier: str = "approved", *, owner: str = "22", earlier_owner: str = "22") -> Resemblance:
    picture = textured(seed, (450, 300))
    factories.in_state(earlier, data=saved(picture), title_vi=f"Ảnh cũ {seed}", of=factories.province(earlier_owner))
    new = factories.draft(
        data=saved(ALTERATIONS["JPEG quality 40"](picture)), title_vi=f"Ảnh mới {seed}", of=factories.province(owner)
    )
    return Resemblance.objects.get(photo=new)


def page_of(resemblance: Resemblance) -> str:
    return reverse("media_library_resemblance", args=[resemblance.pk])


def is_refused(answer: Any) -> bool:
    """Wagtail sends those who may not do something back to its first page."""
    return answer.status_code == 302 and answer["Location"] == "/admin/"


LIST = "media_library_resemblances"


def test_the_list_and_the_page_show_both() -> None:
    resemblance, editor = pair(), signed_in("editor", Role.EDITOR)
    listed = editor.get(reverse(LIST)).content.decode()
    assert "Ảnh cũ 1" in listed and "Ảnh mới 1" in listed and page_of(resemblance) in listed
    shown = editor.get(page_of(resemblance)).content.decode()
    for photo in (resemblance.photo, resemblance.other):
        assert f"/media/{photo.uuid}/medium.webp" in shown
    for verdict in ("keep_earlier", "replace", "keep_both"):
        assert f'value="{verdict}"' in shown


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_neighbour_finds_nothing(method: str) -> None:
    resemblance = pair()
    neighbour = signed_in("neighbour", Role.EDITOR, Role.APPROVER, code="01")
    assert "Ảnh mới" not in neighbour.get(reverse(LIST)).content.decode()
    assert getattr(neighbour, method)(page_of(resemblance), {"verdict": "keep_both"}).status_code == 404
    assert Resemblance.objects.get().state == ResemblanceState.OPEN


def test_those_without_a_part_in_photos_are_kept_out() -> None:
    resemblance = pair()
    nobody = Client()
    assert nobody.get(reverse(LIST)).status_code == 302
    assert nobody.post(page_of(resemblance), {"verdict": "keep_both"}).status_code == 302
    plain = Client()
    plain.force_login(factories.user("plain"))
    assert plain.get(reverse(LIST)).status_code == 302
    assert Resemblance.objects.get().state == ResemblanceState.OPEN


def test_a_resemblance_to_a_picture_one_may_not_see_is_not_shown() -> None:
    hidden = pair(2, "draft", earlier_owner="01")
    editor = signed_in("editor", Role.EDITOR)
    assert "Ảnh cũ 2" not in editor.get(reverse(LIST)).content.decode()
    assert editor.get(page_of(hidden)).status_code == 404
    edit = editor.get(reverse("photos:edit", args=[hidden.photo_id])).content.decode()
    assert "Ảnh cũ 2" not in edit and page_of(hidden) not in edit


def test_one_to_another_provinces_public_picture_is_shown_but_changes_nothing_there() -> None:
    resemblance, editor = pair(3, earlier_owner="01"), signed_in("editor", Role.EDITOR)
    shown = editor.get(page_of(resemblance)).content.decode()
    assert "Ảnh cũ 3" in shown and 'value="replace"' not in shown
    assert is_refused(editor.post(page_of(resemblance), {"verdict": "replace"}))
    assert reverse("photos:edit", args=[resemblance.other_id]) not in shown


def test_deciding_goes_on_to_the_next() -> None:
    first, second = pair(4), pair(5)
    editor = signed_in("editor", Role.EDITOR)
    answer = editor.post(page_of(second), {"verdict": "keep_earlier"})
    assert answer.status_code == 302 and answer["Location"] == page_of(first)
    assert not Photo.objects.filter(pk=second.photo_id).exists()
    answer = editor.post(page_of(first), {"verdict": "keep_both"})
    assert answer["Location"] == reverse(LIST)
    assert Resemblance.objects.get().decided_by.username == "editor"


@pytest.mark.parametrize("verdict", ["", "delete", "KEEP_BOTH", "same", "\0", "x" * 10_000])
def test_an_unknown_verdict_changes_nothing(verdict: str) -> None:
    resemblance, editor = pair(), signed_in("editor", Role.EDITOR)
    assert is_refused(editor.post(page_of(resemblance), {"verdict": verdict}))
    assert Resemblance.objects.get().state == ResemblanceState.OPEN and Photo.objects.count() == 2


def test_a_translator_decides_without_deleting() -> None:
    resemblance, translator = pair(), signed_in("translator", Role.TRANSLATOR)
    shown = translator.get(page_of(resemblance)).content.decode()
    assert 'value="keep_earlier"' not in shown
    assert is_refused(translator.post(page_of(resemblance), {"verdict": "keep_earlier"}))
    assert Photo.objects.count() == 2


def test_a_decided_one_says_so() -> None:
    resemblance, editor = pair(), signed_in("editor", Role.EDITOR)
    editor.post(page_of(resemblance), {"verdict": "keep_both"})
    shown = editor.get(page_of(resemblance)).content.decode()
    assert "<form" not in shown.split('class="alike"')[1].split("</main>")[0] and "editor" in shown
    told = editor.post(page_of(resemblance), {"verdict": "keep_both"}, follow=True)
    assert told.status_code == 200


def test_the_list_costs_the_same_for_many() -> None:
    editor = signed_in("editor", Role.EDITOR)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(reverse(LIST)).status_code == 200
        return len(queries)

    for seed in range(10, 13):
        pair(seed, "draft")
    cost()
    few = cost()
    for seed in range(13, 23):
        pair(seed, "draft")
    assert cost() == few


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "9" * 30])
def test_nonsense_pages(page: str) -> None:
    assert signed_in("editor", Role.EDITOR).get(reverse(LIST), {"page": page}).status_code == 200


def test_the_upload_page_and_the_edit_page_mention_it() -> None:
    resemblance, editor = pair(), signed_in("editor", Role.EDITOR)
    assert page_of(resemblance) in editor.get(reverse("photos:edit", args=[resemblance.photo_id])).content.decode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("again.png", saved(textured(1, (450, 300)), "PNG"), "image/png")
    answer: Any = editor.post(
        reverse("media_library_upload"), {"files": [file]}, headers={"Accept": "application/json"}
    ).json()
    told = answer["outcomes"][0]
    assert told["outcome"] == "accepted"
    assert "Ảnh" in told["resembles"]["words"] and "/alike/" in told["resembles"]["url"]
