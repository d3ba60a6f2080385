"""Archives and files over a real connection to the server of production."""

from __future__ import annotations

import http.client
import io
import socket
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .served_site import FOLDER_VARIABLE
from .serving import Server, gunicorn
from .sources import noise

SIZE = 6_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    for seed, name in enumerate(("a.jpg", "b.jpg")):
        (folder / name).write_bytes(noise(SIZE, seed))
    with gunicorn(
        "tests.press.archive.served_site:application()", folder / "log", {FOLDER_VARIABLE: str(folder)}
    ) as running:
        yield running


def ask(server: Server, address: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request(method, address, headers=headers)
        response = connection.getresponse()
        return response.status, response.read()


def test_an_archive_arrives_whole_and_in_parts(server: Server) -> None:
    status, whole = ask(server, "/good")

    assert status == 200
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.read("b.jpg") == noise(SIZE, 1)
    assert ask(server, "/good", Range="bytes=7000000-") == (206, whole[7_000_000:])
    assert ask(server, "/good", "HEAD") == (200, b"")


def test_a_file_arrives_whole_and_in_parts(server: Server) -> None:
    content = noise(SIZE, 0)

    assert ask(server, "/single") == (200, content)
    assert ask(server, "/single", Range="bytes=1000-2999999") == (206, content[1000:3_000_000])
    assert ask(server, "/single", Range="bytes=0-") == (206, content)


def test_one_connection_serves_one_answer_after_the_other(server: Server) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        for address, asked, length in (
            ("/single", "bytes=5-9", 5),
            ("/good", "bytes=5-2000005", 2_000_001),
            ("/single", "bytes=0-", SIZE),
        ):
            connection.request("GET", address, headers={"Range": asked})
            assert len(connection.getresponse().read()) == length


def test_a_broken_archive_is_cut_off(server: Server) -> None:
    with pytest.raises(http.client.IncompleteRead) as raised:
        ask(server, "/broken")

    assert b"PK\x05\x06" not in raised.value.partial


@pytest.mark.parametrize("address", ["/good", "/single"])
@pytest.mark.parametrize("part", ["", "Range: bytes=10-\r\n"])
def test_who_hangs_up_leaves_no_file_open(server: Server, address: str, part: str) -> None:
    worker = server.worker()
    if worker is None:
        pytest.skip("needs /proc")
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{part}\r\n".encode())
        connection.recv(4096)
    deadline = time.monotonic() + 10
    while open_pictures(worker):
        assert time.monotonic() < deadline, "still open"
        time.sleep(0.02)


def open_pictures(worker: Path) -> list[str]:
    names = []
    for descriptor in (worker / "fd").iterdir():
        try:
            names.append(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    return [name for name in names if name.endswith(".jpg")]
