"""A kit's former addresses lead on to it, for those who may know of it; for others they aren't there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from media_library.models import Lightbox
from press.lightbox_kits import draft_from
from press.models import Kit, KitAddress
from press.services import kits
from tests.media_library.factories import approved, province
from tests.press.factories import in_hours, kit, officer, organisation, signed_in
from tests.press.test_admin import client_of, kit_data

pytestmark = pytest.mark.django_db


def moved(made: Kit, slug: str) -> Kit:
    made.slug = slug
    made.full_clean(exclude=["cover", "title"])
    made.save()
    return made


def at(slug: str, code: str = "en") -> str:
    return f"/{code}/press/kits/{slug}/"


def told(client: Client, path: str) -> tuple[int, dict[str, str], str]:
    """All that an answer tells, without the address asked for (always of six letters) and secrets of the moment."""
    answer = client.get(path)
    named = path.strip("/").split("/")[3]
    content = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode().replace(named, ""))
    return answer.status_code, dict(answer.items()), content


def test_former_addresses_lead_on_in_every_language_with_what_was_asked() -> None:
    made = moved(moved(kit([approved()], slug="first"), "second"), "third")
    for former in ("first", "second"):
        for code in ("en", "vi"):
            answer = Client().get(f"{at(former, code)}?utm_source=mail")
            assert (answer.status_code, answer["Location"]) == (301, f"{at('third', code)}?utm_source=mail")
            assert answer["Cache-Control"] == "public, no-cache" and "Cookie" in answer["Vary"]
        download = Client().head(f"{at(former)}download/?asset={made.uuid}")
        assert (download.status_code, download["Location"]) == (301, f"{at('third')}download/?asset={made.uuid}")
    assert Client().get(at("third")).status_code == 200
    assert Client().post(at("first")).status_code == 405
    assert made.former_addresses == ["first", "second"]


def test_back_to_a_former_address() -> None:
    made = moved(moved(kit(slug="first"), "second"), "first")
    assert Client().get(at("first")).status_code == 200
    assert Client().get(at("second"))["Location"] == at("first")
    assert made.former_addresses == ["second"]


@pytest.mark.parametrize("hidden", ["embargoed", "closed", "for others", "for partners"])
def test_a_hidden_kits_former_address_looks_like_none(hidden: str) -> None:
    granted = organisation()
    values: dict[str, dict[str, Any]] = {
        "embargoed": {"embargo_until": in_hours(2), "grants": [(granted, True)]},
        "closed": {},
        "for others": {"audience": "organisations", "grants": [(granted, False)]},
        "for partners": {"audience": "press"},
    }
    made = moved(kit(slug="former", **values[hidden]), "newest")
    if hidden == "closed":
        kits.close(made, actor=None)
    strangers = [Client()] if hidden == "for partners" else [Client(), signed_in(organisation())]
    for stranger in strangers:
        for tail in ("", "download/"):
            unknown = told(stranger, f"{at('nosuch')}{tail}")
            assert unknown[0] == 404
            assert told(stranger, f"{at('former')}{tail}") == unknown
            assert told(stranger, f"{at('newest')}{tail}") == unknown
    if hidden != "closed":
        answer = signed_in(granted).get(at("former"))
        assert (answer.status_code, answer["Location"]) == (301, at("newest"))
        assert answer["Cache-Control"] == "private, no-cache"


def test_asking_in_vain_costs_the_same_for_hidden_and_unknown(django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    moved(kit(slug="former", embargo_until=in_hours(2)), "present")
    Client().get(at("warm"))
    numbers = []
    for slug in ("former", "nothing"):
        with CaptureQueriesContext(connection) as queries:
            Client().get(at(slug))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_an_address_that_leads_on_is_nobody_elses() -> None:
    moved(kit(slug="former"), "present")
    other = kit(slug="other")
    for taken in ("former", "present"):
        other.slug = taken
        with pytest.raises(ValidationError) as refused:
            other.full_clean(exclude=["cover", "title"])
        assert list(refused.value.message_dict) == ["slug"] and len(refused.value.messages) == 1
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save()
    assert Kit.objects.get(pk=other.pk).slug == "other"
    box = Lightbox.objects.create(title="Former", province=province())
    assert draft_from(box, [], actor=None).slug == "former-2"


def test_a_draft_keeps_no_former_address() -> None:
    made = moved(kit(slug="typing-mistake", publish=False), "right")
    assert list(KitAddress.objects.values_list("slug", flat=True)) == ["right"]
    assert signed_in_staff().get(at("typing-mistake")).status_code == 404
    moved(made, "again")
    assert kit(slug="typing-mistake").slug == "typing-mistake"


def signed_in_staff() -> Client:
    return client_of(officer())


def test_an_officer_changes_the_address() -> None:
    made = kit(slug="flowers", embargo_until=None)
    kit(slug="taken")
    client = signed_in_staff()
    edit = f"/admin/kits/edit/{made.pk}/"
    refused = client.post(edit, kit_data(slug="taken"))
    assert refused.status_code == 200 and "slug" in refused.context["form"].errors
    assert client.post(edit, kit_data(slug="flower-festival")).status_code == 302
    assert Client().get(at("flowers"))["Location"] == at("flower-festival")
    assert "<code>flowers</code>" in client.get(edit).content.decode()
    sitemap = Client().get("/sitemap-kits.xml").content.decode()
    assert "/flowers/" not in sitemap
