"""Who works with what readers write and get: the teams of the province it concerns."""

from __future__ import annotations

from typing import Any

from wagtail.permissions import register_permission_policy

from media_library.permissions import ProvincePermissionPolicy
from provinces.teams import Role

ANSWERERS = (Role.EDITOR, Role.APPROVER, Role.PRESS_OFFICER)
CONTACT_ROLES: dict[str, tuple[Role, ...]] = dict.fromkeys(("view", "change"), ANSWERERS) | {
    "delete": (Role.EDITOR, Role.APPROVER)
}
"""Messages come from readers only; whoever asks to be forgotten is."""

NEWSLETTER_ROLES: dict[str, tuple[Role, ...]] = dict.fromkeys(
    ("add", "view", "change", "delete"), (Role.EDITOR, Role.APPROVER)
)


class NewsletterPolicy(ProvincePermissionPolicy):
    """What was sent stays as it went."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action in ("change", "delete") and instance.sent_at is not None:
            return False
        return super().user_has_permission_for_instance(user, action, instance)


def register_policies() -> None:
    from promotion.models import ContactMessage, NewsletterIssue

    register_permission_policy(
        ContactMessage, ProvincePermissionPolicy(ContactMessage, CONTACT_ROLES), exact_class=True
    )
    register_permission_policy(NewsletterIssue, NewsletterPolicy(NewsletterIssue, NEWSLETTER_ROLES), exact_class=True)
