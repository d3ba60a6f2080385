"""Mirrors the press kits that you may see into a folder, and takes away what is withdrawn. Needs only httpx.

    pip install httpx
    python mirror.py https://press.example.vn FOLDER --token-file token.txt [--every 60]

The folder then holds

    kits/<id>.json          each kit as the API gives it: texts, contacts, embargo, its pictures
    pictures/<id>.<ending>  each file as it was approved, byte for byte (its SHA-256 is checked)
    pictures/<id>.json      what the API says of it: caption, credit line, licence, embargo

What was withdrawn, has ended, or is no longer open to you is removed before anything is fetched. Kill it whenever you
like: what it knows is in a small database beside the files (`.mirror/state.sqlite3`), a file appears under its name
only when it is whole, and a download that broke off goes on where it was. It ends with 0 when the folder is as the API
says, with 1 when something couldn't be fetched (run it again), with 2 when the token isn't accepted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import mimetypes
import os
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

BLOCK = 1 << 20
TRIES = 5
ENDING = re.compile(r"[a-z0-9]{1,5}")

SCHEMA = """
CREATE TABLE IF NOT EXISTS place (number INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS kit (id TEXT PRIMARY KEY, summary TEXT NOT NULL, stale INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS item (kit TEXT NOT NULL, asset TEXT NOT NULL, PRIMARY KEY (kit, asset));
CREATE TABLE IF NOT EXISTS asset (
    id TEXT PRIMARY KEY,
    ending TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '',
    stale INTEGER NOT NULL DEFAULT 1
);
"""


class NotAccepted(Exception):
    """The token is unknown, expired or revoked: nothing is concluded from what one may not ask."""


class Mirror:
    def __init__(self, site: str, folder: Path, token: str = "") -> None:
        self.site = site.rstrip("/")
        self.kits, self.pictures, self.own = folder / "kits", folder / "pictures", folder / ".mirror"
        for part in (self.kits, self.pictures, self.own):
            part.mkdir(parents=True, exist_ok=True)
        headers = {"User-Agent": "kit-mirror/1", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # A redirect may lead to a file store: httpx doesn't send the token to another host.
        self.http = httpx.Client(headers=headers, timeout=httpx.Timeout(60, connect=10), follow_redirects=True)
        self.db = sqlite3.connect(self.own / "state.sqlite3", isolation_level=None)
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.executescript(SCHEMA)
        self.problems: list[str] = []

    # --- one run ---------------------------------------------------------------------------------

    def run(self) -> bool:
        """Bring the folder to what the API says now. False if something has to be tried again."""
        self.problems.clear()
        self.read_changes()
        self.read_kits()
        self.look_at_assets()
        self.remove_what_is_gone()
        self.fetch_files()
        return not self.problems

    def read_changes(self) -> None:
        """What happened since the last run: marked and ticked off in one transaction, a page at a time."""
        found = self.db.execute("SELECT number FROM place").fetchone()
        address = f"{self.site}/api/v1/changes?since={found[0] if found else 0}"
        while address:
            page = self.get(address).json()
            with self.transaction():
                for line in page["items"]:
                    table = "kit" if line["subject"] == "kit" else "asset"
                    self.db.execute(f"UPDATE {table} SET stale = 1 WHERE id = ?", [line["subject_id"]])
                if page["items"]:
                    self.db.execute("DELETE FROM place")
                    self.db.execute("INSERT INTO place VALUES (?)", [page["items"][-1]["id"]])
            address = page["next"]

    def read_kits(self) -> None:
        """The list says which kits are open to us; those that are new or changed are read whole."""
        listed = set()
        for summary in self.listed_kits():
            listed.add(summary["id"])
            said = json.dumps(summary, sort_keys=True)
            known = self.db.execute("SELECT summary, stale FROM kit WHERE id = ?", [summary["id"]]).fetchone()
            if known is None or known[1] or known[0] != said:
                self.read_kit(summary["id"], said)
        for (gone,) in self.db.execute("SELECT id FROM kit").fetchall():
            if gone not in listed:
                self.drop_kit(gone)

    def listed_kits(self) -> Iterator[dict[str, Any]]:
        address = f"{self.site}/api/v1/kits?limit=100"
        while address:
            page = self.get(address).json()
            yield from page["items"]
            address = page["next"]

    def read_kit(self, kit: str, summary: str) -> None:
        answer = self.get(f"{self.site}/api/v1/kits/{kit}", missing=True)
        if answer.status_code != 200:
            self.drop_kit(kit)
            return
        body = answer.json()
        assets = [asset["id"] for asset in body["assets"]]
        write(self.kits / f"{kit}.json", json.dumps(body, ensure_ascii=False, indent=1).encode())
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO kit VALUES (?, ?, 0)", [kit, summary])
            self.db.execute("DELETE FROM item WHERE kit = ?", [kit])
            self.db.executemany("INSERT OR IGNORE INTO item VALUES (?, ?)", [(kit, asset) for asset in assets])
            self.db.executemany("INSERT OR IGNORE INTO asset (id) VALUES (?)", [(asset,) for asset in assets])

    def drop_kit(self, kit: str) -> None:
        (self.kits / f"{kit}.json").unlink(missing_ok=True)
        with self.transaction():
            self.db.execute("DELETE FROM item WHERE kit = ?", [kit])
            self.db.execute("DELETE FROM kit WHERE id = ?", [kit])

    def look_at_assets(self) -> None:
        """What the API says of everything that is new or was changed; what it no longer gives, goes at once."""
        for (asset,) in self.db.execute("SELECT id FROM asset WHERE stale = 1").fetchall():
            answer = self.get(f"{self.site}/api/v1/assets/{asset}", missing=True)
            if answer.status_code != 200:
                self.remove(asset)
                continue
            body = answer.json()
            ending = ending_of(body["renditions"]["original"]["type"])
            known = self.db.execute("SELECT ending, sha256 FROM asset WHERE id = ?", [asset]).fetchone()
            path = self.pictures / f"{asset}.{ending}"
            if known and known[0] and (known != (ending, body["sha256"]) or not path.exists()):
                # Another file now: the old one isn't to be used while the new one comes.
                (self.pictures / f"{asset}.{known[0]}").unlink(missing_ok=True)
            write(self.pictures / f"{asset}.json", json.dumps(body, ensure_ascii=False, indent=1).encode())
            with self.transaction():
                self.db.execute(
                    "UPDATE asset SET ending = ?, sha256 = ?, stale = 0 WHERE id = ?", [ending, body["sha256"], asset]
                )

    def remove_what_is_gone(self) -> None:
        """Files of which no kit speaks any longer."""
        for (asset,) in self.db.execute("SELECT id FROM asset WHERE id NOT IN (SELECT asset FROM item)").fetchall():
            self.remove(asset)

    def remove(self, asset: str) -> None:
        """First the files, then the row: whoever dies between the two does it again."""
        for path in [*self.pictures.glob(f"{asset}.*"), *self.own.glob(f"{asset}.*")]:
            path.unlink(missing_ok=True)
        with self.transaction():
            self.db.execute("DELETE FROM asset WHERE id = ?", [asset])
            self.db.execute("DELETE FROM item WHERE asset = ?", [asset])

    def fetch_files(self) -> None:
        wanted = self.db.execute("SELECT id, ending, sha256 FROM asset WHERE stale = 0").fetchall()
        for asset, ending, sha256 in wanted:
            if not (self.pictures / f"{asset}.{ending}").exists():
                self.fetch(asset, ending, sha256)

    def fetch(self, asset: str, ending: str, sha256: str) -> None:
        """Into a part that is named by its digest, so that a part of an earlier file is never gone on with."""
        part = self.own / f"{asset}.{sha256}.part"
        body = json.loads((self.pictures / f"{asset}.json").read_text())
        begun = part.stat().st_size if part.exists() else 0
        headers = {"Range": f"bytes={begun}-"} if begun else {}
        try:
            with self.http.stream("GET", body["renditions"]["original"]["url"], headers=headers) as answer:
                if answer.status_code in (401, 403):
                    self.problems.append(f"{asset}: {answer.status_code}; have the terms of use been accepted?")
                    return
                if answer.status_code in (200, 206):
                    with part.open("ab" if answer.status_code == 206 else "wb") as file:
                        for block in answer.iter_bytes(BLOCK):
                            file.write(block)
                elif answer.status_code != 416:  # 416: all of it came before we were stopped
                    self.stale(asset, f"{answer.status_code}")
                    return
        except httpx.HTTPError as error:
            self.problems.append(f"{asset}: {error!r}")
            return
        if digest(part) != sha256:
            part.unlink(missing_ok=True)
            self.stale(asset, "its digest isn't what the API said")
            return
        part.replace(self.pictures / f"{asset}.{ending}")

    def stale(self, asset: str, why: str) -> None:
        """To be asked about again at the next run."""
        with self.transaction():
            self.db.execute("UPDATE asset SET stale = 1 WHERE id = ?", [asset])
        self.problems.append(f"{asset}: {why}")

    # --- the line ----------------------------------------------------------------------------------

    def get(self, address: str, *, missing: bool = False) -> httpx.Response:
        """An answer with status 200, or with `missing` 404 and 410 too. Waits where it is told to; raises otherwise."""
        for attempt in range(TRIES):
            try:
                answer = self.http.get(address)
            except httpx.TransportError:
                if attempt == TRIES - 1:
                    raise
                time.sleep(2**attempt)
                continue
            if answer.status_code == 401:
                raise NotAccepted(answer.text)
            if answer.status_code in (429, 500, 502, 503, 504) and attempt < TRIES - 1:
                told = answer.headers.get("Retry-After", "")
                time.sleep(min(300, int(told)) if told.isdigit() else 2**attempt)
                continue
            if not (missing and answer.status_code in (404, 410)):
                answer.raise_for_status()
            return answer
        raise AssertionError("not reached")

    def transaction(self) -> sqlite3.Connection:
        self.db.execute("BEGIN IMMEDIATE")
        return self.db


def ending_of(media_type: str) -> str:
    """Of a file's name: `jpg` for image/jpeg."""
    guessed = (mimetypes.guess_extension(media_type) or media_type.partition("/")[2]).lstrip(".")
    return guessed if ENDING.fullmatch(guessed) else "bin"


def write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def digest(path: Path) -> str:
    found = hashlib.sha256()
    if path.exists():
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                found.update(block)
    return found.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--token-file", type=Path, help="a file that holds the access token and nothing else")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="go on and on, with this pause between")
    asked = parser.parse_args()
    token = asked.token_file.read_text().strip() if asked.token_file else os.environ.get("PRESS_TOKEN", "")
    mirror = Mirror(asked.site, asked.folder, token)
    while True:
        try:
            whole = mirror.run()
        except NotAccepted as error:
            print(f"The token isn't accepted: {error}", file=sys.stderr)
            return 2
        except httpx.HTTPError as error:
            whole = False
            mirror.problems.append(repr(error))
        for problem in mirror.problems:
            print(problem, file=sys.stderr)
        if not asked.every:
            return 0 if whole else 1
        time.sleep(asked.every)


if __name__ == "__main__":
    sys.exit(main())
