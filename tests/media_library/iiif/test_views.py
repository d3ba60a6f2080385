"""The image service: what the specification asks for, and the same decision as at the gate."""

from __future__ import annotations

import gc
import io
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import numpy
import pytest
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from media_library.iiif import pixels, views
from media_library.services import withdraw
from media_library.throttle import Throttle
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.renditions.pictures import psnr

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def opened(response: Any) -> Image.Image:
    assert response.status_code == 200, (response.status_code, content(response)[:200])
    return Image.open(io.BytesIO(content(response)))


def look_only(**values: Any) -> Any:
    return factories.licence("public", allows_download=False, **values)


@pytest.fixture
def photo() -> Any:
    return factories.approved(data=factories.jpeg(2600, 1500, seed=5))


def test_information(client: Client, photo: Any) -> None:
    response = client.get(f"/iiif/3/{photo.uuid}/info.json")
    assert response.status_code == 200
    assert response["Content-Type"] == 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'
    assert response["Access-Control-Allow-Origin"] == "*"
    document = __import__("json").loads(content(response))
    assert document["@context"] == "http://iiif.io/api/image/3/context.json"
    assert document["id"] == f"http://testserver/iiif/3/{photo.uuid}"
    assert (document["type"], document["profile"]) == ("ImageService3", "level2")
    assert document["protocol"] == "http://iiif.io/api/image"
    assert (document["width"], document["height"]) == (2600, 1500)
    assert document["tiles"] == [{"type": "Tile", "width": 512, "height": 512, "scaleFactors": [1, 2, 4, 8]}]
    assert document["sizes"][0] == {"type": "Size", "width": 325, "height": 188}
    assert "level2.json" in response["Link"]


def test_information_as_plain_json_where_asked_for(client: Client, photo: Any) -> None:
    plain = client.get(f"/iiif/3/{photo.uuid}/info.json", headers={"Accept": "application/json"})
    assert plain["Content-Type"] == "application/json"
    assert "Accept" in plain["Vary"]
    linked = client.get(f"/iiif/3/{photo.uuid}/info.json", headers={"Accept": "application/ld+json, application/json"})
    assert linked["Content-Type"].startswith("application/ld+json")
    again = client.get(f"/iiif/3/{photo.uuid}/info.json", headers={"If-None-Match": linked["ETag"]})
    assert again.status_code == 304


def test_the_rights_name_a_creative_commons_licence_only(client: Client, photo: Any) -> None:
    assert "rights" not in client.get(f"/iiif/3/{photo.uuid}/info.json").getvalue().decode()
    open_ = factories.licence("public", url="https://creativecommons.org/licenses/by/4.0/")
    other = factories.approved(licence=open_)
    assert "creativecommons.org/licenses/by/4.0" in client.get(f"/iiif/3/{other.uuid}/info.json").getvalue().decode()


def test_the_image_itself_leads_to_its_information(client: Client, photo: Any) -> None:
    response = client.get(f"/iiif/3/{photo.uuid}")
    assert (response.status_code, response["Location"]) == (303, f"/iiif/3/{photo.uuid}/info.json")


def test_browsers_may_ask_beforehand(client: Client, photo: Any) -> None:
    response = client.options(f"/iiif/3/{photo.uuid}/info.json")
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.post(f"/iiif/3/{photo.uuid}/info.json").status_code in (403, 405)


@pytest.mark.parametrize(
    ("path", "size", "format_name"),
    [
        ("full/max/0/default.jpg", (2600, 1500), "JPEG"),
        ("full/650,/0/default.jpg", (650, 375), "JPEG"),
        ("full/,100/0/default.png", (173, 100), "PNG"),
        ("full/!300,300/90/default.webp", (173, 300), "WEBP"),
        ("square/100,100/0/default.jpg", (100, 100), "JPEG"),
        ("0,0,512,512/512,512/0/default.jpg", (512, 512), "JPEG"),
        ("2560,1024,512,512/40,/180/color.jpg", (40, 476), "JPEG"),
        ("pct:10,10,20,20/pct:50/270/gray.png", (150, 260), "PNG"),
    ],
)
def test_pixels(client: Client, photo: Any, path: str, size: tuple[int, int], format_name: str) -> None:
    picture = opened(client.get(f"/iiif/3/{photo.uuid}/{path}"))
    assert picture.size == size
    assert picture.format == format_name


