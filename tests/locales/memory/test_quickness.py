"""Among many segments an answer comes at once. The size is small here; `DESK_SEGMENTS` makes it 100,000."""

from __future__ import annotations

import os
import random
import statistics
import time

import pytest
from django.db import connection
from django.utils import timezone

from locales.exchange.units import digest
from locales.memory import services
from locales.memory.lookup import lookup
from locales.memory.models import MemorySegment

SEGMENTS = int(os.environ.get("DESK_SEGMENTS", "3000"))
_TEXT = (
    "tỉnh du lịch phát triển kinh tế vùng biển núi rừng lễ hội văn hóa di sản công nghiệp nông nghiệp cà phê lúa gạo"
    " cảng đường cao tốc sân bay khu dân cư người dân nhà đầu tư quốc tế hợp tác giáo dục y tế xanh sạch bền vững"
)
WORDS = _TEXT.split()


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(6, 24))) + f" {chance.randint(1, 9999)}."


@pytest.mark.django_db
def test_a_lookup_is_quick_and_finds_the_nearest() -> None:
    chance = random.Random(7)
    sentences = [sentence(chance) for _number in range(SEGMENTS)]
    for start in range(0, SEGMENTS, 5000):
        services._add(
            [
                MemorySegment(
                    source_language="vi", target_language="en", source_text=text, target_text=f"T{number}",
                    source_digest=digest(text), target_digest=digest(f"T{number}"), kind="t", object_id=number,
                    key="t", approved_at=timezone.now(),
                )
                for number, text in enumerate(sentences[start : start + 5000], start)
            ]
        )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE locales_memoryshingle")
    times, hits = [], 0
    for number in chance.sample(range(SEGMENTS), 60):
        words = sentences[number].split()
        words[len(words) // 2] = "khác"
        started = time.perf_counter()
        found = lookup(" ".join(words), "vi", "en")
        times.append((time.perf_counter() - started) * 1000)
        hits += any(one.target == f"T{number}" for one in found)
    times.sort()
    print(
        f"\nmemory: {SEGMENTS} segments, {connection.vendor}: p50 {statistics.median(times):.0f} ms,"
        f" p95 {times[56]:.0f} ms, found {hits}/60"
    )
    assert hits >= 58
    assert statistics.median(times) < 500
