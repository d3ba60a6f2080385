"""What search engines may know of the press room: itself, the check of kits, and kits that everybody may see."""

from __future__ import annotations

from django.utils import timezone

from locales.registry import WORKING, enabled_codes
from media_library.rights import PUBLIC_AUDIENCE
from press.kit_drafts import shown_content
from press.models import Kit
from press.selectors.kits import visible
from promotion.seo.sitemaps import Entry, Multilingual


class PressSitemap(Multilingual):
    """A kit in the languages that it has a title in. One query."""

    def items(self) -> list[Entry]:
        enabled = enabled_codes()
        kits = Kit.objects.filter(visible(PUBLIC_AUDIENCE, timezone.now())).select_related("version").order_by("pk")
        entries = [Entry({code: f"/{code}/press/{path}" for code in enabled}, None) for path in ("", "verify/")]
        for kit in kits:
            titles = shown_content(kit).texts["title"]
            written = [code for code in enabled if code in titles] or [WORKING]
            changed = kit.version.at if kit.version else kit.updated_at
            entries.append(Entry({code: f"/{code}/press/kits/{kit.slug}/" for code in written}, changed))
        return entries
