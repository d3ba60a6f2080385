"""Press officers see how partners' webhooks fare, and can stop one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from press.models import PauseReason, WebhookEndpoint
from press.webhooks import endpoints
from provinces.teams import Role
from tests.media_library.factories import user
from tests.press.factories import officer, organisation
from tests.press.webhooks import factories

pytestmark = pytest.mark.django_db
HOME = "/admin/press/webhooks/"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(officer())
    return client


def test_the_list_and_its_filter(staff: Client) -> None:
    one, other = organisation(), organisation()
    healthy, _secret = factories.endpoint("https://healthy.example/", one)
    failing, secret = factories.endpoint("https://failing.example/", other)
    endpoints.stop(failing, PauseReason.FAILING)
    page = staff.get(HOME).content.decode()
    assert healthy.url in page and failing.url in page
    assert secret not in page
    page = staff.get(f"{HOME}?organisation={other.pk}").content.decode()
    assert failing.url in page and healthy.url not in page
    assert healthy.url not in staff.get(f"{HOME}?state=paused").content.decode()
    assert failing.url in staff.get(f"{HOME}results/?state=paused").content.decode()
    assert b"https://failing.example/" in b"".join(staff.get(f"{HOME}?export=csv"))  # type: ignore[arg-type]


def test_one_of_them(staff: Client) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/")
    factories.waiting(made, 3)
    page = staff.get(f"{HOME}{made.pk}/")
    assert page.status_code == 200
    assert "asset.approved" in page.content.decode()
    staff.post(f"{HOME}{made.pk}/", {"act": "pause"})
    assert WebhookEndpoint.objects.get().pause_reason == PauseReason.BY_OFFICER
    staff.post(f"{HOME}{made.pk}/", {"act": "nonsense"})
    staff.post(f"{HOME}{made.pk}/", {"act": "resume"})
    assert WebhookEndpoint.objects.get().is_active
    assert staff.get(f"{HOME}999/").status_code == 404


def test_the_organisations_page_leads_to_them(staff: Client) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/")
    page = staff.get(f"/admin/organisations/{made.organisation_id}/access/").content.decode()
    assert f"{HOME}?organisation={made.organisation_id}" in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.TRANSLATOR])
def test_nobody_else(role: Any) -> None:
    made, _secret = factories.endpoint("https://desk.example.org/")
    client = Client()
    client.force_login(user("somebody", role))
    for path in (HOME, f"{HOME}{made.pk}/"):
        assert made.url not in client.get(path, follow=True).content.decode()
    client.post(f"{HOME}{made.pk}/", {"act": "pause"})
    assert WebhookEndpoint.objects.get().is_active


def test_the_list_costs_the_same_however_long(staff: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        factories.endpoint(f"https://desk{number}.example/", organisation())
    staff.get(HOME)
    with django_assert_max_num_queries(25):
        staff.get(HOME)
