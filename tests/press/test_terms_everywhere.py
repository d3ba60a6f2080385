"""New terms are asked for again at every exit, until the organisation has accepted them once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from press.models import Kit, Organisation
from press.services import terms
from press.services.share_links import make
from tests.media_library.factories import approved, licence
from tests.press.factories import bearer, kit, organisation, signed_in, terms_version
from tests.press.share.visiting import Visitor

pytestmark = pytest.mark.django_db
Exit = Callable[[Kit, Organisation], int]


def _page(made: Kit, partner: Organisation) -> int:
    """The kit page leads to the terms, or offers the ZIP."""
    page = signed_in(partner).get(f"/en/press/kits/{made.slug}/").content.decode()
    return 200 if f"/en/press/kits/{made.slug}/download/" in page else 403


def _page_zip(made: Kit, partner: Organisation) -> int:
    status = signed_in(partner).get(f"/en/press/kits/{made.slug}/download/").status_code
    return 403 if status == 302 else status


def _api_zip(made: Kit, partner: Organisation) -> int:
    return Client().get(f"/api/v1/kits/{made.uuid}/download", headers=bearer(partner)).status_code


def _original(made: Kit, partner: Organisation) -> int:
    return Client().get(f"/media/{made.items.get().asset.uuid}/original", headers=bearer(partner)).status_code


def _share_page(made: Kit, partner: Organisation) -> int:
    _link, secret = make(made, partner, name="x", actor=None)
    return 200 if "kit.zip" in Visitor().text(f"/en/press/s/{secret}/") else 403


@pytest.mark.parametrize("take", [_page, _page_zip, _api_zip, _original, _share_page])
def test_new_terms_are_asked_for_again(take: Exit) -> None:
    cache.clear()
    first = terms_version(1)
    partner = organisation(accepts=False)
    made = kit([approved(licence=licence("press"))])
    assert take(made, partner) == 403
    terms.accept(partner, first)
    assert take(made, partner) == 200
    second = terms_version(2)
    assert take(made, partner) == 403
    terms.accept(partner, second)
    assert take(made, partner) == 200
