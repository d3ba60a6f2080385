"""What the kits' API gives, for its description (OpenAPI 3.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from media_library.api.schemas import ProblemOut
from press.archive.formats import formats
from press.download_choice import SIZES


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
    expires_at: datetime | None = Field(description="Until when the kit is shown; null: no end is set.")
    updated_at: datetime = Field(description="When its newest version was published.")
    version: int = Field(description="Number of that version.")
    cover: KitCoverOut | None
    count: int = Field(description="Number of pictures you may see.")
    links: KitLinksOut


class QuoteOut(Schema):
    text: str
    speaker: str
    role: str


class ContactOut(Schema):
    name: str
    role: str
    languages: list[str] = Field(description="BCP 47 tags of the languages spoken.")
    phone: str
    email: str


class VersionChangesOut(Schema):
    languages: list[str] = Field(description="BCP 47 tags of the languages in which a text changed.")
    added: list[UUID] = Field(description="New files, of those you may see.")
    removed: list[UUID] = Field(description="Files that are no longer part of it, of those you may see.")
    reordered: bool
    cover: bool
    contacts: bool
    embargo: bool


class VersionOut(Schema):
    number: int
    published_at: datetime
    note: str = Field(description="What changed, in the words of the press officer.")
    changes: VersionChangesOut


class KitOut(KitSummaryOut):
    release: ReleaseOut
    facts: list[str]
    quotes: list[QuoteOut]
    contact: str = Field(description="What stands beside the contacts: office, hours, address.")
    contacts: list[ContactOut]
    credit_lines: list[str]
    assets: list[KitAssetOut]
    versions: list[VersionOut] = Field(description="Newest first, at most 50.")


class KitEndedOut(ProblemOut):
    ended_at: datetime


class PreparingOut(Schema):
    status: Literal["preparing"]
    ready: int
    total: int


class KitListOut(Schema):
    items: list[KitSummaryOut]
    next: str | None = Field(description="Address of the next page, or null.")


def _parameter(name: str, description: str, values: list[str] | None = None, *, repeatable: bool = True) -> Any:
    one: dict[str, Any] = {"type": "string"} | ({"enum": values} if values else {})
    schema = {"type": "array", "items": one} if repeatable else one
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


DOWNLOAD_PARAMETERS = [
    _parameter("asset", "Identifiers of the files wanted; all, where none is named."),
    _parameter("size", "Of pictures; films and documents come as they are.", list(SIZES), repeatable=False),
    _parameter("captions", "Forms of captions and release, plain text where none is named.", [*formats(), "none"]),
    _parameter("lang", "BCP 47 tags of the languages of captions and release; all, where none is named."),
]
"""What the download takes, as OpenAPI says it."""
