"""A picture and a press kit for newsrooms of three languages: `python -m tests.browser.newsrooms` inside the project.

The people are those of `tests.browser.people`.
"""

from __future__ import annotations

from tests.browser import people

LANGUAGES = ("vi", "en", "fr", "ja")
TITLES = {
    "vi": "Hội đèn trên vịnh",
    "en": "Lanterns on the bay",
    "fr": "Lanternes sur la baie",
    "ja": "湾に浮かぶ灯籠",
}
CAPTIONS = {
    "vi": "Đèn hoa đăng trên vịnh Hạ Long.",
    "en": "Lanterns on Hạ Long Bay.",
    "fr": "Des lanternes sur la baie d’Hạ Long.",
    "ja": "ハロン湾に浮かぶ灯籠。",
}
SLUG = "lanterns"


def prepare() -> None:
    people.prepare()
    from cms.site_setup import ensure_site
    from locales.registry import column
    from press.models import Kit, KitItem
    from provinces.selectors import province_by_code
    from tests.media_library import factories

    ensure_site(list(LANGUAGES))
    texts = {column(name, code): value[code] for name, value in (("title", TITLES), ("caption", CAPTIONS))
             for code in LANGUAGES}  # fmt: skip
    photo = factories.approved(**texts, alt_text_vi="Đèn trên mặt nước", alt_text_en="Lanterns on dark water")
    told = {column(name, code): TITLES[code] for name in ("title", "release_title") for code in LANGUAGES}
    kit = Kit.objects.create(
        slug=SLUG, province=province_by_code("22"), title=TITLES["vi"], contact="Press office, +84 203 000 000", **told
    )
    KitItem.objects.create(kit=kit, asset_id=photo.pk, sort_order=0)


if __name__ == "__main__":
    prepare()
