"""What the kits' API gives, for its description (OpenAPI 3.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class KitProvinceOut(Schema):
    code: str
    name: str


class KitLinksOut(Schema):
    self: str
    html: str
    download: str = Field(description="The ZIP file, with ranges.")


class KitAssetLinksOut(Schema):
    self: str
    html: str


class KitAssetOut(Schema):
    id: UUID
    title: str
    links: KitAssetLinksOut


class KitCoverOut(KitAssetOut):
    url: str = Field(description="The cover in medium size.")


class ReleaseOut(Schema):
    title: str
    body: str = Field(description="Plain text; an empty line separates paragraphs.")


class KitSummaryOut(Schema):
    id: UUID
    slug: str
    title: str
    summary: str
    lang: str = Field(description="BCP 47 tag of the language the title is really delivered in.")
    languages: list[str] = Field(description="BCP 47 tags of the languages the kit is written in.")
    machine_languages: list[str] = Field(
        description="BCP 47 tags of those languages in which some text stands as a machine translated it."
    )
    province: KitProvinceOut
    audience: Literal["public", "press", "organisations"]
    embargoed: bool = Field(description="You see it early: nothing may be published from it yet.")
    embargo_until: datetime | None
    embargo_timezone: str
    published_at: datetime | None
    updated_at: datetime
    cover: KitCoverOut | None
    count: int = Field(description="Number of pictures you may see.")
    links: KitLinksOut


class KitOut(KitSummaryOut):
    release: ReleaseOut
    facts: list[str]
    contact: str
    assets: list[KitAssetOut]


class KitListOut(Schema):
    items: list[KitSummaryOut]
    next: str | None = Field(description="Address of the next page, or null.")
