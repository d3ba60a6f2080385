"""A kit that anybody can check: by an independent program, offline, and on a page that tells what changed since."""

from __future__ import annotations

import io
import json
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.environment import Environment
from cms.site_setup import ensure_site
from media_library.models import PublishedDocument
from media_library.services import set_embargo, withdraw
from press import signing
from press.models import ManifestKey
from press.services.kits import close
from press.signing import Finding, Standing
from tests.media_library.factories import approved, licence
from tests.press.factories import kit

pytestmark = pytest.mark.django_db
PAGE = "/en/press/verify/"


def taken(client: Client, made: Any, query: str = "") -> tuple[bytes, bytes]:
    """The manifest and the signature out of the kit's ZIP."""
    answer = client.get(f"/api/v1/kits/{made.uuid}/download{query}")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    return archive.read("manifest.json"), archive.read("manifest.json.sig")


def checked(client: Client, manifest: bytes, signature: bytes, page: str = PAGE) -> Any:
    files = {
        "manifest": SimpleUploadedFile("manifest.json", manifest),
        "signature": SimpleUploadedFile("manifest.json.sig", signature),
    }
    return client.post(page, files)


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])
    cache.clear()


def test_independent_code_checks_the_signature_with_the_published_key(client: Client) -> None:
    manifest, signature = taken(client, kit([approved()]))
    (published,) = client.get("/press/manifest-keys.json").json()["keys"]
    assert published["algorithm"] == "Ed25519" and published["revoked"] is None
    load_pem_public_key(published["pem"].encode()).verify(signature, manifest)  # type: ignore[union-attr, call-arg]
    assert len(signature) == 64


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_the_command_in_the_guide_checks_it_offline(client: Client, tmp_path: Path) -> None:
    manifest, signature = taken(client, kit([approved()]))
    (tmp_path / "manifest.json").write_bytes(manifest)
    (tmp_path / "manifest.json.sig").write_bytes(signature)
    (tmp_path / "key.pem").write_text(client.get("/press/manifest-keys.json").json()["keys"][0]["pem"])
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.json.sig"
    assert command in Path("docs/guide-for-press-partners.md").read_text()
    assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / "manifest.json").write_bytes(manifest.replace(b"kit", b"kid"))
    assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True).returncode != 0


def test_the_same_kit_gives_the_same_bytes(client: Client) -> None:
    made = kit([approved()])
    assert taken(client, made) == taken(client, made)


def test_the_page_tells_of_a_genuine_kit_in_which_nothing_changed(client: Client) -> None:
    made = kit([approved(), approved()])
    page = checked(client, *taken(client, made))
    assert page.status_code == 200 and page["Cache-Control"] == "private, no-store"
    words = page.content.decode()
    assert "This kit is ours" in words and "Nothing in it was withdrawn or corrected since." in words
    assert words.count("as you have it") == 2
    assert "Bộ" in checked(client, *taken(client, made), page="/vi/press/verify/").content.decode()


def test_everything_that_became_of_its_files_is_told(client: Client) -> None:
    names = ("kept", "withdrawn", "embargoed", "ended", "corrected")
    photos = {name: approved(licence=licence(valid_until=None)) for name in names}
    manifest, signature = taken(client, kit(list(photos.values())))
    withdraw(photos["withdrawn"], reason="Wrong place", actor=None, successor=photos["kept"])
    set_embargo(photos["embargoed"], timezone.now() + timedelta(days=1), actor=None)
    ended = photos["ended"].licence
    ended.valid_until = timezone.now()
    ended.save()
    corrected = photos["corrected"]
    corrected.caption_en = "Corrected words"
    corrected.save_revision().publish()
    verdict = signing.verify(manifest, signature)
    found = {file.asset: file for file in verdict.files}
    assert {name: found[str(photo.uuid)].standing for name, photo in photos.items()} == {
        "kept": Standing.CURRENT,
        "withdrawn": Standing.WITHDRAWN,
        "embargoed": Standing.EMBARGOED,
        "ended": Standing.ENDED,
        "corrected": Standing.CORRECTED,
    }
    gone = found[str(photos["withdrawn"].uuid)]
    assert gone.reason.text == "Wrong place" and gone.successor == photos["kept"].uuid
    words = checked(client, manifest, signature).content.decode()
    assert "4 files have changed since." in words and "Wrong place" in words