def test_every_address_names_its_canonical_one_and_gives_the_same(client: Client, photo: Any) -> None:
    response = client.get(f"/iiif/3/{photo.uuid}/pct:0,0,50,50/pct:25/0/color.jpg")
    link = f'<http://testserver/iiif/3/{photo.uuid}/0,0,1300,750/325,188/0/default.jpg>;rel="canonical"'
    assert link in response["Link"]
    assert '<http://iiif.io/api/image/3/level2.json>;rel="profile"' in response["Link"]
    assert content(response) == content(client.get(link[1:].split(">")[0].removeprefix("http://testserver")))


def test_mirroring_comes_before_turning(client: Client, photo: Any) -> None:
    plain = opened(client.get(f"/iiif/3/{photo.uuid}/full/400,/0/default.png")).convert("RGB")
    turned = opened(client.get(f"/iiif/3/{photo.uuid}/full/400,/!90/default.png")).convert("RGB")
    expected = plain.transpose(Image.Transpose.FLIP_LEFT_RIGHT).transpose(Image.Transpose.ROTATE_270)
    assert turned.tobytes() == expected.tobytes()


def test_qualities(client: Client, photo: Any) -> None:
    gray = opened(client.get(f"/iiif/3/{photo.uuid}/full/200,/0/gray.png"))
    assert gray.mode == "L"
    two = opened(client.get(f"/iiif/3/{photo.uuid}/full/200,/0/bitonal.png"))
    assert set(numpy.unique(numpy.asarray(two.convert("L")))) <= {0, 255}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nonsense/max/0/default.jpg", 400),
        ("full/nonsense/0/default.jpg", 400),
        ("full/99999,/0/default.jpg", 400),
        ("full/max/nonsense/default.jpg", 400),
        ("full/max/0/nonsense.jpg", 400),
        ("full/max/0/default.nonsense", 400),
        ("9000,0,10,10/max/0/default.jpg", 400),
        ("full/^max/0/default.jpg", 501),
        ("full/max/22.5/default.jpg", 501),
        ("full/max/0/default.tif", 501),
        ("full/max/0/", 404),
        ("full/max/default.jpg", 404),
    ],
)
def test_errors(client: Client, photo: Any, path: str, status: int) -> None:
    response = client.get(f"/iiif/3/{photo.uuid}/{path}")
    assert response.status_code == status
    if status != 404:
        assert response["Content-Type"].startswith("text/plain")
        assert "no-store" in response["Cache-Control"]


