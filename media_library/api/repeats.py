"""Requests that may be sent twice: the second gets the first one's answer (`Idempotency-Key`)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from media_library.models import RepeatedRequest, StaffToken

STILL_AT_WORK = timedelta(minutes=10)
KEPT = timedelta(days=7)
KEY_LENGTH = 255

Answer = tuple[int, dict[str, Any]]


class OtherRequest(Exception):
    """The key was used for something else."""


class AtWork(Exception):
    """The first request with this key isn't answered yet."""


def request_digest(file: UploadedFile, fields: Mapping[str, str]) -> str:
    """What makes two requests the same: the file's bytes and name, and the fields."""
    digest = hashlib.sha256(repr((file.name, sorted(fields.items()))).encode())
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def once(token: StaffToken, key: str, digest: str, work: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Do the work, or give the answer it had before (True). Raises OtherRequest, AtWork."""
    try:
        with transaction.atomic():
            mine = RepeatedRequest.objects.create(token=token, key=key, digest=digest)
    except IntegrityError:
        earlier = RepeatedRequest.objects.get(token=token, key=key)
        if earlier.digest != digest:
            raise OtherRequest from None
        if earlier.status:
            return (earlier.status, earlier.body), True
        mine = _taken_over(earlier)
    forget_old(token)
    try:
        status, body = work()
    except BaseException:
        mine.delete()
        raise
    RepeatedRequest.objects.filter(pk=mine.pk).update(status=status, body=body, at=timezone.now())
    return (status, body), False


def _taken_over(earlier: RepeatedRequest) -> RepeatedRequest:
    """A request whose server died is done again; one at a time. Raises AtWork."""
    now = timezone.now()
    dead = RepeatedRequest.objects.filter(pk=earlier.pk, status=0, at__lt=now - STILL_AT_WORK)
    if not dead.update(at=now):
        raise AtWork
    return earlier


def forget_old(token: StaffToken) -> int:
    return RepeatedRequest.objects.filter(token=token, at__lt=timezone.now() - KEPT).delete()[0]
