"""The focal point in the editor: numbers without a script, every preset shown, nothing outside the picture."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from media_library.admin.focal_point import crops
from media_library.models import Photo
from media_library.renditions.presets import PRESETS
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(factories.user("editor", Role.EDITOR))
    return client


def form_of(client: Client, photo: Any) -> dict[str, str]:
    """The edit form as a browser without a script would send it back."""
    document = html.document_fromstring(client.get(f"/admin/photos/edit/{photo.pk}/").content.decode())
    (form,) = [each for each in document.forms if "focal_point_x" in each.fields]
    return {name: value or "" for name, value in form.form_values()}


def saved(client: Client, photo: Any, **values: str) -> Any:
    fields = {f"focal_point_{name}": value for name, value in values.items()}
    return client.post(f"/admin/photos/edit/{photo.pk}/", form_of(client, photo) | fields)


def test_the_editor_shows_every_preset(editor: Client) -> None:
    photo = factories.in_state("draft")
    document = html.document_fromstring(editor.get(f"/admin/photos/edit/{photo.pk}/").content.decode())
    shown = document.xpath("//*[@data-focal-crop]/@src")
    assert shown == [f"/media/{photo.uuid}/{name}.webp" for name, preset in PRESETS.items() if preset.is_crop]
    for address in shown:
        assert editor.get(address).status_code == 200
    assert {crop.preset.name for crop in crops(photo)} == set(PRESETS)
    assert document.xpath("//input[@name='focal_point_x']")


def test_numbers_are_saved_and_move_the_crops(editor: Client) -> None:
    photo = factories.draft(data=factories.jpeg(1500, 500, seed=41))
    address = f"/media/{photo.uuid}/social-square.webp"
    middle = editor.get(address)["ETag"]
    response = saved(editor, photo, x="1400", y="100", width="50", height="50")
    assert response.status_code == 302
    latest = Photo.objects.get(pk=photo.pk).get_latest_revision_as_object()
    assert (latest.focal_point_x, latest.focal_point_y, latest.focal_point_width) == (1400, 100, 50)
    latest.save_revision().publish()
    assert editor.get(address)["ETag"] != middle


def test_what_waits_for_approval_changes_no_crop_yet(editor: Client, client: Client) -> None:
    photo = factories.approved(data=factories.jpeg(1500, 500, seed=42))
    address = f"/media/{photo.uuid}/social-square.webp"
    before = client.get(address)["ETag"]
    saved(editor, photo, x="1400", y="100")
    assert client.get(address)["ETag"] == before
    page = editor.get(f"/admin/photos/edit/{photo.pk}/").content.decode()
    assert "data-waits" in page
    Photo.objects.get(pk=photo.pk).get_latest_revision().publish()
    assert client.get(address)["ETag"] != before


@pytest.mark.parametrize(
    "values",
    [
        {"x": "100", "y": ""},
        {"x": "", "y": "100"},
        {"x": "901", "y": "10"},
        {"x": "10", "y": "601"},
        {"x": "10", "y": "10", "width": "901"},
        {"x": "", "y": "", "width": "10", "height": "10"},
        {"x": "-1", "y": "10"},
        {"x": "1.5", "y": "10"},
        {"x": "a", "y": "b"},
        {"x": "99999999999999999999", "y": "1"},
    ],
)
def test_nothing_outside_the_picture_is_taken(editor: Client, values: dict[str, str]) -> None:
    photo = factories.in_state("draft")
    response = saved(editor, photo, **values)
    assert response.status_code == 200
    latest = Photo.objects.get(pk=photo.pk).get_latest_revision_as_object()
    assert latest.focal_point_x is None and latest.focal_point_width is None


def test_a_neighbour_moves_nothing() -> None:
    photo = factories.in_state("draft")
    neighbour = Client()
    neighbour.force_login(factories.user("neighbour", Role.EDITOR, of=factories.province("01")))
    response = neighbour.post(f"/admin/photos/edit/{photo.pk}/", {"focal_point_x": "1", "focal_point_y": "1"})
    assert response.status_code in (302, 403, 404)
    assert Photo.objects.get(pk=photo.pk).focal_point_x is None
