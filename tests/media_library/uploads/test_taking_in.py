"""From the last byte to the outcome: ZIPs, crashes, batches, and what the pages show of them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from media_library.models import Arrival, Photo, Upload, UploadBatch, UploadState
from media_library.uploads import parts, services
from tests.media_library import factories
from tests.media_library.uploads.sending import create, head, patch, send, signed_in

pytestmark = pytest.mark.django_db


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def received(client: Client, data: bytes, name: str = "a.jpg") -> Upload:
    """An upload whose bytes are all here, and whose server died before it took the file in."""
    create(client, len(data), filename=name)
    upload = Upload.objects.order_by("-pk")[0]
    parts.append(upload, 0, io.BytesIO(data), len(data))
    return upload


def test_each_entry_of_a_zip_has_its_outcome(django_capture_on_commit_callbacks: Any) -> None:
    data = zipped(a__jpg=factories.jpeg(300, 200, seed=1), b__jpg=b"no", c__jpg=factories.jpeg(300, 200, seed=1))
    client = signed_in()
    with django_capture_on_commit_callbacks(execute=True):
        url, _found = send(client, data, "Tháng 5.zip")
    found = client.get(url).json()
    assert found["state"] == "finished" and (found["entries"], found["entries_done"]) == (3, 3)
    assert [(each["name"], each["outcome"]) for each in found["outcomes"]] == [
        ("Tháng 5.zip/a.jpg", "accepted"),
        ("Tháng 5.zip/b.jpg", "refused"),
        ("Tháng 5.zip/c.jpg", "duplicate"),
    ]
    assert Photo.objects.get().uploaded_by_user.username == "editor"


def test_a_broken_zip_is_one_refusal(django_capture_on_commit_callbacks: Any) -> None:
    client = signed_in()
    with django_capture_on_commit_callbacks(execute=True):
        url, _found = send(client, zipped(a__jpg=factories.jpeg())[:-30], "a.zip")
    found = client.get(url).json()
    assert [each["outcome"] for each in found["outcomes"]] == ["refused"]


def test_after_a_crash_between_bytes_and_library() -> None:
    client, data = signed_in(), factories.jpeg(300, 200)
    upload = received(client, data)
    assert head(client, reverse("media_library_tus_file", args=[upload.uuid]))["Upload-Offset"] == str(len(data))
    found = client.get(reverse("media_library_tus_file", args=[upload.uuid])).json()
    assert found["outcomes"][0]["outcome"] == "accepted"


def test_after_a_crash_in_the_middle_of_a_zip() -> None:
    """Two of three were noted, the third is in the library and wasn't noted."""
    pictures = [factories.jpeg(300, 200, seed=number) for number in (1, 2, 3)]
    client = signed_in()
    upload = received(client, zipped(a__jpg=pictures[0], b__jpg=pictures[1], c__jpg=pictures[2]), "a.zip")
    Upload.objects.update(state=UploadState.RECEIVED)
    assert services.take_in(upload.pk) == 3
    Arrival.objects.filter(number=2).delete()
    Upload.objects.update(state=UploadState.WORKING, touched_at=timezone.now() - timedelta(hours=1))
    again = received(client, zipped(a__jpg=pictures[0], b__jpg=pictures[1], c__jpg=pictures[2]), "a.zip")
    again.parts.update(upload=upload)
    assert services.take_in(upload.pk) == 1
    assert [each.outcome for each in upload.arrivals.order_by("number")] == ["accepted"] * 3
    assert Photo.objects.count() == 3


def test_a_living_workers_upload_is_left_to_it() -> None:
    upload = received(signed_in(), factories.jpeg(300, 200))
    Upload.objects.update(state=UploadState.WORKING, touched_at=timezone.now())
    assert services.take_in(upload.pk) == 0
    assert not Photo.objects.exists()


