"""The people of the story and an empty site for them: run inside the project as `python -m tests.browser.people`."""

from __future__ import annotations

import os

PASSWORD = "a-long-story-1"


def prepare() -> None:
    """Languages, home pages, teams of two provinces, one verified newsroom with terms to accept."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.utils import timezone
    from wagtail.users.models import UserProfile

    from cms.site_setup import ensure_site, open_province
    from press.models import MemberRole, Organisation, TermsVersion
    from press.services import partners
    from provinces.selectors import province_by_code
    from provinces.teams import Role, team_group

    ensure_site(["vi", "en", "lo"])
    users = get_user_model()
    own, other = province_by_code("22"), province_by_code("01")
    assert own is not None and other is not None
    open_province(own)
    open_province(other)
    for name, role, province in (
        ("editor", Role.EDITOR, own),
        ("approver", Role.APPROVER, own),
        ("officer", Role.PRESS_OFFICER, own),
        ("neighbour", Role.EDITOR, other),
    ):
        user = users.objects.create_user(name, f"{name}@example.org", PASSWORD)
        user.groups.add(team_group(province, role))
        UserProfile.objects.create(user=user, preferred_language="vi")
    users.objects.create_superuser("admin", "admin@example.org", PASSWORD)
    newsroom = Organisation.objects.create(name="Mekong Courier", country="LA", contact_email="desk@example.la")
    partners.verify(newsroom, actor=None)
    account = users.objects.create_user("correspondent", "c@example.la", PASSWORD)
    partners.add_member(newsroom, account, role=MemberRole.PICTURE_DESK)
    TermsVersion.objects.create(
        number=1,
        title_vi="Điều khoản sử dụng",
        title_en="Terms of use",
        body_vi="Ghi nguồn đúng như đã cho.",
        body_en="Print the credit line exactly as given.",
        published_at=timezone.now(),
    )


if __name__ == "__main__":
    prepare()
