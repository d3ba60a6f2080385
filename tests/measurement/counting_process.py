"""A process that counts: `NUMBER STAY` counts so many views of one page, says so, stays for some seconds, and ends."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from measurement.readership.tally import tally  # noqa: E402
from promotion.subjects import Subject  # noqa: E402

KEY = "00000000-0000-0000-0000-00000000000a"


def main(number: int, stay: float) -> None:
    for _ in range(number):
        tally.add(Subject("page", KEY, None, "vi"), "/vi/")
    sys.stdout.write("counted\n")
    sys.stdout.flush()
    time.sleep(stay)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