def test_clearing_takes_up_what_a_dead_worker_left(django_capture_on_commit_callbacks: Any) -> None:
    upload = received(signed_in(), factories.jpeg(300, 200))
    Upload.objects.update(touched_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        services.clear()
    assert Upload.objects.get().state == UploadState.FINISHED and upload.arrivals.get().outcome == "accepted"


def test_lost_bytes_are_told() -> None:
    client = signed_in()
    upload = received(client, factories.jpeg(300, 200))
    parts.discard_folder(str(upload.uuid))
    found = client.get(reverse("media_library_tus_file", args=[upload.uuid])).json()
    assert found["outcomes"][0]["outcome"] == "refused" and found["outcomes"][0]["words"]


def test_a_fault_of_ours_is_an_outcome_too(monkeypatch: Any) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("media_library.uploads.opening.ingest", fails)
    _url, found = send(signed_in(), factories.jpeg(300, 200))
    assert found["outcomes"][0]["outcome"] == "refused" and "disk" not in found["outcomes"][0]["words"]


def test_the_reason_is_in_the_owners_language() -> None:
    from wagtail.users.models import UserProfile

    client = signed_in()
    UserProfile.objects.update_or_create(user=factories.user("editor"), defaults={"preferred_language": "en"})
    url = create(client, 3, filename="a.jpg")["Location"]
    patch(client, url, 0, b"abc")
    words = client.get(url).json()["outcomes"][0]["words"]
    assert words.isascii() or "’" in words


# --- the page's script announces its files --------------------------------------------------------
def announce(client: Client, files: list[Any], **data: str) -> Any:
    return client.post(reverse("media_library_upload_begin"), {"files": json.dumps(files), **data})


def test_files_are_announced_and_known_again() -> None:
    client = signed_in()
    data = [factories.jpeg(300, 200, seed=seed) for seed in (1, 2)]
    files = [["a.jpg", len(data[0]), "a|1|1"], ["b.jpg", len(data[1]), "b|2|2"]]
    first = announce(client, files).json()
    assert [each["offset"] for each in first["files"]] == [0, 0]
    patch(client, first["files"][0]["url"], 0, data[0])
    patch(client, first["files"][1]["url"], 0, data[1][:100])

    again = announce(client, [*files, ["c.jpg", 5, "c|5|5"]]).json()
    assert [each["url"] for each in again["files"][:2]] == [each["url"] for each in first["files"]]
    assert [(each["here"], each["offset"]) for each in again["files"]] == [
        (True, len(data[0])), (False, 100), (False, 0),
    ]  # fmt: skip
    assert Upload.objects.count() == 3
    # All of it is listed in one place, and the first batch, which would be empty, is gone.
    assert [str(each.uuid) for each in UploadBatch.objects.all()] == [again["batch"]]
    assert UploadBatch.objects.get().arrivals.get().outcome == "accepted"


def test_what_was_refused_is_sent_again() -> None:
    client = signed_in()
    first = announce(client, [["a.jpg", 3, "a|3|1"]]).json()["files"][0]
    patch(client, first["url"], 0, b"abc")
    assert announce(client, [["a.jpg", 3, "a|3|1"]]).json()["files"][0]["url"] != first["url"]


def test_a_neighbours_fingerprints_are_their_own() -> None:
    first = announce(signed_in(), [["a.jpg", 3, "a|3|1"]]).json()["files"][0]
    second = announce(signed_in("neighbour", code="01"), [["a.jpg", 3, "a|3|1"]]).json()["files"][0]
    colleague = announce(signed_in("colleague"), [["a.jpg", 3, "a|3|1"]]).json()["files"][0]
    assert len({first["url"], second["url"], colleague["url"]}) == 3


def test_too_big_is_said_before_it_is_sent(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    answer = announce(signed_in(), [["a.jpg", 2000, "a"], ["b.jpg", 10, "b"]]).json()["files"]
    assert answer[0]["outcomes"][0]["outcome"] == "refused" and "url" in answer[1]
    assert Arrival.objects.get().outcome == "refused"


@pytest.mark.parametrize(
    "files",
    ["", "no", "{}", "[1]", "[[1]]", '[["a",-1,"x"]]', '[["a",99999999999999999999999,"x"]]', "[null]", "[" * 5000],
)
def test_a_list_that_isnt(files: str) -> None:
    answer = signed_in().post(reverse("media_library_upload_begin"), {"files": files})
    assert answer.status_code in (201, 400) and not Upload.objects.exists()


def test_anothers_batch_or_province_is_refused() -> None:
    announce(signed_in(), [["a.jpg", 3, "a"]])
    batch = str(UploadBatch.objects.get().uuid)
    neighbour = signed_in("neighbour", code="01")
    assert announce(neighbour, [["a.jpg", 3, "a"]], batch=batch).status_code == 404
    assert announce(neighbour, [["a.jpg", 3, "a"]], batch="x").status_code == 404
    assert announce(signed_in(), [["a.jpg", 3, "a"]], batch=batch).status_code == 201


def test_announcing_costs_the_same_for_many() -> None:
    client = signed_in()
    announce(client, [["warm.jpg", 3, "warm"]])
    counts = []
    for number in (3, 30):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            announce(client, [[f"{number}-{n}.jpg", 3, f"{number}-{n}"] for n in range(number)])
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- pages ------------------------------------------------------------------------------------------
def test_the_upload_page_lists_what_isnt_finished_and_discards_it() -> None:
    client = signed_in()
    announce(client, [["một.jpg", 1000, "a"], ["hai.jpg", 1000, "b"]])
    page = client.get(reverse("media_library_upload")).content.decode()
    assert "một.jpg" in page and "hai.jpg" in page
    for other in (signed_in("colleague"), signed_in("neighbour", code="01")):
        assert "một.jpg" not in other.get(reverse("media_library_upload")).content.decode()
        other.post(reverse("media_library_upload_discard"))
    one = Upload.objects.get(name="một.jpg")
    assert client.post(reverse("media_library_upload_discard"), {"upload": str(one.uuid)}).status_code == 302
    assert [each.name for each in Upload.objects.all()] == ["hai.jpg"]
    client.post(reverse("media_library_upload_discard"), {"upload": "x"})
    assert Upload.objects.exists()
    client.post(reverse("media_library_upload_discard"))
    assert not Upload.objects.exists()


def test_the_form_without_script_opens_zips_and_keeps_history() -> None:
    client = signed_in()
    files = [
        SimpleUploadedFile("a.zip", zipped(x__jpg=factories.jpeg(300, 200), y__txt=b"words")),
        SimpleUploadedFile("b.jpg", factories.jpeg(300, 200)),
    ]
    page = client.post(reverse("media_library_upload"), {"files": files})
    assert [each["outcome"] for each in page.context["outcomes"]] == ["accepted", "refused", "accepted"]
    batch = UploadBatch.objects.get()
    detail = client.get(reverse("media_library_batch", args=[batch.uuid]))
    assert "a.zip/y.txt" in detail.content.decode()
    assert (
        client.get(reverse("media_library_batch", args=[batch.uuid]), {"show": "refused"})
        .context["page"]
        .paginator.count
        == 1
    )
    listing = client.get(reverse("media_library_batches")).context["page"].object_list
    assert [(each.accepted, each.refused, each.duplicate) for each in listing] == [(2, 1, 0)]


def test_history_is_ones_own() -> None:
    client = signed_in()
    client.post(reverse("media_library_upload"), {"files": [SimpleUploadedFile("secret.jpg", b"no")]})
    batch = UploadBatch.objects.get()
    for other in (signed_in("colleague"), signed_in("neighbour", code="01")):
        assert other.get(reverse("media_library_batch", args=[batch.uuid])).status_code == 404
        assert not other.get(reverse("media_library_batches")).context["page"].object_list
    factories.user("editor").groups.clear()
    assert client.get(reverse("media_library_batch", args=[batch.uuid])).status_code in (302, 404)


def test_history_says_what_is_missing_and_costs_the_same_for_many() -> None:
    client = signed_in()
    counts = []
    for number in (3, 30):
        files = [SimpleUploadedFile(f"{n}.jpg", factories.jpeg(120, 80)) for n in range(number)]
        client.post(reverse("media_library_upload"), {"files": files})
        address = reverse("media_library_batch", args=[UploadBatch.objects.first().uuid])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.context["outcomes"][0]["missing"]


def test_a_deleted_draft_stays_in_the_history() -> None:
    client = signed_in()
    send(client, factories.jpeg(300, 200))
    Photo.objects.all().delete()
    page = client.get(reverse("media_library_batch", args=[UploadBatch.objects.get().uuid]))
    assert page.status_code == 200 and "url" not in page.context["outcomes"][0]
