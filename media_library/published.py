"""Building what leaves: the document of approved texts, and the file with its metadata inside."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from locales.registry import LANGUAGES, WORKING, tag_of
from locales.text import texts_of
from media_library.metadata import Licensor, Outgoing, embed, packet
from media_library.models import DataMining, DigitalSourceType, Photo, PublishedDocument
from media_library.models.asset import TEXT_FIELDS

Texts = dict[str, dict[str, str]]
"""{field: {language code: text}}"""


def approved_texts(photo: Photo, shown: Sequence[str]) -> Texts:
    """The texts of the languages that may be shown."""
    return {
        field: {code: text for code, text in texts_of(photo, field).items() if code in shown} for field in TEXT_FIELDS
    }


def keywords_of(photo: Photo) -> list[str]:
    return [word for part in photo.keywords.replace(";", ",").split(",") if (word := part.strip())]


def _province(province: Any) -> dict[str, Any]:
    return {
        "id": province.pk,
        "code": province.code,
        "slug": province.slug,
        "names": texts_of(province, "name"),
    }


def document_body(photo: Photo, shown: Sequence[str], texts: Texts) -> dict[str, Any]:
    """The whole document, JSON-able. Rights are not in it: they are weighed at every request."""
    licence = photo.licence
    width, height = photo.width, photo.height
    return {
        "uuid": str(photo.uuid),
        "kind": photo.kind,
        "languages": list(shown),
        "texts": texts,
        "keywords": keywords_of(photo),
        "creator": photo.creator,
        "credit_line": photo.credit_line,
        "taken_at": photo.taken_at.isoformat() if photo.taken_at else None,
        "location": [photo.latitude, photo.longitude]
        if photo.publish_location and photo.latitude is not None and photo.longitude is not None
        else None,
        "digital_source_type": photo.digital_source_type,
        "shows_people": photo.shows_people,
        "width": width,
        "height": height,
        "extension": photo.file.name.rsplit(".", 1)[-1].lower().replace("jpeg", "jpg"),
        "province": _province(photo.province),
        "historic_province": _province(photo.historic_province) if photo.historic_province else None,
        "sectors": [{"slug": sector.slug, "names": texts_of(sector, "name")} for sector in photo.sectors.all()],
        "licence": licence
        and {
            "code": licence.code,
            "url": licence.url,
            "names": texts_of(licence, "name"),
            "usage_terms": texts_of(licence, "usage_terms"),
            "data_mining": licence.data_mining,
        },
    }


def _tagged(texts: Mapping[str, str]) -> dict[str, str]:
    """{code: text} as {BCP 47 tag: text}, the working language first (it becomes `x-default`)."""
    codes = [WORKING, *(code for code in LANGUAGES if code != WORKING)]
    return {tag_of(code): texts[code] for code in codes if texts.get(code)}


def outgoing_metadata(body: Mapping[str, Any]) -> Outgoing:
    """What is written into every file that leaves (IPTC Photo Metadata 2025.1)."""
    texts, licence = body["texts"], body["licence"] or {}
    province = body["historic_province"] or body["province"]
    page = f"{settings.SITE_URL}/media/{body['uuid']}/about"
    return Outgoing(
        working=tag_of(WORKING),
        identifier=f"urn:uuid:{body['uuid']}",
        title=_tagged(texts["title"]),
        headline=texts["title"].get("en") or texts["title"].get(WORKING, ""),
        description=_tagged(texts["caption"]),
        alt_text=_tagged(texts["alt_text"]),
        keywords=tuple(body["keywords"]),
        creator=(body["creator"],) if body["creator"] else (),
        credit=body["credit_line"],
        rights=_tagged({WORKING: body["credit_line"]}) if body["credit_line"] else {},
        usage_terms=_tagged(licence.get("usage_terms", {})),
        web_statement=licence.get("url") or page,
        licensor=Licensor(province["names"].get(WORKING, ""), page),
        digital_source_type=DigitalSourceType(body["digital_source_type"]).uri,
        data_mining=f"http://ns.useplus.org/ldf/vocab/{licence.get('data_mining', DataMining.UNSPECIFIED)}",
        date_created=datetime.fromisoformat(body["taken_at"]) if body["taken_at"] else None,
        sublocation=texts["place"].get("en") or texts["place"].get(WORKING, ""),
        state=province["names"].get("en") or province["names"].get(WORKING, ""),
        country="Vietnam",
        country_code="VNM",
        gps=tuple(body["location"]) if body["location"] else None,
    )


@dataclass(frozen=True, slots=True)
class Deliverable:
    """The file that leaves, and the metadata packet inside it."""

    data: bytes
    packet: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def make_deliverable(original: bytes, body: Mapping[str, Any]) -> Deliverable:
    """Original pixels plus embedded metadata; private metadata (position, serial numbers) is taken out.

    Raises UnsupportedContainer for a file type that can't carry metadata: ingest takes in none of them,
    because what can't be cleaned would leave with everything the camera wrote.
    """
    xmp = packet(outgoing_metadata(body))
    return Deliverable(embed(original, xmp, keep_location=body["location"] is not None), xmp)


def store_once(name: str, data: bytes) -> str:
    """Write content-addressed bytes unless they are there already; returns the name in private storage."""
    storage = storages["private"]
    return name if storage.exists(name) else storage.save(name, ContentFile(data))


def build_document(photo: Photo, shown: Sequence[str], texts: Texts | None = None) -> PublishedDocument:
    """Build or rebuild the published document of an asset and the file that leaves with it."""
    body = document_body(photo, shown, texts if texts is not None else approved_texts(photo, shown))
    with photo.file.storage.open(photo.file.name, "rb") as original:
        made = make_deliverable(original.read(), body)
    sha256 = made.sha256
    name = f"deliverables/{sha256[:2]}/{sha256}.{body['extension']}"
    document, _created = PublishedDocument.objects.update_or_create(
        asset_id=photo.pk,
        defaults={
            "body": body,
            "packet_digest": hashlib.sha256(made.packet).hexdigest(),
            "deliverable": store_once(name, made.data),
            "sha256": sha256,
            "bytes": len(made.data),
            "crc32": zlib.crc32(made.data),
        },
    )
    _index(photo, document)
    return document


def _index(photo: Photo, document: PublishedDocument) -> None:
    from media_library import search

    search.put(document)
