"""A kit as one ZIP file: complete, exact, signed for, and only what the reader may pass on."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client

from media_library.models import PublishedDocument
from press.models import Receipt, Way
from tests.media_library.factories import approved, licence, withdrawn
from tests.press.factories import bearer, in_hours, kit, member, organisation, signed_in, terms_version

pytestmark = pytest.mark.django_db


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def archive(response: Any) -> zipfile.ZipFile:
    assert response.status_code == 200, response
    content = body(response)
    assert len(content) == int(response["Content-Length"])
    opened = zipfile.ZipFile(io.BytesIO(content))
    assert opened.testzip() is None
    return opened


def test_it_holds_originals_manifest_captions_and_release() -> None:
    photos = [approved(caption_lo="ເຮືອອອກທະເລ"), approved()]
    made = kit(photos)
    response = Client().get(f"/en/press/kits/{made.slug}/download/")
    assert response["Content-Type"] == "application/zip"
    assert f'filename="{made.slug}.zip"' in response["Content-Disposition"]
    opened = archive(response)
    names = opened.namelist()
    assert names[0] == "manifest.json"
    assert {"captions.en.txt", "captions.vi.txt", "captions.lo.txt", "release.en.txt", "release.vi.txt"} <= set(names)
    assert "release.lo.txt" not in names
    manifest = json.loads(opened.read("manifest.json"))
    assert manifest["kit"] == str(made.uuid)
    assert [entry["asset"] for entry in manifest["files"]] == [str(photo.uuid) for photo in photos]
    for entry in manifest["files"]:
        content = opened.read(entry["path"])
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert len(content) == entry["bytes"]
        assert entry["path"].isascii()
        assert entry["path"].endswith(".jpg")
        assert entry["type"] == "image/jpeg"
        assert entry["licence"] == "province-open"
        assert entry["credit_line"] == "Ảnh: Sở VHTTDL"
        assert entry["usage_terms"]
    assert manifest["files"][0]["captions"]["lo"] == "ເຮືອອອກທະເລ"
    release = opened.read("release.en.txt").decode("utf-8-sig")
    assert "The festival opens" in release
    assert "Second paragraph." in release
    captions = opened.read("captions.en.txt").decode("utf-8-sig")
    assert "Boats leave at dawn." in captions
    assert manifest["files"][0]["path"] in captions


def test_partners_sign_for_every_file_and_the_public_doesnt() -> None:
    photos, person = [approved(), approved()], member()
    made = kit(photos)
    body(Client().get(f"/en/press/kits/{made.slug}/download/"))
    assert not Receipt.objects.exists()
    signed_in(person).head(f"/en/press/kits/{made.slug}/download/")
    assert not Receipt.objects.exists()
    body(signed_in(person).get(f"/en/press/kits/{made.slug}/download/"))
    lines = Receipt.objects.order_by("pk")
    assert [line.asset_id for line in lines] == [photo.pk for photo in photos]
    assert {(line.kit, line.way, line.member, line.variant) for line in lines} == {(made, Way.ZIP, person, "original")}
    documents = PublishedDocument.objects.in_bulk()
    assert all(line.sha256 == documents[line.asset_id].sha256 for line in lines)


def test_the_api_gives_the_same_archive_and_takes_receipts() -> None:
    photo, partner = approved(), organisation()
    made = kit([photo])
    response = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner))
    archive(response)
    line = Receipt.objects.get()
    assert (line.organisation, line.way, line.kit) == (partner, Way.ZIP, made)
    assert line.token is not None


def test_an_interrupted_download_goes_on_and_is_signed_for_once() -> None:
    made, headers = kit([approved()]), bearer(organisation())
    url = f"/api/v1/kits/{made.uuid}/download"
    whole = Client().get(url, headers=headers)
    content, etag = body(whole), whole["ETag"]
    rest = Client().get(url, headers={**headers, "Range": "bytes=1000-", "If-Range": etag})
    assert rest.status_code == 206
    assert content[1000:] == body(rest)
    assert Receipt.objects.count() == 1
    head = Client().head(url, headers=headers)
    assert head.status_code == 200
    assert head["Content-Length"] == whole["Content-Length"]
    assert Receipt.objects.count() == 1


def test_only_what_may_be_passed_on_is_in_it() -> None:
    photos = {
        "open": approved(),
        "press": approved(licence=licence("press")),
        "internal": approved(licence=licence("internal")),
        "look_only": approved(licence=licence("public", allows_download=False)),
        "not_on": approved(licence=licence("public", allows_redistribution=False)),
        "gone": withdrawn(),
    }
    made = kit(photos.values())
    url = f"/en/press/kits/{made.slug}/download/"

    def assets(client: Client) -> set[str]:
        manifest = json.loads(archive(client.get(url)).read("manifest.json"))
        return {name for name, photo in photos.items() if str(photo.uuid) in str(manifest)}

    may_press = {"press"} if photos["press"].licence.allows_redistribution else set()
    assert assets(Client()) == {"open"}
    assert assets(signed_in(organisation())) == {"open"} | may_press


def test_a_choice_of_pictures() -> None:
    photos = [approved(), approved(), withdrawn()]
    made = kit(photos)
    url = f"/en/press/kits/{made.slug}/download/"
    chosen = Client().get(url, {"asset": str(photos[1].uuid)})
    manifest = json.loads(archive(chosen).read("manifest.json"))
    assert [entry["asset"] for entry in manifest["files"]] == [str(photos[1].uuid)]
    for bad in (str(photos[2].uuid), "nonsense", str(approved().uuid)):
        assert Client().get(url, {"asset": bad}).status_code == 404


def test_the_same_contents_are_the_same_bytes() -> None:
    made = kit([approved()])
    url = f"/en/press/kits/{made.slug}/download/"
    first, second = Client().get(url), Client().get(url)
    assert first["ETag"] == second["ETag"]
    assert body(first) == body(second)


def test_before_the_first_download_the_terms_are_accepted() -> None:
    terms_version()
    made = kit([approved()])
    person = member(organisation(accepts=False))
    client, url = signed_in(person), f"/en/press/kits/{made.slug}/download/"
    sent = client.get(url)
    assert sent.status_code == 302
    page = client.get(sent["Location"])
    assert b"We accept the terms" in page.content
    back = client.post("/en/press/terms/", {"version": "1", "next": f"/en/press/kits/{made.slug}/"})
    assert back["Location"] == f"/en/press/kits/{made.slug}/"
    archive(client.get(url))
    assert person.organisation.acceptances.get().member == person


def test_the_api_refuses_with_403_until_the_terms_are_accepted() -> None:
    terms_version()
    made, headers = kit([approved()]), bearer(organisation(accepts=False))
    response = Client().get(f"/api/v1/kits/{made.uuid}/download", headers=headers)
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert not Receipt.objects.exists()
    assert Client().get(f"/api/v1/kits/{made.uuid}/download").status_code == 200


def test_an_embargoed_kit_says_so_inside() -> None:
    photo, partner = approved(), organisation()
    made = kit([photo], embargo_until=in_hours(3), grants=[(partner, True)], embargo_timezone="Europe/Paris")
    assert Client().get(f"/api/v1/kits/{made.uuid}/download").status_code == 404
    opened = archive(Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner)))
    assert "Embargoed until" in opened.read("release.en.txt").decode("utf-8-sig")
    assert "Europe/Paris" in opened.read("release.en.txt").decode("utf-8-sig")


def test_a_kit_without_pictures_still_gives_its_release() -> None:
    opened = archive(Client().get(f"/en/press/kits/{kit().slug}/download/"))
    assert json.loads(opened.read("manifest.json"))["files"] == []
    assert "release.en.txt" in opened.namelist()


@pytest.mark.parametrize("number", [1, 6])
def test_queries_of_an_archive_dont_grow(number: int, django_assert_max_num_queries: Any) -> None:
    made, headers = kit([approved() for _index in range(number)]), bearer(organisation())
    Client().get("/api/v1/kits", headers=headers)
    with django_assert_max_num_queries(17):
        body(Client().get(f"/api/v1/kits/{made.uuid}/download", headers=headers))
