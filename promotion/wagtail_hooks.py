"""What the public site adds to Wagtail's admin."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from promotion.admin.contact import ContactViewSet
from promotion.admin.newsletter import NewsletterViewSet

register_snippet(ContactViewSet)
register_snippet(NewsletterViewSet)
