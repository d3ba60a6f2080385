"""The protocol, rule by rule: https://tus.io/protocols/resumable-upload, version 1.0.0."""

from __future__ import annotations

import base64
import hashlib
import io
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media_library.models import Photo, Upload, UploadPart, UploadState
from media_library.uploads import parts, services
from provinces.teams import Role
from tests.media_library import factories
from tests.media_library.uploads.sending import BYTES, VERSION, create, head, metadata, patch, send, signed_in

pytestmark = pytest.mark.django_db


def begun(client: Client, size: int = 1000) -> str:
    answer = create(client, size)
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


# --- what the server says of itself -------------------------------------------------------------
def test_options() -> None:
    answer = signed_in().options(reverse("media_library_tus"))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0" and answer["Tus-Resumable"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) >= {"creation", "termination", "expiration", "checksum"}
    assert int(answer["Tus-Max-Size"]) > 0
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0", ""])
def test_another_version_is_refused(version: str | None) -> None:
    headers = {"Upload-Length": "5"} | ({"Tus-Resumable": version} if version is not None else {})
    answer = signed_in().post(reverse("media_library_tus"), headers=headers, content_type="")
    assert answer.status_code == 412 and answer["Tus-Version"] == "1.0.0"
    assert not Upload.objects.exists()


def test_other_methods() -> None:
    client = signed_in()
    assert client.put(reverse("media_library_tus")).status_code == 405
    assert client.get(reverse("media_library_tus")).status_code == 405
    assert client.put(begun(client)).status_code == 405


# --- creation -------------------------------------------------------------------------------------
def test_creation() -> None:
    client = signed_in()
    answer = create(client, 1234, filename="Ảnh/Bình minh.jpg")
    assert answer.status_code == 201 and answer["Tus-Resumable"] == "1.0.0"
    assert "Upload-Expires" in answer.headers and answer["Upload-Offset"] == "0"
    upload = Upload.objects.get()
    assert (upload.size, upload.offset, upload.name) == (1234, 0, "Ảnh/Bình minh.jpg")
    assert answer["Location"] == reverse("media_library_tus_file", args=[upload.uuid])


@pytest.mark.parametrize("size", ["", "-1", "x", "1e3", "9" * 40, "٣", "1.5", " "])
def test_impossible_lengths(size: str) -> None:
    assert create(signed_in(), size).status_code == 400
    assert not Upload.objects.exists()


def test_a_huge_declared_length() -> None:
    assert create(signed_in(), 10**17).status_code == 413
    assert create(signed_in(), 10**17, filename="a.zip").status_code == 413