def test_a_sized_copy_is_corrected_by_what_it_shows_not_by_when_its_document_was_built(client: Client) -> None:
    rebuilt, corrected = approved(), approved()
    made = kit([rebuilt, corrected])
    manifest, signature = taken(client, made, "?size=medium")

    def standings() -> dict[str, Standing]:
        return {file.asset: file.standing for file in signing.verify(manifest, signature).files}

    PublishedDocument.objects.update(built_at=timezone.now() + timedelta(minutes=1))
    assert set(standings().values()) == {Standing.CURRENT}
    corrected.caption_en = "Corrected words"
    corrected.save_revision().publish()
    PublishedDocument.objects.update(built_at=timezone.now() + timedelta(minutes=1))
    assert standings() == {str(rebuilt.uuid): Standing.CURRENT, str(corrected.uuid): Standing.CORRECTED}
    cache.clear()  # which remembers that copies were asked for a moment ago
    taken(client, made, "?size=medium")  # the new copy is made
    assert standings() == {str(rebuilt.uuid): Standing.CURRENT, str(corrected.uuid): Standing.CORRECTED}


def test_what_the_asker_may_not_see_is_not_named(client: Client) -> None:
    """Neither a successor under embargo nor the present title of a kit that was closed to them since."""
    photo, successor = approved(), approved()
    made = kit([photo])
    files = taken(client, made)
    withdraw(photo, reason="Wrong place", actor=None, successor=successor)
    set_embargo(successor, timezone.now() + timedelta(days=1), actor=None)
    type(made).objects.filter(pk=made.pk).update(audience="organisations", title_en="A secret summit")
    page = checked(client, *files)
    words = page.content.decode()
    assert "This kit is ours" in words and "Wrong place" in words
    assert str(successor.uuid) not in words and "A secret summit" not in words
    assert page["Cache-Control"] == client.get(PAGE)["Cache-Control"] == "private, no-store"


def test_a_press_only_file_is_current_to_whoever_holds_its_manifest(client: Client) -> None:
    photo = approved(licence=licence("press"))
    made = kit([photo])
    line = {"path": "a", "asset": str(photo.uuid), "sha256": PublishedDocument.objects.get(pk=photo.pk).sha256}
    manifest = json.dumps({"kit": str(made.uuid), "created": "2026-01-01T00:00:00Z", "files": [line]}).encode()
    assert signing.verify(manifest, signing.sign(manifest)).files[0].standing is Standing.CURRENT


def test_a_closed_kit_is_told(client: Client) -> None:
    made = kit([approved()])
    files = taken(client, made)
    close(made, actor=None)
    assert "The kit is no longer offered." in checked(client, *files).content.decode()


