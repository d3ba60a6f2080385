"""Which tests go to the same process of a parallel run: those that share something dear to set up.

xdist's own groups rest on writing to a test's id, which pytest no longer lets it do.
"""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/browser/",
    "tests/cms/test_demo.py",
    "tests/crawl/test_crawl.py",
    "tests/leak/test_kinds.py",
    "tests/leak/test_no_",
)
"""One running site, one loaded demo, libraries with something in every state."""


class TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out test by test, but all of a place in `TOGETHER` to one process."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


def scheduling(config: Any, log: Any) -> TogetherScheduling:
    return TogetherScheduling(config, log)
