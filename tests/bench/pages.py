"""A province profile with many pictures, uncached and from the page cache. Baseline: the uncached page."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.bench.site import fresh_site, paired_rates

PICTURES = 60


def run() -> dict[str, Any]:
    with fresh_site():
        from django.core.cache import cache
        from django.core.management import call_command
        from django.test import Client

        from cms.site_setup import ensure_site
        from promotion.models import ProvincePage
        from tests.bench.many_assets import multiply
        from tests.media_library.factories import approved, province

        call_command("collectstatic", verbosity=0, interactive=False)
        homes = ensure_site(["vi", "en"])
        hero = approved()
        multiply(hero, PICTURES)
        profile = homes["en"].add_child(
            instance=ProvincePage(
                title="Quảng Ninh", slug="quang-ninh", province=province(), hero=hero, locale=homes["en"].locale
            )
        )
        profile.save_revision().publish()
        client = Client()
        address = f"/en/{profile.slug}/"

        def uncached() -> None:
            cache.clear()
            assert client.get(address).status_code == 200

        def cached() -> None:
            assert client.get(address).status_code == 200

        fast, slow, ratio = paired_rates(cached, uncached)
        size = len(client.get(address).content)
    return {
        "html_bytes": size,
        "uncached_per_second": round(slow, 1),
        "cached_per_second": round(fast, 1),
        "ratio": round(ratio, 2),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
