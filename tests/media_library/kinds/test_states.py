"""Every kind goes the way of photos: draft, approval, gate and API, withdrawal."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from media_library.models import KINDS, ArrivalOutcome, AssetKind, Change, ChangeEvent, UploadBatch, record_of
from media_library.services import missing_for_approval, set_embargo, withdraw
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db

OTHERS = [AssetKind.VIDEO, AssetKind.DOCUMENT, AssetKind.GRAPHIC]
MEDIA_TYPE = {"video": "video/mp4", "document": "application/pdf", "graphic": "image/svg+xml"}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_draft_is_nobodys_business(client: Client, kind: str) -> None:
    record = factories.draft(kind=kind)
    assert type(record) is KINDS[AssetKind(kind)]
    assert not record.live and record.revisions.count() == 2
    for address in (f"/media/{record.uuid}/original", f"/api/v1/assets/{record.uuid}", f"/media/{record.uuid}/about"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_approved_is_given_out_as_an_attachment_that_runs_nothing(client: Client, kind: str) -> None:
    record = factories.approved(kind=kind)
    response = client.get(f"/media/{record.uuid}/original")
    assert response.status_code == 200
    assert response["Content-Type"] == MEDIA_TYPE[kind]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith('attachment; filename="quang-ninh-')
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert len(body) == int(response["Content-Length"]) == record.published.bytes


@pytest.mark.parametrize("kind", OTHERS)
def test_parts_can_be_asked_for(client: Client, kind: str) -> None:
    record = factories.approved(kind=kind)
    whole = b"".join(client.get(f"/media/{record.uuid}/original").streaming_content)  # type: ignore[attr-defined]
    response = client.get(f"/media/{record.uuid}/original", headers={"Range": "bytes=10-29"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == whole[10:30]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", OTHERS)
def test_there_are_no_sized_copies(client: Client, kind: str) -> None:
    record = factories.approved(kind=kind)
    for preset in ("thumb.webp", "large.jpg", "press-wire.jpg"):
        assert client.get(f"/media/{record.uuid}/{preset}").status_code == 404
    assert client.get(f"/iiif/3/{record.uuid}/info.json").status_code == 404


@pytest.mark.parametrize("kind", OTHERS)
def test_the_api_tells_of_it(client: Client, kind: str) -> None:
    record = factories.approved(kind=kind)
    told = client.get(f"/api/v1/assets/{record.uuid}?lang=en").json()
    assert told["kind"] == kind
    assert list(told["renditions"]) == ["original"]
    assert told["renditions"]["original"]["type"] == MEDIA_TYPE[kind]
    assert (told["width"] is None) is (kind == "document")
    assert told["duration"] == (12 if kind == "video" else None)
    assert told["pages"] == (1 if kind == "document" else None)
    listed = client.get(f"/api/v1/assets?kind={kind}").json()["items"]
    assert [item["id"] for item in listed] == [str(record.uuid)]


@pytest.mark.parametrize("kind", OTHERS)
def test_a_withdrawal_counts_at_once(client: Client, kind: str) -> None:
    record = factories.approved(kind=kind)
    withdraw(record, reason="Sai thông tin", actor=None)
    assert client.get(f"/media/{record.uuid}/original").status_code == 410
    assert client.get(f"/api/v1/assets/{record.uuid}").status_code == 410
    assert not type(record).objects.get(pk=record.pk).live
    assert Change.objects.filter(subject_uuid=record.uuid, event=ChangeEvent.WITHDRAWN).exists()


@pytest.mark.parametrize("kind", OTHERS)
def test_an_old_draft_cannot_undo_a_withdrawal_or_bring_back_a_file(kind: str) -> None:
    record = factories.approved(kind=kind)
    stale = record.get_latest_revision()
    withdraw(record, reason="Sai", actor=None)
    restored = stale.as_object()
    assert restored.withdrawn_at is not None and restored.file.name == record.file.name and not restored.live


@pytest.mark.parametrize("kind", OTHERS)
def test_an_embargo_is_logged_and_closes_it(client: Client, kind: str) -> None:
    record = factories.embargoed(kind=kind)
    assert client.get(f"/media/{record.uuid}/original").status_code == 404
    set_embargo(record, None, actor=None)
    assert client.get(f"/media/{record.uuid}/original").status_code == 200


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_missing_is_asked_for(kind: str) -> None:
    record = factories.draft(kind=kind, credit_line="", alt_text_vi="")
    missing = missing_for_approval(record)
    assert len(missing) == (2 if kind == "graphic" else 1)


@pytest.mark.parametrize("kind", OTHERS)
def test_the_public_page_shows_it(client: Client, kind: str) -> None:
    from cms.site_setup import ensure_site

    ensure_site(("vi", "en"))
    record = factories.approved(kind=kind, title_en="The harbour film")
    page = client.get(f"/en/images/{record.uuid}/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "The harbour film" in text and "0 × 0" not in text and "None" not in text
    assert f"/media/{record.uuid}/medium" not in text
    listing = client.get("/en/images/").content.decode()
    assert "The harbour film" in listing
    assert ("kind-sign" in listing) is (kind != "graphic"), "a logo shows itself"


@pytest.mark.parametrize("kind", OTHERS)
def test_feeds_carry_it_without_sizes(client: Client, kind: str) -> None:
    from cms.site_setup import ensure_site

    ensure_site(("vi", "en"))
    record = factories.approved(kind=kind)
    for address in ("atom.xml", "rss.xml", "feed.json", "ninjs.json"):
        response = client.get(f"/press/feeds/{address}?lang=en")
        assert response.status_code == 200
        assert str(record.uuid) in response.content.decode()
        assert f"{record.uuid}/thumb" not in response.content.decode()


def test_a_licences_new_terms_reach_all_kinds() -> None:
    from media_library.services import rebuild_documents_quoting

    licence = factories.licence()
    records = [factories.approved(kind=kind) for kind in AssetKind.values]
    licence.usage_terms_vi = "Điều khoản mới"
    licence.save()
    assert rebuild_documents_quoting("media_library.licence", licence.pk) == 4
    for record in records:
        record.published.refresh_from_db()
        assert record.published.body["licence"]["usage_terms"]["vi"] == "Điều khoản mới"


def test_record_of_finds_each() -> None:
    for kind in AssetKind.values:
        record = factories.draft(kind=kind)
        assert record_of(record.asset_ptr) == record
        assert record_of(record) is record


@pytest.mark.parametrize("kind", OTHERS)
def test_a_deleted_draft_takes_its_file_along(kind: str, django_capture_on_commit_callbacks: Any) -> None:
    record = factories.draft(kind=kind)
    storage, name = record.file.storage, record.file.name
    with django_capture_on_commit_callbacks(execute=True):
        record.delete()
    assert not storage.exists(name)


def test_staff_get_the_draft_as_it_came_in(client: Client) -> None:
    data = factories.sample("graphic")
    record = factories.draft(kind="graphic", data=data)
    client.force_login(factories.user("e", Role.EDITOR))
    response = client.get(reverse("media:original", args=[record.uuid]))
    assert b"".join(response.streaming_content) == data  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")


def test_the_import_command_takes_all_kinds(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    from django.core.management import call_command

    for kind in AssetKind.values:
        (tmp_path / f"{kind}.bin").write_bytes(factories.sample(kind))
    call_command("import_assets", str(tmp_path), "--json")
    assert len(json.loads(capsys.readouterr().out)["accepted"]) == 4


def test_the_file_that_leaves_is_not_held_in_memory(client: Client) -> None:
    """Only a block at a time: the size of what is read from an original is bounded."""
    from media_library import outgoing

    record = factories.draft(kind="video")
    sizes: list[int] = []

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            sizes.append(-1 if size is None else size)
            return super().read(size)

    with record.file.open("rb") as file:
        watched = Watched(file.read())
    outgoing.keep_prepared(watched, record.file.name, "mp4", b"<x/>")
    assert -1 not in sizes and max(sizes) <= outgoing.BLOCK


def test_papers_and_drawings_are_not_called_photographs() -> None:
    assert factories.draft(kind="document").digital_source_type == "digitalCreation"
    assert factories.draft(kind="graphic").digital_source_type == "digitalCreation"
    assert factories.draft(kind="video").digital_source_type == "digitalCapture"


def test_the_upload_page_and_its_history_know_all_kinds(client: Client) -> None:
    from media_library.uploads import services

    editor = factories.user("e", Role.EDITOR)
    client.force_login(editor)
    batch = UploadBatch.objects.create(owner=editor, province=factories.province())
    for kind in AssetKind.values:
        services.take_form_file(batch, io.BytesIO(factories.sample(kind)), f"{kind}.bin")
    assert {arrival.outcome for arrival in batch.arrivals.all()} == {ArrivalOutcome.ACCEPTED}
    page = client.get(reverse("media_library_batch", args=[batch.uuid])).content.decode()
    for kind in AssetKind.values:
        assert reverse(f"{KINDS[AssetKind(kind)].admin_namespace}:list") in page