def test_a_zip_may_be_bigger_than_a_picture(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES, settings.ZIP_MAX_BYTES = 1000, 5000
    assert create(signed_in(), 4000, filename="a.jpg").status_code == 413
    assert create(signed_in(), 4000, filename="a.zip").status_code == 201


def test_what_one_person_may_leave_unfinished(settings: Any) -> None:
    settings.UPLOAD_OPEN_MAX_BYTES = 1500
    client = signed_in()
    begun(client)
    assert create(client, 1000).status_code == 413
    assert create(signed_in("colleague"), 1000).status_code == 201


def test_a_length_that_comes_later_isnt_taken() -> None:
    headers = {**VERSION, "Upload-Defer-Length": "1"}
    assert signed_in().post(reverse("media_library_tus"), headers=headers, content_type="").status_code == 400


@pytest.mark.parametrize("raw", ["filename !!!", "filename /w==", "filename " + "QUJD" * 2000])
def test_metadata_that_isnt(raw: str) -> None:
    headers = {**VERSION, "Upload-Length": "5", "Upload-Metadata": raw}
    assert signed_in().post(reverse("media_library_tus"), headers=headers, content_type="").status_code == 400


def test_an_empty_file_is_refused_in_words() -> None:
    client = signed_in()
    url = create(client, 0)["Location"]
    found = client.get(url).json()
    assert found["state"] == "finished" and found["outcomes"][0]["outcome"] == "refused"


def test_creation_with_upload() -> None:
    client, data = signed_in(), factories.jpeg(300, 200)
    headers = {**VERSION, "Upload-Length": str(len(data)), "Upload-Metadata": metadata(filename="a.jpg")}
    answer = client.post(reverse("media_library_tus"), data, content_type=BYTES, headers=headers)
    assert answer.status_code == 201 and answer["Upload-Offset"] == str(len(data))
    assert client.get(answer["Location"]).json()["outcomes"][0]["outcome"] == "accepted"


def test_who_works_for_two_provinces_names_one() -> None:
    client = signed_in()
    factories.user("editor", Role.EDITOR, of=factories.province("01"))
    assert create(client, 5).status_code == 400
    assert create(client, 5, province="01").status_code == 201
    assert Upload.objects.get().batch.province == factories.province("01")


# --- the offset -----------------------------------------------------------------------------------
def test_head_tells_what_is_here() -> None:
    client = signed_in()
    url = begun(client)
    patch(client, url, 0, b"x" * 100)
    answer = head(client, url)
    assert answer.status_code == 200
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("100", "1000")
    assert "no-store" in answer["Cache-Control"] and answer["Upload-Metadata"] == metadata(filename="a.jpg")


def test_a_file_in_pieces_becomes_a_draft() -> None:
    client, data = signed_in(), factories.jpeg()
    url, found = send(client, data, "Vịnh/Bình minh.jpg", piece=10_000)
    assert found["state"] == "finished"
    assert found["outcomes"][0]["outcome"] == "accepted" and found["outcomes"][0]["name"] == "Vịnh/Bình minh.jpg"
    photo = Photo.objects.get()
    assert photo.sha256 == hashlib.sha256(data).hexdigest() and photo.title_vi == "Bình minh"
    assert photo.uploaded_by_user.username == "editor" and not photo.live
    assert not UploadPart.objects.exists() and parts.folders() == []
    assert head(client, url)["Upload-Offset"] == str(len(data))


@pytest.mark.parametrize("offset", [0, 99, 101, 1000, 10**15])
def test_an_offset_that_doesnt_fit(offset: int) -> None:
    client = signed_in()
    url = begun(client)
    patch(client, url, 0, b"x" * 100)
    answer = patch(client, url, offset, b"y" * 10)
    assert answer.status_code == 409
    assert head(client, url)["Upload-Offset"] == "100"


@pytest.mark.parametrize("offset", ["-1", "x", "", "9" * 30])
def test_an_offset_that_isnt_one(offset: str) -> None:
    client = signed_in()
    assert patch(client, begun(client), offset, b"x").status_code == 400


@pytest.mark.parametrize("kind", ["application/octet-stream", "multipart/form-data; boundary=x", "image/jpeg"])
def test_another_content_type(kind: str) -> None:
    client = signed_in()
    url = begun(client)
    assert patch(client, url, 0, b"x", kind=kind).status_code == 415
    assert head(client, url)["Upload-Offset"] == "0"


def test_more_than_was_announced() -> None:
    client = signed_in()
    url = begun(client)
    assert patch(client, url, 0, b"x" * 1001).status_code == 413
    assert head(client, url)["Upload-Offset"] == "0"


def test_without_content_length() -> None:
    client = signed_in()
    url = begun(client)
    headers = {**VERSION, "Upload-Offset": "0"}
    answer = client.generic("PATCH", url, b"x", content_type=BYTES, headers=headers, CONTENT_LENGTH="")
    assert answer.status_code == 411


def test_the_method_in_a_header() -> None:
    client = signed_in()
    url = begun(client)
    headers = {**VERSION, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert client.post(url, b"x" * 10, content_type=BYTES, headers=headers).status_code == 204
    assert head(client, url)["Upload-Offset"] == "10"


def test_a_lost_connection_costs_the_last_piece_at_most(settings: Any, monkeypatch: Any) -> None:
    """The sender announces 300 kB and vanishes after 200."""
    monkeypatch.setattr(parts, "PIECE", 64 * 1024)
    client, data = signed_in(), factories.jpeg(2400, 1800, seed=7) + b"\0" * 300_000
    url = begun(client, len(data))
    cut = {"wsgi.input": io.BytesIO(data[:200_000]), "CONTENT_LENGTH": "300000"}
    answer = client.generic(
        "PATCH", url, b"x", content_type=BYTES, headers={**VERSION, "Upload-Offset": "0"}, **cut
    )  # fmt: skip
    assert answer.status_code == 400
    here = int(head(client, url)["Upload-Offset"])
    assert 200_000 - 64 * 1024 <= here <= 200_000
    assert patch(client, url, here, data[here:]).status_code == 204
    assert client.get(url).json()["outcomes"][0]["outcome"] == "accepted"
    assert Photo.objects.get().sha256 == hashlib.sha256(data).hexdigest()


def test_crumbs_have_an_end(monkeypatch: Any) -> None:
    monkeypatch.setattr(parts, "PIECES_AT_MOST", 3)
    client = signed_in()
    url = begun(client)
    assert [patch(client, url, offset, b"x").status_code for offset in range(4)] == [204, 204, 204, 400]


# --- checksum -------------------------------------------------------------------------------------
@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_checksums(algorithm: str) -> None:
    client = signed_in()
    url = begun(client)
    right = base64.b64encode(hashlib.new(algorithm, b"x" * 100).digest()).decode()
    wrong = {"Upload-Checksum": f"{algorithm} {right}"}
    assert patch(client, url, 0, b"y" * 100, headers=wrong).status_code == 460
    assert head(client, url)["Upload-Offset"] == "0" and not UploadPart.objects.exists()
    assert patch(client, url, 0, b"x" * 100, headers=wrong).status_code == 204


@pytest.mark.parametrize("checksum", ["md4 AAAA", "sha1 ???", "sha1"])
def test_checksums_that_arent(checksum: str) -> None:
    client = signed_in()
    assert patch(client, begun(client), 0, b"x", headers={"Upload-Checksum": checksum}).status_code in (400, 460)


# --- the end ----------------------------------------------------------------------------------------
def test_termination_leaves_nothing() -> None:
    client = signed_in()
    url = begun(client)
    patch(client, url, 0, b"x" * 100)
    assert client.delete(url, headers=VERSION).status_code == 204
    assert head(client, url).status_code == 404
    assert not Upload.objects.exists() and parts.folders() == []


def test_what_is_in_the_library_isnt_terminated() -> None:
    client = signed_in()
    url, _found = send(client, factories.jpeg(300, 200))
    assert client.delete(url, headers=VERSION).status_code == 409
    assert Photo.objects.count() == 1


def test_expired_is_gone_and_cleared() -> None:
    client = signed_in()
    url = begun(client)
    patch(client, url, 0, b"x" * 100)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert head(client, url).status_code == 410
    assert patch(client, url, 100, b"x").status_code == 410
    assert services.clear() == 1
    assert parts.folders() == [] and head(client, url).status_code == 410
    upload = Upload.objects.get()
    assert upload.state == UploadState.FINISHED and upload.arrivals.get().outcome == "refused"


def test_bytes_of_nobody_are_cleared() -> None:
    from django.core.files.base import ContentFile

    client = signed_in()
    url = begun(client)
    patch(client, url, 0, b"x" * 100)
    parts.storage().save("uploads/00000000-0000-0000-0000-000000000000/0", ContentFile(b"x"))
    services.clear()
    assert parts.folders() == [str(Upload.objects.get().uuid)]
    assert head(client, url)["Upload-Offset"] == "100"


# --- whose it is --------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["colleague", "neighbour"])
def test_anothers_upload_doesnt_exist(who: str) -> None:
    url = begun(signed_in())
    other = signed_in(who, code="22" if who == "colleague" else "01")
    assert head(other, url).status_code == 404
    assert patch(other, url, 0, b"x").status_code == 404
    assert other.delete(url, headers=VERSION).status_code == 404
    assert other.get(url).status_code == 404
    assert Upload.objects.get().offset == 0


def test_an_unknown_upload() -> None:
    url = reverse("media_library_tus_file", args=["00000000-0000-0000-0000-000000000000"])
    client = signed_in()
    assert {head(client, url).status_code, patch(client, url, 0, b"x").status_code} == {404}


def test_anothers_batch_isnt_added_to() -> None:
    begun(signed_in())
    batch = str(Upload.objects.get().batch.uuid)
    assert create(signed_in("neighbour", code="01"), 5, batch=batch).status_code == 400
    assert create(signed_in("editor"), 5, batch=batch).status_code == 201
    assert create(signed_in("editor"), 5, batch="x").status_code == 400


def test_who_leaves_the_team_doesnt_go_on_sending() -> None:
    client = signed_in()
    url = begun(client)
    factories.user("editor").groups.clear()
    assert patch(client, url, 0, b"x").status_code in (302, 403, 404)
    assert Upload.objects.get().offset == 0


def test_only_uploaders_begin() -> None:
    assert create(signed_in("translator", Role.TRANSLATOR), 5).status_code == 400
    assert create(Client(), 5).status_code == 302
    assert not Upload.objects.exists()


def test_no_request_without_the_forms_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user("editor", Role.EDITOR))
    assert create(client, 5).status_code == 403


# --- at once -----------------------------------------------------------------------------------------
def test_of_two_pieces_for_one_place_one_counts() -> None:
    client = signed_in()
    begun(client)
    first, second = Upload.objects.get(), Upload.objects.get()
    parts.append(first, 0, io.BytesIO(b"x" * 10), 10)
    with pytest.raises(parts.WrongOffset):
        parts.append(second, 0, io.BytesIO(b"y" * 20), 20)
    upload = Upload.objects.get()
    assert upload.offset == 10 and upload.parts.count() == 1
    _folders, files = parts.storage().listdir(f"uploads/{upload.uuid}")
    assert len(files) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql  # SQLite lets one write at a time anyway
def test_concurrent_pieces() -> None:
    client = signed_in()
    url = begun(client)
    statuses: list[int] = []

    def write() -> None:
        try:
            statuses.append(patch(signed_in(), url, 0, b"x" * 500).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204] + [409] * 5
    assert Upload.objects.get().offset == 500


def test_a_finished_upload_is_taken_in_once() -> None:
    client = signed_in()
    send(client, factories.jpeg(300, 200))
    upload = Upload.objects.get()
    services.finish_sending(upload)
    assert services.take_in(upload.pk) == 0
    assert upload.arrivals.count() == 1 and Photo.objects.count() == 1
