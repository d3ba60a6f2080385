"""Run inside a copy of the product that knows Arabic: what a reader, an editor and a program find there, as JSON.

Not a test: `test_new_language` runs it in a process of its own, for the registry is settled when Django starts.
"""

from __future__ import annotations

import json
import re
from typing import Any

import django

TITLE, CAPTION = "خليج هالونج عند الفجر", "قوارب تغادر عند الفجر"


def main() -> dict[str, Any]:
    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        return found()


def found() -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import reverse

    from locales.text_status.selectors import item_of
    from media_library.metadata import reading
    from tests.media_library import factories as assets
    from tests.promotion import factories as pages

    homes = pages.site("en", "ar")
    photo = assets.approved(title_ar=TITLE, caption_ar=CAPTION, alt_text_ar="قوارب")
    profile = pages.profile(homes["vi"])
    page = pages.translated(profile, "ar", title="كوانغ نينه", introduction="<p>غابة وبحر</p>")
    reader, editor = Client(), Client()
    editor.force_login(get_user_model().objects.create_superuser("editor", "editor@example.vn", "x"))

    def text(client: Client, path: str) -> str:
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        return content.decode() if answer.status_code == 200 else f"{answer.status_code} {path}"

    def opening(path: str) -> str:
        return "".join(re.findall(r"<html[^>]*>", text(reader, path))[:1])

    form = text(editor, reverse(f"{photo.admin_namespace}:edit", args=[photo.pk]))
    fallback = text(reader, "/ar/" + page.get_url().split("/", 2)[2])
    stored = photo.published
    with photo.file.storage.open(stored.deliverable) as file:
        metadata = reading.read(file.read())
    item = item_of(photo)
    assert item is not None
    return {
        "home": opening("/ar/"),
        "page": opening(page.get_url()),
        "address": page.get_url(),
        "words": "غابة وبحر" in fallback,
        "hreflang": 'hreflang="ar"' in text(reader, profile.get_url()),
        "picture": TITLE in text(reader, f"/ar/images/{photo.uuid}/"),
        "foreign": re.findall(r'<span lang="vi" dir="ltr">', text(reader, "/ar/images/"))[:1],
        "search": str(photo.uuid) in text(reader, "/ar/images/?q=هالونج"),
        "feed": TITLE in text(reader, "/press/feeds/atom.xml?lang=ar"),
        "api": json.loads(text(reader, f"/api/v1/assets/{photo.uuid}?lang=ar")),
        "sitemap": "/ar/" in text(reader, "/sitemap-pages.xml"),
        "form": re.findall(r'<(?:input|textarea)[^>]*name="(?:title|caption)_ar"[^>]*>', form),
        "grid": re.findall("العربية|Arabic", text(editor, reverse("locales_coverage")))[:1],
        "text": 'dir="rtl"' in text(editor, reverse("locales_text", args=[item.pk, "ar"])),
        "metadata": repr(metadata),
    }


if __name__ == "__main__":
    print(json.dumps(main(), ensure_ascii=False, default=str))
