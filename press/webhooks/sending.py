"""One POST to one address: no database, no redirects, no proxies, and an end that comes whatever the other side does.

The name is looked up once for each connection and the connection goes to the very address that was checked; the name
itself still stands in TLS (SNI, certificate) and in `Host`. So a name that answers otherwise a moment later
(DNS rebinding) changes nothing.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, partial

import certifi

from press.models import Trouble
from press.webhooks.addresses import Resolve, Target, Unreachable, addresses_for, system_resolver

CONNECT_WITHIN = 5.0
"""Seconds for looking the name up, and again for connecting."""
ANSWER_WITHIN = 15.0
"""Seconds for everything together."""
ANSWER_KEPT = 1024
"""Bytes of the answer that are read at all."""

_lookups = ThreadPoolExecutor(16, thread_name_prefix="webhook-lookup")
"""The system's resolver knows no deadline of ours; whoever waits for it does."""

Connect = Callable[[tuple[str, int], float], socket.socket]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try went. `retry_after` is what the answer asked for."""

    status: int | None
    trouble: str
    milliseconds: int
    answer: str = ""
    retry_after: timedelta | None = None

    @property
    def succeeded(self) -> bool:
        return not self.trouble

    @property
    def is_gone(self) -> bool:
        return self.status == http.client.GONE


@dataclass(frozen=True, slots=True)
class Wire:
    """How to reach the world; tests put in another resolver, connection or trust."""

    resolve: Resolve = system_resolver
    connect: Connect = socket.create_connection
    tls: ssl.SSLContext | None = None
    local: bool = False
    """http and private addresses will do."""
    within: float = ANSWER_WITHIN


@cache
def _trust() -> ssl.SSLContext:
    """The machine's certificates and, for machines that have none, certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class _Checked(http.client.HTTPConnection):
    """Goes to checked addresses only, and is cut off at a moment, in the middle of a handshake or a header too."""

    def __init__(self, target: Target, wire: Wire, deadline: float) -> None:
        super().__init__(target.host, target.port)
        self._target, self._wire, self._deadline = target, wire, deadline
        self._guard: socket.socket | None = None
        self._timer: threading.Timer | None = None
        if target.scheme == "https":
            self.default_port = http.client.HTTPS_PORT  # so that `Host` names no port where none is needed

    def connect(self) -> None:
        raw = self._first_that_answers(self._looked_up())
        # A second handle on the same connection: closing it by that one reaches a reader that TLS has wrapped.
        self._guard = raw.dup()
        self._timer = threading.Timer(max(0.0, self._deadline - time.monotonic()), self._cut_off)
        self._timer.daemon = True
        self._timer.start()
        raw.settimeout(self._left())
        secure = self._target.scheme == "https"
        try:
            tls = self._wire.tls or _trust()
            self.sock = tls.wrap_socket(raw, server_hostname=self._target.host) if secure else raw
        except BaseException:
            raw.close()
            raise

    def close(self) -> None:
        super().close()
        if self._timer is not None:
            self._timer.cancel()
        if self._guard is not None:
            self._guard.close()

    def _looked_up(self) -> list[str]:
        lookup = _lookups.submit(addresses_for, self._target, self._wire.resolve, local=self._wire.local)
        return lookup.result(min(CONNECT_WITHIN, self._left()))

    def _first_that_answers(self, addresses: list[str]) -> socket.socket:
        until = min(time.monotonic() + CONNECT_WITHIN, self._deadline)
        failed: OSError = Unreachable()
        for address in addresses:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            try:
                return self._wire.connect((address, self._target.port), left)
            except OSError as error:
                failed = error
        raise failed

    def _left(self) -> float:
        return max(0.001, self._deadline - time.monotonic())

    def _cut_off(self) -> None:
        try:
            if self._guard is not None:
                self._guard.shutdown(socket.SHUT_RDWR)
        except OSError:  # it is closed already
            pass


def post(target: Target, headers: Mapping[str, str], body: bytes, wire: Wire) -> Outcome:
    """Send it, and say how that went; raises nothing that the other side could cause."""
    began = time.monotonic()
    deadline = began + wire.within
    outcome = partial(_outcome, began)
    try:
        with _open(target, wire, deadline) as connection:
            connection.request("POST", target.path, body, dict(headers))
            response = connection.getresponse()
            if _is_over(deadline):
                raise TimeoutError  # cut off within the head, which then looks like its end
            answer = b"".join(_beginning(response))
            asked = _asked(response.getheader("Retry-After"))
            return outcome(response.status, _judged(response.status), answer, asked)
    except ssl.SSLError:
        return outcome(None, Trouble.TIMEOUT if _is_over(deadline) else Trouble.TLS)
    except Unreachable:
        return outcome(None, Trouble.UNREACHABLE)
    except TimeoutError:
        return outcome(None, Trouble.TIMEOUT)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if _is_over(deadline):
            return outcome(None, Trouble.TIMEOUT)
        refused = isinstance(error, ConnectionRefusedError)
        return outcome(None, Trouble.REFUSED if refused else Trouble.BROKEN)


@contextmanager
def _open(target: Target, wire: Wire, deadline: float) -> Iterator[_Checked]:
    connection = _Checked(target, wire, deadline)
    try:
        yield connection
    finally:
        connection.close()


def _is_over(deadline: float) -> bool:
    return time.monotonic() > deadline - 0.02


def _outcome(
    began: float, status: int | None, trouble: str, answer: bytes = b"", asked: timedelta | None = None
) -> Outcome:
    return Outcome(status, str(trouble), round((time.monotonic() - began) * 1000), _plain(answer), asked)


def _judged(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return Trouble.REDIRECT if 300 <= status < 400 else Trouble.STATUS


def _beginning(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """At most ANSWER_KEPT bytes. The status is what counts: an answer that breaks off afterwards changes nothing."""
    left = ANSWER_KEPT
    try:
        while left > 0 and (part := response.read1(left)):
            left -= len(part)
            yield part
    except (OSError, http.client.HTTPException, ValueError):
        return


def _plain(answer: bytes) -> str:
    """As text without control characters, which neither a page nor PostgreSQL wants."""
    text = answer[:ANSWER_KEPT].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text)


def _asked(value: str | None) -> timedelta | None:
    """Retry-After (RFC 9110): seconds or a date; None for anything else."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return timedelta(seconds=int(text))
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(timedelta(), moment - datetime.now(UTC))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
