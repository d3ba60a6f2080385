"""One POST, to real sockets that behave and that don't."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from press.models import Trouble
from press.webhooks.addresses import Target, target_of
from press.webhooks.sending import ANSWER_KEPT, Outcome, Wire, post
from tests.press.webhooks import receiver as behaviour
from tests.press.webhooks.receiver import Behave, Receiver, answer

LOCAL = Wire(local=True, within=1.0)


def send(to: Receiver, wire: Wire = LOCAL) -> Outcome:
    return post(target_of(to.url, local=True), {"webhook-id": "msg_1"}, b'{"a": 1}', wire)


def test_a_message_arrives_whole(receiver: Receiver) -> None:
    outcome = send(receiver)
    assert outcome.succeeded
    assert (outcome.status, outcome.trouble, outcome.answer) == (204, "", "")
    (got,) = receiver.got
    assert got.line == "POST /hook?desk=1 HTTP/1.1"
    assert got.body == b'{"a": 1}'
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["webhook-id"] == "msg_1"


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_is_a_success(receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status)
    assert send(receiver).succeeded


@pytest.mark.parametrize("status", [400, 401, 404, 410, 429, 500, 503, 599])
def test_an_error_is_none(receiver: Receiver, status: int) -> None:
    receiver.behave = answer(status, body="Störung".encode())
    outcome = send(receiver)
    assert (outcome.status, outcome.trouble, outcome.answer) == (status, Trouble.STATUS, "Störung")
    assert outcome.is_gone is (status == 410)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_arent_followed(receiver: Receiver, status: int) -> None:
    with Receiver() as other:
        receiver.behave = answer(status, f"Location: {other.url}\r\n")
        assert send(receiver).trouble == Trouble.REDIRECT
        assert not other.connections


@pytest.mark.parametrize(
    ("behave", "trouble"),
    [
        (behaviour.silence, Trouble.TIMEOUT),
        (behaviour.drip_header, Trouble.TIMEOUT),
        (behaviour.endless_header, Trouble.BROKEN),
        (behaviour.close_early, Trouble.BROKEN),
        (behaviour.close_at_once, Trouble.BROKEN),
        (behaviour.not_http, Trouble.BROKEN),
    ],
)
def test_it_ends_whatever_the_other_side_does(receiver: Receiver, behave: Behave, trouble: Trouble) -> None:
    receiver.behave = behave
    began = time.monotonic()
    outcome = send(receiver)
    assert (outcome.status, outcome.trouble) == (None, trouble)
    assert time.monotonic() - began < 2
    assert outcome.milliseconds < 2000


@pytest.mark.parametrize("behave", [behaviour.drip_body, behaviour.endless, behaviour.half_a_body])
def test_the_status_counts_and_the_body_is_cut_short(receiver: Receiver, behave: Behave) -> None:
    receiver.behave = behave
    began = time.monotonic()
    outcome = send(receiver)
    assert (outcome.status, outcome.trouble) == (200, "")
    assert 0 < len(outcome.answer) <= ANSWER_KEPT
    assert time.monotonic() - began < 2


def test_only_the_beginning_of_an_answer_is_kept_and_nothing_that_controls(receiver: Receiver) -> None:
    receiver.behave = answer(500, body=b"<b>\x00\x1b[31m\xff" + b"x" * 5000)
    kept = send(receiver).answer
    assert kept.startswith("<b>��[31m�x")
    assert len(kept.encode()) <= ANSWER_KEPT * 3
    assert "\x00" not in kept


def test_a_closed_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    target = Target("http", "127.0.0.1", port, "/")
    assert post(target, {}, b"{}", LOCAL).trouble == Trouble.REFUSED


@pytest.mark.parametrize(
    ("value", "asked"),
    [("120", timedelta(seconds=120)), ("-5", None), ("soon", None), ("9" * 30, None), ("", None), ("1.5", None)],
)
def test_retry_after_is_read(receiver: Receiver, value: str, asked: timedelta | None) -> None:
    receiver.behave = answer(503, f"Retry-After: {value}\r\n")
    assert send(receiver).retry_after == asked


def test_retry_after_may_be_a_date(receiver: Receiver) -> None:
    receiver.behave = answer(429, f"Retry-After: {format_datetime(datetime.now(UTC) + timedelta(hours=1))}\r\n")
    asked = send(receiver).retry_after
    assert asked is not None
    assert timedelta(minutes=59) < asked <= timedelta(hours=1)


def test_the_surroundings_name_no_proxy(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver() as proxy:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert send(receiver).succeeded
        assert not proxy.connections


# --- the name and the number ----------------------------------------------------------------------------
class Turncoat:
    """A name that leads to a public address when it is first asked for, and into this machine ever after."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return ["93.184.216.34"] if self.asked == 1 else ["127.0.0.1"]


