"""Counts in the process's memory, written down every few seconds by a thread of its own: no request waits for it.

Each process writes what it counted, added to what is there, so several add up. What is written is first taken out of
the memory; it comes back only where nothing of it can have been written. A process that is killed loses what it
counted in the last `VIEWS_FLUSH_SECONDS`; one that ends by itself writes it.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone

from measurement.readership import writing
from measurement.readership.writing import Count, Key
from promotion.subjects import Subject

logger = logging.getLogger(__name__)

ROWS_AT_MOST = 5_000
"""Different rows held at once. What is counted exists, so only somebody who reads everything at once comes so far."""
WAKE_AT = 1_000
"""Rows that call the thread before its time."""


@dataclass(slots=True)
class _Today:
    """The day at the site, looked up once a day and not with every view."""

    day: date = date.min
    until: float = 0.0

    def __call__(self) -> date:
        now = time.time()
        if now >= self.until or now < self.until - 86_400 * 2:
            today = timezone.localtime()
            midnight = datetime.combine(today.date() + timedelta(days=1), datetime.min.time(), today.tzinfo)
            self.day, self.until = today.date(), midnight.timestamp()
        return self.day


class Tally:
    """`write` puts counts down in one transaction; raises `NotWritten` where surely nothing of them is there."""

    def __init__(self, write: Callable[[Mapping[Key, Count]], None] = writing.add) -> None:
        self._write = write
        self._today = _Today()
        self._empty()

    def _empty(self) -> None:
        self._counts: dict[Key, Count] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._left_out = 0

    def forked(self) -> None:
        """In a new process: what was counted before is its parent's to write."""
        self._empty()

    def add(self, subject: Subject, address: str) -> None:
        """Count one. Asks no database and raises nothing."""
        key = Key(self._today(), subject.kind, subject.key[: writing.KEY_LENGTH], subject.language)
        with self._lock:
            count = self._counts.get(key)
            if count is None:
                if len(self._counts) >= ROWS_AT_MOST:
                    self._left_out += 1
                    return
                self._counts[key] = Count(1, subject.province_id, address[: writing.ADDRESS_LENGTH])
            else:
                count.number += 1
            if self._thread is None and settings.VIEWS_FLUSH_SECONDS:
                self._start()
        if len(self._counts) >= WAKE_AT:
            self._wake.set()

    def flush(self) -> int:
        """Write down what was counted since; how many rows. What surely wasn't written is kept for the next time."""
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, {}
                left_out, self._left_out = self._left_out, 0
            if left_out:
                logger.warning("%s views weren't counted: more than %s different ones at once", left_out, ROWS_AT_MOST)
            if not counts:
                return 0
            try:
                self._write(counts)
            except writing.NotWritten:
                logger.warning("%s rows of views wait to be written", len(counts), exc_info=True)
                self._bring_back(counts)
                return 0
            return len(counts)

    def _bring_back(self, counts: Mapping[Key, Count]) -> None:
        with self._lock:
            for key, count in counts.items():
                newer = self._counts.get(key)
                if newer is not None:
                    newer.number += count.number
                elif len(self._counts) < ROWS_AT_MOST:
                    self._counts[key] = count
                else:
                    self._left_out += count.number

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="views", daemon=True)
        self._thread.start()
        atexit.register(self._last)

    def _run(self) -> None:
        while True:
            self._wake.wait(settings.VIEWS_FLUSH_SECONDS)
            self._wake.clear()
            try:
                self.flush()
            except Exception:  # what it was is in the log; the next views are counted all the same
                logger.exception("views weren't written")
            finally:
                connections.close_all()

    def _last(self) -> None:
        try:
            self.flush()
        except Exception:
            logger.exception("the last views weren't written")


tally = Tally()
os.register_at_fork(after_in_child=tally.forked)
