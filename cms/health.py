"""Is the process alive, and is all that it needs there?"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _storage() -> None:
    # Asking is enough to know that it answers; a probe that writes could be abused to fill it.
    storages["private"].exists("health/probe")


def _queue() -> None:
    DBTaskResult.objects.order_by("-enqueued_at").values_list("pk", flat=True).first()


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "storage": _storage, "queue": _queue}


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, storage and queue answer; else 503, naming which don't (never why: that's in the log)."""
    state = {name: _answers(check) for name, check in CHECKS.items()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _answers(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        logger.exception("readiness: %s", check.__name__)
        return False
    return True
