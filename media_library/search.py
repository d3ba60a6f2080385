"""The folded search document of an asset: approved texts in all languages, titles first."""

from __future__ import annotations

from locales.search.index import FoldedIndex
from media_library.models import PublishedDocument
from provinces.models import Province
from provinces.selectors import names_for_search

ASSET_INDEX = FoldedIndex("asset_search")


def put(document: PublishedDocument) -> None:
    """Index what was approved; what the reader may see of the hits is decided at every search."""
    body = document.body
    texts = body["texts"]
    province = Province.objects.get(pk=body["province"]["id"])
    names = list(names_for_search(province))
    if body["historic_province"]:
        names += body["historic_province"]["names"].values()
    sectors = [name for sector in body["sectors"] for name in sector["names"].values()]
    fields = [
        *((text, "A") for text in texts["title"].values()),
        *((text, "B") for text in texts["caption"].values()),
        *((word, "B") for word in body["keywords"]),
        *((text, "C") for text in texts["alt_text"].values()),
        *((text, "C") for text in texts["place"].values()),
        *((name, "C") for name in names),
        *((name, "D") for name in sectors),
        (body["creator"], "D"),
    ]
    ASSET_INDEX.put(document.pk, [(text, weight) for text, weight in fields if text])