def test_a_name_that_changes_its_mind_gains_nothing(receiver: Receiver) -> None:
    """DNS rebinding: what was checked is what is connected to, and the next connection is checked anew."""
    resolve, connected = Turncoat(), []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    wire = Wire(resolve=resolve, connect=connect)
    target = Target("http", "rebinding.example", receiver.port, "/")
    assert post(target, {}, b"{}", wire).trouble == Trouble.REFUSED
    assert resolve.asked == 1
    assert connected == [("93.184.216.34", receiver.port)]
    assert post(target, {}, b"{}", wire).trouble == Trouble.UNREACHABLE
    assert len(connected) == 1
    assert not receiver.connections


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1"])
def test_nothing_is_connected_to_what_isnt_public(address: str) -> None:
    connected: list[Any] = []
    wire = Wire(resolve=lambda host, port: [address], connect=lambda *args: connected.append(args) or socket.socket())
    assert post(Target("https", "inner.example", 443, "/"), {}, b"{}", wire).trouble == Trouble.UNREACHABLE
    assert not connected


def test_numbers_that_only_the_system_understands_are_refused_too() -> None:
    """`127.1` and the like get past no check of names: the system's own resolver makes 127.0.0.1 of them."""
    for host in ("127.1", "2130706433", "0x7f.1", "localhost"):
        assert post(Target("http", host, 80, "/"), {}, b"{}", Wire()).trouble == Trouble.UNREACHABLE


def test_a_resolver_that_sleeps_holds_nobody_up() -> None:
    until = threading.Event()
    wire = Wire(resolve=lambda host, port: (until.wait(5) and []) or [], local=True, within=0.3)
    began = time.monotonic()
    assert post(Target("http", "slow.example", 80, "/"), {}, b"{}", wire).trouble == Trouble.TIMEOUT
    assert time.monotonic() - began < 1
    until.set()


def test_every_address_of_a_name_is_tried(receiver: Receiver) -> None:
    wire = Wire(resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"], local=True, within=3)
    target = Target("http", "both.example", receiver.port, "/")
    assert post(target, {}, b"{}", wire).succeeded


# --- TLS --------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of desk.example.org, signed by itself; with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "desk.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("desk.example.org")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "desk.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(pem))
    return path


def _server_side(certificate: Path, names: list[str | None]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda line, name, _context: names.append(name)
    return context


def test_the_name_stands_in_tls_and_host_while_the_number_is_connected_to(certificate: Path) -> None:
    names: list[str | None] = []
    trust = ssl.create_default_context(cafile=str(certificate))
    with Receiver(tls=_server_side(certificate, names)) as receiver:
        wire = Wire(resolve=lambda host, port: ["127.0.0.1"], tls=trust, local=True, within=3)
        assert post(Target("https", "desk.example.org", receiver.port, "/"), {}, b"{}", wire).succeeded
        assert names == ["desk.example.org"]
        assert receiver.got[0].headers["host"] == f"desk.example.org:{receiver.port}"
        other = post(Target("https", "other.example.org", receiver.port, "/"), {}, b"{}", wire)
        assert other.trouble == Trouble.TLS
        untrusted = Wire(resolve=lambda host, port: ["127.0.0.1"], local=True, within=3)
        target = Target("https", "desk.example.org", receiver.port, "/")
        assert post(target, {}, b"{}", untrusted).trouble == Trouble.TLS
        assert len(receiver.got) == 1


def test_a_handshake_that_drips_is_cut_off() -> None:
    with Receiver() as receiver:
        receiver._take = lambda line: behaviour._drip(line, b"\x16\x03\x03\x40\x00" + b"\x02" * 500)  # type: ignore[method-assign]
        wire = Wire(resolve=lambda host, port: ["127.0.0.1"], local=True, within=0.5)
        began = time.monotonic()
        outcome = post(Target("https", "desk.example.org", receiver.port, "/"), {}, b"{}", wire)
        assert outcome.trouble in (Trouble.TIMEOUT, Trouble.TLS)
        assert time.monotonic() - began < 1.5
