"""Who can log in to the demo. Secrets are made for each installation and kept in `var/demo_access.json` (0600)."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.demo import marker
from cms.demo.source import provinces, shared
from cms.demo.states import assets_by_state
from provinces.teams import Role

FILE_NAME = "demo_access.json"
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another when typed from a screen."""


class Vault:
    """The file with the demo's passwords and its partner's token."""

    def __init__(self) -> None:
        self.path = Path(settings.MEDIA_ROOT).parent / FILE_NAME
        self.known: dict[str, str] = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}

    def password(self, username: str) -> str:
        """The account's password, made at the first question."""
        if username not in self.known:
            self.keep(username, "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3)))
        return self.known[username]

    def keep(self, name: str, secret: str) -> None:
        self.known[name] = secret
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        self.path.chmod(0o600)
        self.path.write_text(json.dumps(self.known, indent=1), encoding="utf-8")


TOKEN = "token of {}"  # noqa: S105  (the name under which a partner's token is kept)


SHARE_LINK, SHARE_PATH = "secret of the share link", "page of the share link"


def ensure_passwords() -> int:
    """Give a new password to every demo account whose password isn't known here; returns how many.

    The file may have been deleted, or the database brought from elsewhere.
    """
    vault = Vault()
    unknown = [name for name in all_usernames() if name not in vault.known]
    for account in get_user_model().objects.filter(username__in=unknown):
        account.set_password(vault.password(account.username))
        account.save(update_fields=["password"])
    return len(unknown)


def all_usernames() -> list[str]:
    people = [person["username"] for entry in provinces() for person in entry["people"]]
    partners = [member["username"] for entry in shared()["partners"] for member in entry["members"]]
    return ["admin", *people, shared()["translator"]["username"], *partners]


def access() -> dict[str, Any]:
    """What `demo_access --json` prints. Raises CommandError for a database that isn't a demo."""
    if not marker.is_demo():
        raise CommandError("This database holds no demo content. Load it first: manage.py load_demo")
    vault, first, partner = Vault(), provinces()[0], shared()["partners"][0]
    return {
        "admin": _login(vault, "admin"),
        **{
            role: _login(vault, next(person["username"] for person in first["people"] if person["role"] == role))
            for role in ("editor", "approver", "press_officer")
        },
        "partner": _login(vault, partner["members"][0]["username"])
        | {"token": vault.known.get(TOKEN.format(partner["name"]), "")},
        "assets": assets_by_state(),
    }


def _login(vault: Vault, username: str) -> dict[str, str]:
    return {"username": username, "password": vault.known.get(username, "")}


def describe_access(site_url: str) -> str:
    """A table of everybody who can log in, for people. Raises CommandError as `access` does."""
    token, vault = access()["partner"]["token"], Vault()
    staff = [(_("Everything"), "admin")]
    for entry in provinces():
        staff += [(f"{entry['short_name']}: {Role(told['role']).label}", told["username"]) for told in entry["people"]]
    staff.append((_("Translator for all three"), shared()["translator"]["username"]))
    partners = [(entry["name"], member["username"]) for entry in shared()["partners"] for member in entry["members"]]
    lines = ["", *_aligned([(_("The site"), f"{site_url}/"), (_("The admin"), f"{site_url}/admin/")]), ""]
    lines += [*_table(vault, staff), "", *_aligned([(_("The press room"), f"{site_url}/en/press/")]), ""]
    # Not within the f-string: what collects the words to translate doesn't look in there.
    own_token, share_link = _("Access token"), _("Share link, without an account")
    lines += [*_table(vault, partners), "", f"  {own_token} ({partners[0][0]}): {token}", ""]
    if path := vault.known.get(SHARE_PATH, ""):
        lines += [f"  {share_link}: {site_url}{path}", ""]
    return "\n".join(lines) + "\n"


def _table(vault: Vault, rows: list[tuple[str, str]]) -> list[str]:
    width = max(len(username) for username in all_usernames())
    return _aligned([(who, f"{username:<{width}}  {vault.known.get(username, '')}") for who, username in rows])


def _aligned(rows: list[tuple[str, str]]) -> list[str]:
    return [f"  {label:<28} {value}" for label, value in rows]
