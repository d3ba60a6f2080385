"""Who holds an asset, out of a ledger of a million receipts: against the same question to a ledger of a thousand.

python -m tests.bench.holders
"""

from __future__ import annotations

import json
import sys
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.site import fresh_site, scaled

RECEIPTS = 1_000_000
ASSETS = 200
ORGANISATIONS = 500
ROUNDS = 15
AIMS = {"milliseconds": 100}


def run() -> dict[str, Any]:
    """Median milliseconds of `selectors.ledger.holders` for an asset that every organisation holds."""
    with fresh_site(any_database=True):
        from django.db import connection

        from tests.bench.partners import ledger

        few = _milliseconds(ledger(1_000, assets=2, organisations=100))
        many = _milliseconds(ledger(scaled(RECEIPTS), assets=ASSETS, organisations=ORGANISATIONS))
        return {
            "database": connection.vendor,
            "receipts": scaled(RECEIPTS),
            "milliseconds_of_a_thousand": round(few, 1),
            "milliseconds": round(many, 1),
            "ratio": round(many / few, 1),
            "aims": AIMS,
        }


def _milliseconds(asset_id: int) -> float:
    from press.selectors.ledger import holders

    taken = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        holders(asset_id)
        taken.append((perf_counter() - begun) * 1000)
    return median(taken)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
