"""Partners and kits for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from media_library.models import Photo
from press.models import (
    AccessToken,
    Kit,
    KitGrant,
    KitItem,
    Member,
    MemberRole,
    Organisation,
    OrganisationState,
    ShareLink,
    TermsVersion,
)
from press.services import kits, share_links, terms, tokens
from tests.media_library.factories import province, user

_serial = 0


def _number() -> int:
    global _serial
    _serial += 1
    return _serial


def organisation(state: str = OrganisationState.VERIFIED, *, accepts: bool = True, **values: Any) -> Organisation:
    """A news organisation; by default verified and with the terms accepted, where there are terms."""
    number = _number()
    defaults = {"name": f"Agence {number}", "country": "FR", "contact_email": f"desk{number}@example.org"}
    made = Organisation.objects.create(state=state, **(defaults | values))
    version = TermsVersion.objects.filter(published_at__isnull=False).order_by("-number").first()
    if accepts and version:
        terms.accept(made, version)
    return made


def member(of: Organisation | None = None, role: str = MemberRole.PICTURE_DESK) -> Member:
    account = get_user_model().objects.create_user(f"member{_number()}@example.org", password="secret")
    account.email = account.username
    account.save()
    return Member.objects.create(user=account, organisation=of or organisation(), role=role)


def token(of: Organisation) -> tuple[AccessToken, str]:
    return tokens.issue(of, "picture desk")


def bearer(of: Organisation) -> dict[str, str]:
    """Headers for the test client that speak for the organisation."""
    return {"Authorization": f"Bearer {token(of)[1]}"}


def signed_in(of: Organisation | Member) -> Client:
    client = Client()
    client.force_login((of if isinstance(of, Member) else member(of)).user)
    return client


def terms_version(number: int = 1, **values: Any) -> TermsVersion:
    defaults = {
        "title_vi": "Điều khoản",
        "title_en": "Terms",
        "body_vi": "Một.\n\nHai.",
        "body_en": "One.\n\nTwo.",
        "published_at": timezone.now() - timedelta(days=1),
    }
    return TermsVersion.objects.create(number=number, title="Điều khoản", body="Một.", **(defaults | values))


def kit(
    photos: Iterable[Photo] = (),
    *,
    grants: Iterable[tuple[Organisation, bool]] = (),
    publish: bool = True,
    **values: Any,
) -> Kit:
    """A kit with a release in Vietnamese and English; published unless told otherwise."""
    number = _number()
    defaults = {
        "slug": f"kit-{number}",
        "province": province(),
        "title": f"Lễ hội {number}",
        "title_vi": f"Lễ hội {number}",
        "title_en": f"Festival {number}",
        "summary_en": "Everything about the festival.",
        "release_title_vi": "Khai mạc lễ hội",
        "release_title_en": "The festival opens",
        "release_body_vi": "Đoạn một.\n\nĐoạn hai.",
        "release_body_en": "First paragraph.\n\nSecond paragraph.",
        "facts_en": "300 boats (source: province)",
        "contact": "Press office, +84 203 000 000",
    }
    state = values.pop("state", None)
    made = Kit.objects.create(**(defaults | values))
    for order, photo in enumerate(photos):
        KitItem.objects.create(kit=made, asset_id=photo.pk, sort_order=order)
    for granted, early in grants:
        KitGrant.objects.create(kit=made, organisation=granted, may_see_under_embargo=early)
    if publish or state == "published":
        kits.publish(made, actor=None)
    elif state is not None:
        Kit.objects.filter(pk=made.pk).update(state=state)
    return Kit.objects.get(pk=made.pk)


def officer(of: Any = None) -> Any:
    """A press officer of the province."""
    from provinces.teams import Role

    return user(f"officer{_number()}", Role.PRESS_OFFICER, of=of)


def in_hours(hours: float) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def guest(**values: Any) -> Organisation:
    """A recipient without an account."""
    return organisation(OrganisationState.GUEST, **({"accepts": False, "country": "KH"} | values))


def share(kit: Kit, recipient: Organisation | None = None, **values: Any) -> tuple[ShareLink, str]:
    """A share link and the address of its page in English."""
    link, secret = share_links.make(kit, recipient or guest(), **({"name": "Supplement", "actor": None} | values))
    return link, f"/en/press/s/{secret}/"
