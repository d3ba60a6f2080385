"""Pages of a small site, published as an approver leaves them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Locale

from cms.site_setup import ensure_site
from locales.selectors import forget_enabled_locales
from promotion.models import (
    BrandPage,
    CampaignPage,
    HomePage,
    OpportunityIndexPage,
    OpportunityPage,
    ProvincePage,
    SectorPage,
    StoryPage,
)
from provinces.models import ContentElement, Sector
from tests.media_library import factories as assets


def site(*codes: str) -> dict[str, HomePage]:
    """A site in Vietnamese and the given languages: {code: home}."""
    homes = ensure_site(("vi", *codes))
    cache.clear()
    return homes


def language(code: str) -> Locale:
    """A language that is offered, without any page in it."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    forget_enabled_locales()
    return locale


def published(parent: Any, page: Any) -> Any:
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def translated(page: Any, code: str, *, live: bool = True, **texts: Any) -> Any:
    """The page in another language, at the copied address unless `slug` says another; its parent must be there."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=code)).specific
    for name, value in texts.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title  # as if it had been saved before: the address stays
    revision = copy.save_revision()
    if live:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)


def items(*values: Any) -> list[dict[str, Any]]:
    """The stored form of a list block."""
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def body(*photos: Any) -> list[dict[str, Any]]:
    """A paragraph, a quote, figures, then the first photo alone and all of them as a gallery."""
    blocks: list[dict[str, Any]] = [
        {"type": "paragraph", "value": "<h2>Từ rừng xuống phố</h2><p>Xe chở cà phê ra cảng.</p>"},
        {"type": "quote", "value": {"text": "Một buổi sáng.", "who": "H'Nhung", "role": "chủ trang trại"}},
        {"type": "facts", "value": {"title": "", "facts": items(fact())}},
    ]
    if photos:
        blocks.append(
            {"type": "picture", "value": {"photo": photos[0].pk, "caption": "Riêng trang này", "width": "wide"}}
        )
    if len(photos) > 1:
        blocks.append({"type": "gallery", "value": {"title": "", "photos": items(*(p.pk for p in photos))}})
    return blocks


def fact(**values: Any) -> dict[str, Any]:
    return {
        "value": "1.200",
        "unit": "ha",
        "label": "Đất sạch",
        "period": "2025",
        "source": "Niên giám thống kê",
        "source_url": "",
        "illustrative": False,
    } | values


def contact() -> dict[str, Any]:
    return {
        "name": "Trần Thị Mai",
        "role": "Trưởng phòng",
        "organisation": "Trung tâm Xúc tiến đầu tư",
        "phone": "+84 269 382 1234",
        "email": "dautu@example.vn",
        "languages": "Tiếng Việt, English",
        "hours": "8:00-17:00",
        "url": "",
    }


def profile(home: Any, code: str = "22", **values: Any) -> ProvincePage:
    """The profile of a province (Quảng Ninh unless told otherwise)."""
    province = assets.province(code)
    defaults: dict[str, Any] = {
        "title": province.name_vi,
        "slug": province.slug,
        "province": province,
        "tagline": "Nơi rừng gặp biển",
        "introduction": "<p>Một tỉnh nối liền rừng và biển.</p>",
        "contacts": [{"type": "contact", "value": contact()}],
    }
    return published(home, ProvincePage(**(defaults | values)))


def sector_page(parent: Any, slug: str = "tourism", **values: Any) -> SectorPage:
    sector = Sector.objects.get(slug=slug)
    defaults: dict[str, Any] = {
        "title": f"{sector.name_vi} ở {parent.title}",
        "slug": slug,
        "sector": sector,
        "lead": "Đường ngắn ra cảng.",
        "why_here": "<p>Vùng nguyên liệu lớn.</p>",
        "facts": [{"type": "fact", "value": fact(source="", illustrative=True)}],
        "sites": [
            {
                "type": "site",
                "value": {
                    "name": "Khu Nhơn Hội",
                    "place": "Quy Nhơn Đông",
                    "area_ha": "1396.50",
                    "available_ha": None,
                    "text": "",
                    "url": "",
                },
            }
        ],
        "incentives": [
            {
                "type": "incentive",
                "value": {
                    "title": "Thuế 10 %",
                    "text": "Mười lăm năm.",
                    "legal_source": "Luật 67/2025/QH15",
                    "legal_url": "",
                    "valid_until": "2030-12-31",
                },
            }
        ],
        "infrastructure": [{"type": "infrastructure", "value": infrastructure()}],
        "labour": [
            {"type": "fact", "value": fact(source="", illustrative=True)},
            {"type": "training", "value": {"name": "Trường Cao đẳng", "teaches": "Cơ điện", "graduates": 1200}},
        ],
        "successes": [{"type": "success", "value": success()}],
        "contacts": [{"type": "contact", "value": contact()}],
    }
    return published(parent, SectorPage(**(defaults | values)))


def infrastructure(**values: Any) -> dict[str, Any]:
    return {
        "kind": "port",
        "name": "Cảng Quy Nhơn",
        "text": "Nhận tàu 50.000 tấn.",
        "state": "building",
        "since": "2027",
        "source": "Quy hoạch tỉnh",
        "source_url": "",
        "illustrative": False,
    } | values


def success(**values: Any) -> dict[str, Any]:
    return {
        "company": "Gió Cao Nguyên",
        "country": "DK",
        "since": 2020,
        "text": "Năm mươi tuabin.",
        "quote": "Trường nghề cử người đến trước.",
        "who": "Trưởng trạm",
        "photo": None,
        "story": None,
        "source": "",
        "source_url": "",
        "illustrative": True,
    } | values


def brand_page(parent: Any, photo: Any = None, **values: Any) -> BrandPage:
    pk = photo.pk if photo else None
    element = ContentElement.objects.first()
    proofs = items({"text": "Hai sân bay.", "source": "Quy hoạch tỉnh", "url": ""})
    pillar = {
        "title": "Gần",
        "text": "Mọi thứ trong một tỉnh.",
        "element": element.pk if element else None,
        "proofs": proofs,
        "stories": [],
        "photo": pk,
    }
    defaults: dict[str, Any] = {
        "title": "Định vị thương hiệu",
        "slug": "thuong-hieu",
        "promise": "Rừng và biển cách nhau một buổi sáng.",
        "positioning": "<p>Dành cho người đi chậm.</p>",
        "pillars": [{"type": "pillar", "value": pillar}],
        "audiences": [
            {"type": "audience", "value": {"name": "Nhà đầu tư", "wants": "Đường ra cảng", "message": "Ngắn"}}
        ],
        "tone": [{"type": "tone", "value": {"word": "Điềm đạm", "means": "Nói việc đã làm", "never": "“thiên đường”"}}],
        "palette": [{"type": "colour", "value": {"name": "Rừng", "hex": "#1F4D3A", "use": "Nền", "print_values": ""}}],
        "logos": [{"type": "logo", "value": {"name": "Chính", "photo": pk, "files": [], "use": "", "ground": "light"}}]
        if pk
        else [],
        "markets": [market()],
        "typefaces": [{"type": "type", "value": typeface()}],
        "pairs": [{"type": "pair", "value": pair(pk)}] if pk else [],
        "cobranding": [{"type": "cobranding", "value": cobranding()}],
        "rules": [{"type": "rule", "value": {"kind": "dont", "text": "Không phủ chữ lên ảnh.", "photo": pk}}],
    }
    return published(parent, BrandPage(**(defaults | values)))


def market(*countries: str, languages: tuple[str, ...] = (), message: str = "Một bờ biển yên") -> dict[str, Any]:
    told = {"message": message, "tell": "Nói về mùa và ánh sáng.", "avoid": "Khẩu hiệu"}
    return {"type": "market", "value": {"countries": list(countries), "languages": list(languages), **told}}


def typeface() -> dict[str, Any]:
    return {"name": "Be Vietnam Pro", "use": "Tiêu đề", "weights": "400, 600", "style": "site", "sample": "",
            "licence": "SIL OFL 1.1", "url": "https://fonts.example/"}  # fmt: skip


def pair(photo_id: int) -> dict[str, Any]:
    return {"do_photo": photo_id, "do_text": "Đúng màu", "dont_photo": photo_id, "dont_text": "Quá màu",
            "why": "Vì lời hứa."}  # fmt: skip


def cobranding() -> dict[str, Any]:
    return {"clear_space": "Bằng nửa chiều cao", "min_print_mm": 24, "min_screen_px": 96, "order": "Tỉnh trước",
            "never_with": items("Thuốc lá"), "contact": "Phòng Thương hiệu", "email": "brand@example.vn",
            "phone": "+84 203 123", "working_days": 5}  # fmt: skip


def file_of(asset: Any) -> dict[str, Any]:
    """A file of the library in a `FilesBlock`."""
    return {"type": asset.kind, "value": asset.pk, "id": str(uuid.uuid4())}


def logo(*assets_: Any, name: str = "Chính") -> dict[str, Any]:
    files = [file_of(asset) for asset in assets_]
    return {"type": "logo", "value": {"name": name, "photo": None, "files": files, "use": "", "ground": "light"}}


def story(parent: Any, number: int = 1, **values: Any) -> StoryPage:
    defaults: dict[str, Any] = {
        "title": f"Chuyến xe ra cảng số {number}",
        "slug": f"chuyen-xe-{number}",
        "date": dt.date(2026, 1, 1) + dt.timedelta(days=number),
        "author": "Lê Hà",
        "lead": "Bốn giờ sáng, kho rang đã sáng đèn.",
    }
    return published(parent, StoryPage(**(defaults | values)))


def opportunity_list(home: Any) -> OpportunityIndexPage:
    return published(home, OpportunityIndexPage(title="Đầu tư", slug="dau-tu"))


def opportunity(parent: Any, number: int = 1, **values: Any) -> OpportunityPage:
    basis = {"text": "Danh mục kêu gọi đầu tư", "source": "Nghị quyết 01/NQ-HĐND", "url": ""}
    defaults: dict[str, Any] = {
        "title": f"Dự án số {number}",
        "slug": f"du-an-{number}",
        "sector": Sector.objects.get(slug="tourism"),
        "lead": "Bến cho thuyền nhỏ.",
        "place": "Đất sạch ở Vân Đồn",
        "project": "<p>Cầu cảng nổi và xưởng.</p>",
        "offer": "<p>Một đầu mối.</p>",
        "legal_basis": [{"type": "basis", "value": basis}],
        "contacts": [{"type": "contact", "value": contact()}],
    }
    return published(parent, OpportunityPage(**(defaults | values)))


def campaign(parent: Any, **values: Any) -> CampaignPage:
    """Running today, and on the home page since yesterday."""
    today, now = timezone.localdate(), timezone.now()
    event = {
        "what": "Thuyền đèn", "day": "2026-07-01", "hour": "18:30",
        "zone": "Asia/Tokyo", "place": "Yokohama", "url": "",
    }  # fmt: skip
    defaults: dict[str, Any] = {
        "title": "Mùa đèn",
        "slug": "mua-den",
        "lead": "Ba tuần đèn lồng.",
        "first_day": today - dt.timedelta(days=1),
        "last_day": today + dt.timedelta(days=9),
        "shows_from": now - dt.timedelta(days=1),
        "shows_until": now + dt.timedelta(days=9),
        "partner_country": "JP",
        "events": [{"type": "event", "value": event}],
    }
    return published(parent, CampaignPage(**(defaults | values)))
