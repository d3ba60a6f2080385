"""What can't work is said before the first file leaves unsigned."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from media_library.credentials import identity as identity_module
from media_library.credentials.checks import content_credentials_can_be_signed as check
from media_library.credentials.identity import identity
from tests.media_library import factories
from tests.media_library.credentials import authority


def ids() -> list[str | None]:
    messages = check()
    assert all(message.hint for message in messages)
    return [message.id for message in messages]


def test_off_and_on_are_both_fine(switch_on: Callable[..., None]) -> None:
    assert ids() == [] and identity() is None
    switch_on()
    assert ids() == [] and identity() is not None


def test_without_the_extra_it_says_so(signing_on: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity_module, "find_spec", lambda name: None)
    assert ids() == ["media_library.E010"]
    assert identity() is None


@pytest.mark.parametrize("setting", ["C2PA_CERTIFICATE", "C2PA_PRIVATE_KEY"])
@pytest.mark.parametrize("content", [None, b"", b"not PEM", "absent"])
def test_unreadable_files(signing_on: None, settings: Any, tmp_path: Path, setting: str, content: Any) -> None:
    path = tmp_path / "other.pem"
    if isinstance(content, bytes):
        path.write_bytes(content)
    setattr(settings, setting, str(path) if content is not None else "")
    assert ids() == ["media_library.E011"]
    assert identity() is None


def test_another_key(switch_on: Callable[..., None], settings: Any) -> None:
    switch_on()
    key = settings.C2PA_PRIVATE_KEY
    switch_on()
    settings.C2PA_PRIVATE_KEY = key
    assert ids() == ["media_library.E012"]


@pytest.mark.parametrize("algorithm", ["ps256", "es384", "rot13"])
def test_an_algorithm_that_doesnt_suit(signing_on: None, settings: Any, algorithm: str) -> None:
    settings.C2PA_ALGORITHM = algorithm
    assert ids() == ["media_library.E012"]


def test_a_choice_of_rsa_algorithms(switch_on: Callable[..., None], settings: Any) -> None:
    switch_on(algorithm="ps256")
    settings.C2PA_ALGORITHM = "PS384"
    assert ids() == []
    found = identity()
    assert found is not None and found.algorithm == "ps384"


def test_expired_and_expiring(switch_on: Callable[..., None]) -> None:
    switch_on(days=-1)
    assert ids() == ["media_library.W012"]
    assert identity() is None
    switch_on(days=10)
    assert ids() == ["media_library.W010"]
    assert identity() is not None


def test_a_certificate_for_something_else(switch_on: Callable[..., None]) -> None:
    switch_on(eku=(ExtendedKeyUsageOID.SERVER_AUTH,))
    assert ids() == ["media_library.E014"]


def test_a_key_that_everybody_can_read(signing_on: None, settings: Any) -> None:
    Path(settings.C2PA_PRIVATE_KEY).chmod(0o644)
    assert ids() == ["media_library.W011"]


def test_a_renewed_certificate_counts_without_a_restart(
    switch_on: Callable[..., None], settings: Any, root: authority.Authority
) -> None:
    switch_on()
    first = identity()
    authority.issue(root, Path(settings.C2PA_CERTIFICATE).parent, algorithm="es384")
    second = identity()
    assert first is not None and second is not None
    assert (first.algorithm, second.algorithm) == ("es256", "es384") and first.mark != second.mark


def test_the_key_isnt_shown(signing_on: None) -> None:
    assert "PRIVATE KEY" not in repr(identity())


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["expired", "extra"])
def test_what_cant_sign_stops_no_approval(
    switch_on: Callable[..., None], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    switch_on(days=-1 if how == "expired" else 365)
    if how == "extra":
        monkeypatch.setattr(identity_module, "find_spec", lambda name: None)
    asset = factories.approved()
    assert asset.approved_at is not None and asset.published.signed_by == ""


def test_the_product_starts_without_the_extra() -> None:
    """The package isn't imported where signing is off; it is made impossible to import here."""
    program = (
        "import sys; sys.modules['c2pa'] = None\n"
        "import tests.environment, django, os\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.settings'\n"
        "django.setup()\n"
        "from django.core.checks import run_checks\n"
        "import media_library.published, media_library.renditions.store\n"
        "from media_library.credentials.identity import identity\n"
        "assert identity() is None\n"
        "print([message.id for message in run_checks() if 'credential' in message.msg])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
