"""Building what leaves: the document of approved texts, and the file with its metadata inside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from locales.machine.selectors import machine_made
from locales.registry import LANGUAGES, WORKING, tag_of
from locales.text import texts_of
from locales.text_status.selectors import shown_texts
from media_library import releases
from media_library.credentials.deliverable import seal_for
from media_library.metadata import Licensor, Outgoing, embed, packet
from media_library.models import DataMining, DigitalSourceType, LibraryRecord, PublishedDocument
from media_library.models.asset import TEXT_FIELDS
from media_library.outgoing import Kept, keep_bytes, keep_prepared

Texts = dict[str, dict[str, str]]
"""{field: {language code: text}}"""


def approved_texts(photo: Any, shown: Sequence[str]) -> Texts:
    """The texts of the languages that may be shown, as they were approved: the columns may say more by now."""
    approved = shown_texts(photo)
    return {
        field: {code: text for code in LANGUAGES if code in shown and (text := approved.get(code, {}).get(field))}
        for field in TEXT_FIELDS
    }


def keywords_of(photo: Any) -> list[str]:
    return [word for part in photo.keywords.replace(";", ",").split(",") if (word := part.strip())]


def _province(province: Any) -> dict[str, Any]:
    return {
        "id": province.pk,
        "code": province.code,
        "slug": province.slug,
        "names": texts_of(province, "name"),
    }


def document_body(record: Any, shown: Sequence[str], texts: Texts) -> dict[str, Any]:
    """The whole document, JSON-able. Rights are not in it: they are weighed at every request."""
    licence = record.licence
    return {
        "uuid": str(record.uuid),
        "kind": record.kind,
        "languages": list(shown),
        "texts": texts,
        "machine": machine_made(record._meta.label_lower, record.pk, texts),
        "keywords": keywords_of(record),
        "creator": record.creator,
        "credit_line": record.credit_line,
        "taken_at": record.taken_at.isoformat() if record.taken_at else None,
        "location": [record.latitude, record.longitude]
        if record.publish_location and record.latitude is not None and record.longitude is not None
        else None,
        "digital_source_type": record.digital_source_type,
        "shows_people": record.shows_people,
        "releases": {
            "model": record.model_release,
            "model_ids": releases.ids_in(record.model_release_ids),
            "property": record.property_release,
            "property_ids": releases.ids_in(record.property_release_ids),
            "minor_age": record.minor_age,
        },
        **record.measures,
        "extension": record.extension,
        "province": _province(record.province),
        "historic_province": _province(record.historic_province) if record.historic_province else None,
        "sectors": [{"slug": sector.slug, "names": texts_of(sector, "name")} for sector in record.sectors.all()],
        "licence": licence
        and {
            "code": licence.code,
            "url": licence.url,
            "names": texts_of(licence, "name"),
            "usage_terms": texts_of(licence, "usage_terms"),
            "attributions": texts_of(licence, "attribution"),
            "uses": licence.uses,
            "duties": licence.duties,
            "territory": licence.territory.split(),
            "allows_download": licence.allows_download,
            "allows_redistribution": licence.allows_redistribution,
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
        **releases.outgoing(body.get("releases", {})),
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


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The file that leaves, in private storage, and the packet that says what the approved texts say."""

    kept: Kept
    packet: bytes
    signed_by: str = ""
    signed_from: str = ""


def _finished(record: LibraryRecord, body: Mapping[str, Any]) -> _Outcome:
    """Metadata first, signature last."""
    extension = body["extension"]
    with record.file.storage.open(record.file.name, "rb") as original:
        seal = seal_for(record, original, extension, body["digital_source_type"])
        if record.has_pixels:
            made = make_deliverable(original.read(), body)
            kept, xmp = keep_bytes(made.data, extension, seal), made.packet
        else:
            xmp = packet(outgoing_metadata(body))
            kept = keep_prepared(original, record.file.name, extension, xmp, seal)
    return _Outcome(kept, xmp, seal.signed_by, seal.signed_from) if seal else _Outcome(kept, xmp)


def build_document(record: LibraryRecord, shown: Sequence[str], texts: Texts | None = None) -> PublishedDocument:
    """Build or rebuild the published document of an asset and the file that leaves with it."""
    body = document_body(record, shown, texts if texts is not None else approved_texts(record, shown))
    made = _finished(record, body)
    document, _created = PublishedDocument.objects.update_or_create(
        asset_id=record.pk,
        defaults={
            "body": body,
            "packet_digest": hashlib.sha256(made.packet).hexdigest(),
            "deliverable": made.kept.name,
            "sha256": made.kept.sha256,
            "bytes": made.kept.bytes,
            "crc32": made.kept.crc32,
            "signed_by": made.signed_by,
            "signed_from": made.signed_from,
        },
    )
    _index(document)
    return document


def _index(document: PublishedDocument) -> None:
    from media_library import search

    search.put(document)