def test_tiles_make_up_the_picture(client: Client, photo: Any) -> None:
    whole = opened(client.get(f"/iiif/3/{photo.uuid}/full/1300,750/0/default.png")).convert("RGB")
    sheet = Image.new("RGB", whole.size)
    for top in range(0, 1500, 1024):
        for left in range(0, 2600, 1024):
            width, height = min(1024, 2600 - left), min(1024, 1500 - top)
            path = f"{left},{top},{width},{height}/{-(-width // 2)},{-(-height // 2)}/0/default.jpg"
            sheet.paste(opened(client.get(f"/iiif/3/{photo.uuid}/{path}")), (left // 2, top // 2))
    assert psnr(sheet, whole) > 33


def test_a_tile_brings_its_neighbours_from_one_decode(client: Client, photo: Any) -> None:
    with mock.patch.object(pixels, "decode", wraps=pixels.decode) as decoding:
        for column in range(4):
            path = f"{column * 512},0,512,512/512,512/0/default.jpg"
            assert client.get(f"/iiif/3/{photo.uuid}/{path}").status_code == 200
        assert decoding.call_count == 1
        # Beyond the block of four.
        assert client.get(f"/iiif/3/{photo.uuid}/2048,0,512,512/512,512/0/default.jpg").status_code == 200
        assert decoding.call_count == 2


def test_large_results_carry_the_metadata(client: Client, photo: Any) -> None:
    for extension in ("jpg", "png", "webp"):
        data = content(client.get(f"/iiif/3/{photo.uuid}/full/800,/0/default.{extension}"))
        assert b"Boats leave at dawn." in data, extension
    assert b"Boats leave at dawn." not in content(client.get(f"/iiif/3/{photo.uuid}/full/100,/0/default.jpg"))


def test_what_one_may_not_know_of_looks_like_nothing(client: Client) -> None:
    unknown = uuid4()
    for state in ("draft", "embargoed", "press_only", "internal", "licence_expired", "consent_revoked"):
        hidden = factories.in_state(state)
        for path in ("", "/info.json", "/full/max/0/default.jpg", "/bad/max/0/default.jpg"):
            response = client.get(f"/iiif/3/{hidden.uuid}{path}")
            assert response.status_code == client.get(f"/iiif/3/{unknown}{path}").status_code == 404, (state, path)
            assert "Access-Control-Allow-Origin" not in response


def test_withdrawn_is_gone_from_the_same_second(client: Client, photo: Any) -> None:
    path = f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg"
    tag = client.get(path)["ETag"]
    withdraw(photo, reason="Sai người", actor=None)
    for address in (path, f"/iiif/3/{photo.uuid}/info.json", f"/iiif/3/{photo.uuid}"):
        response = client.get(address, headers={"If-None-Match": tag})
        assert response.status_code == 410
        assert "no-store" in response["Cache-Control"]


def test_who_may_only_look_zooms_into_the_preview(client: Client) -> None:
    photo = factories.approved(data=factories.jpeg(3000, 1500, seed=6), licence=look_only())
    info = client.get(f"/iiif/3/{photo.uuid}/info.json").getvalue().decode()
    assert '"width": 2048' in info and '"height": 1024' in info
    assert opened(client.get(f"/iiif/3/{photo.uuid}/full/max/0/default.jpg")).size == (2048, 1024)
    assert opened(client.get(f"/iiif/3/{photo.uuid}/0,0,512,512/max/0/default.jpg")).size == (512, 512)
    assert client.get(f"/iiif/3/{photo.uuid}/2500,0,100,100/max/0/default.jpg").status_code == 400

    own = Client()
    own.force_login(factories.user("own", Role.EDITOR))
    response = own.get(f"/iiif/3/{photo.uuid}/full/max/0/default.jpg")
    assert opened(response).size == (3000, 1500)
    assert response["Cache-Control"].startswith("private")


def test_tiles_of_a_marked_preview_are_cut_from_it(client: Client) -> None:
    photo = factories.approved(
        data=factories.jpeg(2400, 1200, seed=7), licence=look_only(preview_watermark=True), credit_line="Ảnh: Sở VHTTDL"
    )
    marked = opened(client.get(f"/media/{photo.uuid}/large.webp")).convert("RGB")
    own = Client()
    own.force_login(factories.user("own", Role.EDITOR))
    clean = opened(own.get(f"/media/{photo.uuid}/large.webp")).convert("RGB")
    for left in (0, 512, 1024, 1536):
        tile = opened(client.get(f"/iiif/3/{photo.uuid}/{left},0,512,512/512,512/0/default.png")).convert("RGB")
        box = (left, 0, left + 512, 512)
        assert tile.tobytes() == marked.crop(box).tobytes()
        assert tile.tobytes() != clean.crop(box).tobytes()


def test_staff_zoom_into_drafts_and_neighbours_do_not() -> None:
    draft = factories.in_state("draft")
    own, other = Client(), Client()
    own.force_login(factories.user("own", Role.EDITOR))
    other.force_login(factories.user("other", Role.EDITOR, of=factories.province("01")))
    response = own.get(f"/iiif/3/{draft.uuid}/full/max/0/default.jpg")
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private")
    assert "Access-Control-Allow-Origin" not in response
    assert other.get(f"/iiif/3/{draft.uuid}/full/max/0/default.jpg").status_code == 404


def test_what_costs_a_decode_each_time_is_limited(client: Client, photo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "COSTLY", Throttle("iiif", limit=2, seconds=60))
    paths = [f"/iiif/3/{photo.uuid}/{left},0,50,50/max/0/default.jpg" for left in (1, 2, 3)]
    assert [client.get(path).status_code for path in paths] == [200, 200, 429]
    assert client.get(f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg").status_code == 200


def test_a_kept_tile_costs_one_question(client: Client, photo: Any, django_assert_max_num_queries: Any) -> None:
    path = f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg"
    client.get(path)
    with django_assert_max_num_queries(1):
        assert client.get(path).status_code == 200


def test_a_new_caption_makes_new_tiles(client: Client, photo: Any) -> None:
    path = f"/iiif/3/{photo.uuid}/full/650,375/0/default.jpg"
    first = client.get(path)
    edited = type(photo).objects.get(pk=photo.pk)
    edited.caption_en = "Boats come home at dusk."
    edited.save_revision().publish()
    second = client.get(path)
    assert first["ETag"] != second["ETag"]
    assert b"Boats come home at dusk." in content(second)
    folders = storages["private"].listdir(f"renditions/{photo.uuid}")[0]
    assert len(folders) >= 2


def test_whoever_finds_no_room_is_told_to_come_back(
    client: Client, photo: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg"
    assert client.get(kept).status_code == 200
    monkeypatch.setattr(pixels, "PATIENCE", 0.01)
    taken = [pixels._room.acquire(timeout=0) for _ in range(pixels.AT_ONCE)]
    assert all(taken)
    try:
        refused = client.get(f"/iiif/3/{photo.uuid}/1,2,300,300/max/0/default.jpg")
        assert refused.status_code == 503
        assert refused["Retry-After"]
        assert refused["Cache-Control"] == "private, no-store"
        assert client.get(kept).status_code == 200
    finally:
        for _ in taken:
            pixels._room.release()
    assert client.get(f"/iiif/3/{photo.uuid}/1,2,300,300/max/0/default.jpg").status_code == 200


def test_the_etag_follows_the_decision_and_the_mark(client: Client, photo: Any) -> None:
    """The same address gives other bytes to other askers, and says so to every cache between."""
    path, tags = f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg", set()
    info, documents = f"/iiif/3/{photo.uuid}/info.json", set()
    for licence in (photo.licence, look_only(), look_only(preview_watermark=True)):
        type(photo).objects.filter(pk=photo.pk).update(licence=licence)
        response = client.get(path)
        assert {"Cookie", "Authorization"} <= {part.strip() for part in response["Vary"].split(",")}
        assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
        tags.add(response["ETag"])
        documents.add(client.get(info)["ETag"])
        content(response)
    assert len(tags) == 3
    assert len(documents) == 2  # marked or not, the preview has one size
    staff = Client()
    staff.force_login(factories.user("own", Role.EDITOR))
    theirs = staff.get(path)
    assert theirs["Cache-Control"].startswith("private")
    assert theirs["ETag"] in tags  # the original's, as when everybody could take it
    content(theirs)


def test_what_is_kept_on_disk_is_bounded(client: Client, photo: Any) -> None:
    """However many regions and sizes are asked for, only the grid's own pieces stay."""
    for number in range(12):
        content(client.get(f"/iiif/3/{photo.uuid}/{number},{number},400,400/{100 + number},/0/default.jpg"))
        content(client.get(f"/iiif/3/{photo.uuid}/full/{301 + number},/0/default.jpg"))
    assert not storages["private"].exists(f"renditions/{photo.uuid}")
    content(client.get(f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg"))
    assert storages["private"].exists(f"renditions/{photo.uuid}")


def files_open(under: str) -> list[str]:
    folder = Path("/proc/self/fd")
    targets = [str(one.readlink()) for one in folder.iterdir() if one.is_symlink()]
    return [target for target in targets if target.startswith(under)]


@pytest.mark.usefixtures("_closing_leaves_the_database_alone")
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks Linux which files are open")
def test_no_answer_leaves_a_file_open(client: Client, photo: Any, settings: Any) -> None:
    """A server closes what it sent; what is refused, unchanged or only asked about never opens anything."""
    root = str(Path(settings.MEDIA_ROOT).parent)
    tile = f"/iiif/3/{photo.uuid}/0,0,512,512/512,512/0/default.jpg"
    etag = client.get(tile)["ETag"]
    gc.collect()
    before = files_open(root)
    for address in (tile, f"/media/{photo.uuid}/original", f"/media/{photo.uuid}/large.webp"):
        for headers in ({}, {"Range": "bytes=0-99"}, {"Range": "bytes=999999999-"}, {"If-None-Match": etag}):
            response = client.get(address, headers=headers)
            content(response)
            response.close()
        client.head(address)
    client.get(f"/iiif/3/{photo.uuid}/nonsense/max/0/default.jpg")
    assert files_open(root) == before
