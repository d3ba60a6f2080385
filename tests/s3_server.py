"""A real S3 server for tests: seaweedfs, on a free port, with a bucket of its own."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEY, SECRET = "tests-access-key", "tests-secret-key"
READY_WITHIN = 60
"""Seconds until a real PUT must succeed."""


@dataclass(frozen=True, slots=True)
class S3Server:
    endpoint: str
    bucket: str

    def client(self) -> Any:
        import boto3
        from botocore.config import Config

        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=KEY,
            aws_secret_access_key=SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}, signature_version="s3v4", retries={"max_attempts": 1}),
        )

    def storage(self) -> dict[str, Any]:
        """A Django storage alias for the bucket."""
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": self.bucket,
                "endpoint_url": self.endpoint,
                "region_name": "us-east-1",
                "access_key": KEY,
                "secret_key": SECRET,
                "file_overwrite": False,
                "querystring_auth": True,
                "addressing_style": "path",
                "signature_version": "s3v4",
            },
        }


def program() -> str | None:
    """The `weed` program of the environment that runs the tests."""
    beside = Path(sys.executable).with_name("weed")
    return str(beside) if beside.exists() else shutil.which("weed")


def _free_ports(count: int) -> list[int]:
    """Free ports whose neighbour 10,000 above, which the program also takes, is a valid and free one."""
    ports: list[int] = []
    for port in random.sample(range(20_000, 40_000), 200):
        if _is_free(port) and _is_free(port + 10_000):
            ports.append(port)
        if len(ports) == count:
            break
    return ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@contextmanager
def running() -> Iterator[S3Server]:
    """Start the server, wait until it takes a file, and take everything away afterwards."""
    weed = program()
    assert weed is not None
    folder = tempfile.mkdtemp(prefix="tests-s3-")
    s3, master, volume, filer = _free_ports(4)
    command = [
        weed, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", "-s3", f"-s3.port={s3}",
        f"-master.port={master}", f"-volume.port={volume}", f"-filer.port={filer}", "-master.telemetry=false",
        "-s3.port.iceberg=0", "-s3.port.lance=0", "-volume.max=20", "-master.volumeSizeLimitMB=64",
    ]  # fmt: skip
    environment = os.environ | {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    log = Path(folder, "log").open("wb")  # noqa: SIM115  (stays open as long as the server runs)
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    server = S3Server(f"http://127.0.0.1:{s3}", "private")
    try:
        _wait_for_put(server, process, Path(folder, "log"))
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_put(server: S3Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    client = server.client()
    while True:
        try:
            with suppress(client.exceptions.BucketAlreadyExists, client.exceptions.BucketAlreadyOwnedByYou):
                client.create_bucket(Bucket=server.bucket)
            client.put_object(Bucket=server.bucket, Key="probe", Body=b"ok")
            return
        except Exception as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the S3 server didn't start:\n{log.read_text(errors='replace')[-3000:]}") from error
            time.sleep(0.3)
