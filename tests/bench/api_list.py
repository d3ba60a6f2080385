"""The asset API's list of 50 out of 20,000 against Wagtail's own API v2 over the same rows.

Baseline: `wagtail.images.api.v2` with all fields, in the same process, on the same database.
"""

from __future__ import annotations

import json
import sys
import types
from typing import Any

from tests.bench.site import fresh_site, paired_rates, scaled

ASSETS = 20_000
PAGE = 50


def _baseline_urls() -> str:
    """An urlconf with Wagtail's API v2 for images beside ours."""
    from django.urls import path
    from wagtail.api.v2.router import WagtailAPIRouter
    from wagtail.images.api.v2.views import ImagesAPIViewSet

    router = WagtailAPIRouter("wagtailapi")
    router.register_endpoint("images", ImagesAPIViewSet)
    module: Any = types.ModuleType("tests.bench.api_list_urls")
    from cms.urls import urlpatterns

    module.urlpatterns = [path("api/v2/", router.urls), *urlpatterns]
    sys.modules[module.__name__] = module
    return module.__name__


def run() -> dict[str, Any]:
    count = max(PAGE, scaled(ASSETS))
    with fresh_site():
        from django.conf import settings
        from django.test import Client

        from tests.bench.many_assets import multiply
        from tests.media_library.factories import approved

        multiply(approved(), count - 1)
        settings.ROOT_URLCONF = _baseline_urls()
        client = Client()

        def ours() -> None:
            answer = client.get("/api/v1/assets", {"limit": PAGE, "lang": "en"})
            assert len(json.loads(answer.content)["items"]) == PAGE

        settings.WAGTAILAPI_LIMIT_MAX = PAGE

        def baseline() -> None:
            answer = client.get("/api/v2/images/", {"limit": PAGE, "fields": "*"})
            assert len(json.loads(answer.content)["items"]) == PAGE

        own, other, ratio = paired_rates(ours, baseline)
    return {
        "assets": count,
        "page": PAGE,
        "ours_per_second": round(own, 1),
        "wagtail_api_v2_per_second": round(other, 1),
        "ratio": round(ratio, 2),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2) + "\n")
