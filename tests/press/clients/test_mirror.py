"""The reference client ends with the folder that the API describes, however often it is killed on the way."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.db import connection
from django.db.migrations.state import ProjectState

from media_library.services import withdraw
from press.append_only import ProtectAppendOnly
from press.models import AccessToken, KitItem, Receipt
from press.services import tokens
from press.services.kits import close, publish_changes
from tests.media_library.factories import approved, jpeg, licence
from tests.press.factories import kit, organisation, token

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_ledger_is_emptied")]
CLIENT = Path(__file__).resolve().parents[3] / "docs" / "clients" / "mirror.py"


@pytest.fixture
def _ledger_is_emptied(transactional_db: None) -> Iterator[None]:
    """Nothing can empty the ledger, which the end of a test over a real connection has to."""
    yield
    guard = ProtectAppendOnly(Receipt._meta.db_table)
    with connection.schema_editor() as editor:
        guard.database_backwards("press", editor, ProjectState(), ProjectState())
        editor.execute("DELETE FROM press_receipt")
        guard.database_forwards("press", editor, ProjectState(), ProjectState())


def started(site: str, folder: Path, secret: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PRESS_TOKEN": secret}
    return subprocess.Popen([sys.executable, str(CLIENT), site, str(folder)], env=environment, stderr=subprocess.PIPE)


def run(site: str, folder: Path, secret: str) -> int:
    process = started(site, folder, secret)
    _out, said = process.communicate(timeout=60)
    print(said.decode())
    return process.returncode


def killed_again_and_again(site: str, folder: Path, secret: str, chance: random.Random, times: int = 12) -> None:
    """Starts it, kills it at some moment of its work (SIGKILL), and in the end lets it finish."""
    for _ in range(times):
        process = started(site, folder, secret)
        time.sleep(chance.uniform(0.15, 0.9))
        process.kill()
        process.communicate()
    assert run(site, folder, secret) == 0


def described(site: str, secret: str) -> tuple[dict[str, str], set[str]]:
    """What the API says: {name of a picture's file: its SHA-256}, ids of kits."""
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    with httpx.Client(base_url=site, headers=headers) as api:
        kits = [api.get(f"/api/v1/kits/{one['id']}").json() for one in api.get("/api/v1/kits").json()["items"]]
        ids = {asset["id"] for one in kits for asset in one["assets"]}
        assets = [api.get(f"/api/v1/assets/{pk}").json() for pk in ids]
    return {f"{one['id']}.jpg": one["sha256"] for one in assets}, {one["id"] for one in kits}


def held(folder: Path) -> tuple[dict[str, str], set[str]]:
    pictures = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / "pictures").iterdir()
        if path.suffix != ".json"
    }
    told = {f"{json.loads(path.read_text())['id']}.jpg" for path in (folder / "pictures").glob("*.json")}
    assert told == set(pictures), "a picture without its words, or words without their picture"
    return pictures, {path.stem for path in (folder / "kits").glob("*.json")}


def test_it_follows_everything_and_survives_being_killed(live_server: Any, tmp_path: Path) -> None:
    chance = random.Random(11)
    partner = organisation()
    _token, secret = token(partner)
    photos = [approved(data=jpeg(1200, 800, seed=number)) for number in range(500, 505)]
    shut = approved(licence=licence("press"))
    first = kit([*photos[:3], shut])
    second = kit([photos[2], photos[3]], audience="press")
    kit([photos[4]], audience="organisations")
    killed_again_and_again(live_server.url, tmp_path, secret, chance)
    assert held(tmp_path) == described(live_server.url, secret)
    assert len(held(tmp_path)[0]) == 5 and held(tmp_path)[1] == {str(first.uuid), str(second.uuid)}

    withdraw(photos[0], reason="Wrong place", actor=None)
    photos[1].caption_en = "Corrected"
    photos[1].save_revision().publish()
    close(second, actor=None)
    KitItem.objects.create(kit=first, asset=photos[4].asset_ptr, sort_order=9)
    publish_changes(first, actor=None)
    killed_again_and_again(live_server.url, tmp_path, secret, chance, times=6)
    assert held(tmp_path) == described(live_server.url, secret)
    pictures, kits = held(tmp_path)
    assert f"{photos[0].uuid}.jpg" not in pictures and f"{photos[3].uuid}.jpg" not in pictures
    assert f"{photos[4].uuid}.jpg" in pictures and kits == {str(first.uuid)}

    shut.licence = licence("internal")
    shut.save_revision().publish()
    assert run(live_server.url, tmp_path, secret) == 0
    assert f"{shut.uuid}.jpg" not in held(tmp_path)[0], "what is no longer open to us goes too"


def test_a_token_that_is_revoked_takes_nothing_away(live_server: Any, tmp_path: Path) -> None:
    partner = organisation()
    made, secret = token(partner)
    kit([approved()], audience="press")
    assert run(live_server.url, tmp_path, secret) == 0
    before = held(tmp_path)
    tokens.revoke(AccessToken.objects.get(pk=made.pk), actor=None)
    assert run(live_server.url, tmp_path, secret) == 2
    assert held(tmp_path) == before and len(before[0]) == 1


def test_a_part_that_came_is_gone_on_with_and_a_wrong_one_thrown_away(live_server: Any, tmp_path: Path) -> None:
    photo = approved(data=jpeg(1600, 1200, seed=520))
    kit([photo])
    assert run(live_server.url, tmp_path, "") == 0
    ((name, sha256),) = held(tmp_path)[0].items()
    whole = (tmp_path / "pictures" / name).read_bytes()
    part = tmp_path / ".mirror" / f"{photo.uuid}.{sha256}.part"
    for content, ends_with in ((whole[:5000], 0), (whole, 0), (b"x" * 5000, 1)):
        (tmp_path / "pictures" / name).unlink()
        part.write_bytes(content)
        assert run(live_server.url, tmp_path, "") == ends_with
    assert run(live_server.url, tmp_path, "") == 0
    assert held(tmp_path)[0] == {name: sha256} and not part.exists()
