"""What the asset API takes and gives, for its description (OpenAPI 3.1) and the checking of its input."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema


class NamedCode(Schema):
    code: str
    name: str


class LicenceOut(Schema):
    code: str
    name: str
    url: str
    usage_terms: str


class TermsOut(Schema):
    """What the licence says, for programs."""

    uses: dict[str, bool] = Field(description="What may and may not be done, by name; what isn't named is not said.")
    duties: list[str] = Field(description="What has to be done in return, by name.")
    data_mining: str = Field(description="PLUS data-mining terms, as a URI.")


class RenditionOut(Schema):
    url: str
    width: int | None = Field(description="Pixels; null for what has none.")
    height: int | None = Field(description="Pixels; null for what has none.")
    type: str = Field(description="Media type.")


class LinksOut(Schema):
    self: str
    html: str


class AssetOut(Schema):
    id: UUID
    kind: Literal["photo", "video", "document", "graphic"]
    title: str
    caption: str
    alt_text: str
    lang: str = Field(description="BCP 47 tag of the language really delivered.")
    languages: list[str] = Field(description="BCP 47 tags of all approved languages.")
    machine_languages: list[str] = Field(
        description="BCP 47 tags of those languages in which some text stands as a machine translated it."
    )
    province: NamedCode
    sectors: list[NamedCode]
    keywords: list[str]
    place: str
    taken_at: datetime | None
    creator: str
    credit_line: str = Field(description="Print exactly so.")
    attribution: str = Field(description="The whole credit as the licence wants it; else the credit line.")
    licence: LicenceOut | None
    terms: TermsOut | None
    digital_source_type: str = Field(description="IPTC digital source type, as a URI.")
    disclosure: str = Field(description="What readers must be told of how it was made; empty where nothing is.")
    model_release: str = Field(description="PLUS model release status, as a URI, or empty.")
    property_release: str = Field(description="PLUS property release status, as a URI, or empty.")
    width: int | None = Field(description="Pixels; null for what has none, such as a document.")
    height: int | None
    duration: int | None = Field(description="Of a film, in seconds.")
    pages: int | None = Field(description="Of a document, where its format tells.")
    bytes: int = Field(description="Size of the original as delivered.")
    sha256: str = Field(description="Of the original as delivered, metadata included.")
    approved_at: datetime
    embargo_until: datetime | None
    expires_at: datetime | None = Field(description="The earliest end of licence, consent or offer.")
    updated_at: datetime
    renditions: dict[str, RenditionOut] = Field(description="Of what isn't a photo, only `original`.")
    links: LinksOut


class AssetListOut(Schema):
    items: list[AssetOut]
    next: str | None = Field(description="Address of the next page, or null.")


class ChangeOut(Schema):
    id: int = Field(description="Position in the log; pass the last one as `since`.")
    subject: Literal["asset", "kit"]
    subject_id: UUID
    event: Literal["approved", "updated", "embargo_changed", "expired", "withdrawn"]
    at: datetime
    reason: str = Field(description="In the language asked for, or the nearest there is.")
    reason_lang: str = Field(description="BCP 47 tag of the language it is really in; empty without a reason.")


class ChangeListOut(Schema):
    items: list[ChangeOut]
    next: str | None


class ProblemOut(Schema):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str = ""


class GoneOut(ProblemOut):
    withdrawn_at: datetime
    reason: str = Field(description="In the language asked for, or the nearest there is.")
    reason_lang: str = Field(description="BCP 47 tag of the language it is really in; empty without a reason.")
    successor: UUID | None


class AssetFilters(Schema):
    q: str = Field("", max_length=300)
    province: str = Field("", max_length=100, description="Code in force, or slug.")
    sector: str = Field("", max_length=100)
    kind: Literal["", "photo", "video", "document", "graphic"] = ""
    licence: str = Field("", max_length=60)
    orientation: Literal["", "landscape", "portrait", "square", "panorama"] = ""
    taken_after: datetime | None = None
    taken_before: datetime | None = None
    updated_after: datetime | None = None
    lang: str = Field("", max_length=20, description="BCP 47 tag; without it Accept-Language counts.")
    limit: int = Field(50, ge=1, le=100)
    cursor: str = Field("", max_length=200)
