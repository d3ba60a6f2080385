"""`make bench`: every benchmark's figures as one JSON document; `make bench ONLY=name` runs one.

Each figure is a ratio against a baseline that is measured in the same run, so that a slow machine doesn't
look like slow code; Lighthouse has goals instead. `BENCH_SCALE=0.01` makes the numbers of files and rows smaller,
to see that all works.
"""

from __future__ import annotations

import importlib
import json
import sys

BENCHMARKS = (
    "renditions",
    "renditions_vips",
    "archive",
    "api_list",
    "pages",
    "cached_site",
    "ingest",
    "embedding",
    "likeness",
    "search",
    "coverage",
    "notices",
    "holders",
    "partners_at_once",
    "lighthouse",
)


def main(names: list[str]) -> int:
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}\n")
        return 2
    results = {}
    for name in names or BENCHMARKS:
        sys.stderr.write(f"{name} …\n")
        results[name] = importlib.import_module(f"tests.bench.{name}").run()
    sys.stdout.write(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