CHANGES: list[Callable[[bytes], bytes]] = [lambda m: m + b" ", lambda m: m[:-1], lambda m: b"{}", lambda m: b"x"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_manifest_tells_nothing_of_what_it_names(client: Client, change: Callable[[bytes], bytes]) -> None:
    made = kit([approved()])
    manifest, signature = taken(client, made)
    page = checked(client, change(manifest), signature)
    words = page.content.decode()
    assert "We didn't sign this list" in words.replace("&#x27;", "'")
    assert "pictures/" not in words and str(made) not in words


@pytest.mark.parametrize("signature", [b"x", b"x" * 63, b"x" * 65, b"\x00" * 64, b"-----BEGIN SSH SIGNATURE-----" * 9])
def test_what_is_no_signature(client: Client, signature: bytes) -> None:
    manifest, _signature = taken(client, kit([approved()]))
    verdict = signing.verify(manifest, signature)
    assert verdict.finding is (Finding.ALTERED if len(signature) == 64 else Finding.NO_SIGNATURE)
    assert not verdict.files
    assert checked(client, manifest, signature).status_code == 200


def test_files_chosen_the_other_way_round_are_understood(client: Client) -> None:
    manifest, signature = taken(client, kit([approved()]))
    assert "This kit is ours" in checked(client, signature, manifest).content.decode()


def test_missing_and_huge_files_are_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Choose both files" in (page := client.post(PAGE, {})).content.decode() and page.status_code == 400
    assert client.post(PAGE, {"manifest": "text", "signature": "text"}).status_code == 400
    monkeypatch.setattr("press.views.verifying.MANIFEST_LIMIT", 10)
    assert "too big" in checked(client, b"x" * 11, b"y" * 64).content.decode()


def test_tries_are_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from media_library.throttle import Throttle

    monkeypatch.setattr("press.views.verifying.TRIES", Throttle("verify-test", limit=2, seconds=60))
    assert [checked(client, b"x", b"y").status_code for _ in range(3)] == [200, 200, 400]


def test_queries_dont_grow_with_the_kit(client: Client) -> None:
    def queries(count: int) -> int:
        files = taken(client, kit([approved() for _ in range(count)]))
        with CaptureQueriesContext(connection) as counted:
            assert signing.verify(*files).is_genuine
        return len(counted)

    assert queries(1) == queries(4)


def test_an_earlier_key_goes_on_counting_until_it_is_revoked(client: Client, settings: Any, tmp_path: Path) -> None:
    made = kit([approved()])
    before = taken(client, made)
    call_command("make_manifest_key", str(tmp_path / "new.pem"))
    settings.MANIFEST_PRIVATE_KEY, settings.MANIFEST_KEY_IS_MADE = str(tmp_path / "new.pem"), False
    after = taken(client, made)
    assert before[0] == after[0] and before[1] != after[1]
    assert signing.verify(*before).is_genuine and signing.verify(*after).is_genuine
    assert len(client.get("/press/manifest-keys.json").json()["keys"]) == 2
    first = ManifestKey.objects.order_by("pk")[0]
    call_command("revoke_manifest_key", first.key_id)
    assert signing.verify(*before).finding is Finding.REVOKED_KEY and signing.verify(*after).is_genuine
    assert "trust this kit" in checked(client, *before).content.decode()
    with pytest.raises(CommandError):
        call_command("revoke_manifest_key", first.key_id)


def test_a_key_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "key.pem"
    call_command("make_manifest_key", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and list(path.parent.iterdir()) == [path]
    with pytest.raises(CommandError):
        call_command("make_manifest_key", str(path))


@pytest.mark.parametrize("content", [b"", b"nothing", b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"])
def test_a_named_key_that_cannot_be_used_stops_everything(settings: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "key.pem").write_bytes(content)
    settings.MANIFEST_PRIVATE_KEY, settings.MANIFEST_KEY_IS_MADE = str(tmp_path / "key.pem"), False
    with pytest.raises(ImproperlyConfigured):
        signing.sign(b"x")
    settings.MANIFEST_PRIVATE_KEY = str(tmp_path / "none.pem")
    with pytest.raises(ImproperlyConfigured):
        signing.sign(b"x")


def test_production_names_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PROFILE": "production", "SECRET_KEY": "x" * 60, "SITE_URL": "https://a.example"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example")
    monkeypatch.setenv("DATABASE_URL", "postgres://a/b")
    monkeypatch.delenv("MANIFEST_PRIVATE_KEY", raising=False)
    with pytest.raises(ValueError, match="MANIFEST_PRIVATE_KEY"):
        Environment()
