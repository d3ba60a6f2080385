"""The IIIF consortium's own validator against our image service, level 2 and what we offer beyond it.

Its questions go to Django's test client instead of over the network; its test picture is drawn from the
colours it expects: ten by ten squares of a hundred pixels.
"""

from __future__ import annotations

import io
import sys
import types
from email.message import Message
from urllib.parse import urlsplit

import pytest
from django.test import Client
from PIL import Image

from tests.media_library import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

if "magic" not in sys.modules:
    # Only needed for formats that aren't offered here (PDF, JPEG 2000), and its library is another one to install.
    sys.modules["magic"] = types.ModuleType("magic")
validator = pytest.importorskip("iiif_validator.validator", reason="needs iiif-validator")

LEVEL = 2
BEYOND = {"rot_mirror", "rot_mirror_180", "linkheader_canonical", "linkheader_profile"}
"""Of level 3 in the validator's count, that is optional. (Its test of WebP runs on Python 2 only.)"""
OWN_REQUESTS = {"baseurl_redirect", "jsonld"}
"""These open addresses by themselves, past `fetch`; `test_views` asks the same."""

SUITE = validator.TestSuite(validator.ValidationInfo())
KNOWN = SUITE.list_tests("3.0")
NAMES = sorted(name for name, about in KNOWN.items() if about["level"] <= LEVEL or name in BEYOND)


class Api(validator.ImageAPI):  # type: ignore[misc, name-defined]
    """Asks the test client."""

    client = Client()

    def fetch(self, url: str) -> bytes:
        parts = urlsplit(url)
        response = self.client.get(parts.path, headers={"Origin": "http://iiif.io/"})
        self.last_headers = Message()  # names of headers in any case
        for name, value in response.headers.items():
            self.last_headers[name] = value
        self.last_status, self.last_url = response.status_code, url
        self.urls.append(url)
        return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def api() -> Api:
    sheet = Image.new("RGB", (1000, 1000))
    for column, colours in enumerate(validator.ValidationInfo().colorInfo):
        for row, colour in enumerate(colours):
            sheet.paste(colour, (column * 100, row * 100, column * 100 + 100, row * 100 + 100))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    photo = factories.approved(data=buffer.getvalue())
    return Api(str(photo.uuid), "testserver", "iiif/3", version="3.0", debug=False)


def test_the_validator_asks_at_all() -> None:
    assert len(NAMES) > 25
    assert {"info_json", "size_noup", "region_pixels", "rot_full_basic", "quality_grey", "cors"} <= set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OWN_REQUESTS])
def test_the_validator_is_content(api: Api, name: str) -> None:
    SUITE.run_test(name, api)
    assert api.exception is None, (str(api.exception), api.urls[-1:])
