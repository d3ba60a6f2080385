"""The one decision: may this audience use this asset for this purpose at this time?

`decide` is pure Python over plain values; `allowed` is its SQL twin for lists. A property test holds the
two together. Pages, gate, feeds, API, ZIP, search and sitemap all ask here; nobody decides alone.
"""

from media_library.rights.audience import PUBLIC as PUBLIC_AUDIENCE
from media_library.rights.audience import Audience, AudienceKind
from media_library.rights.decision import Decision, Purpose, Reason, decide, known
from media_library.rights.facts import AssetFacts, ConsentFacts, LicenceFacts

__all__ = [
    "PUBLIC_AUDIENCE",
    "AssetFacts",
    "Audience",
    "AudienceKind",
    "ConsentFacts",
    "Decision",
    "LicenceFacts",
    "Purpose",
    "Reason",
    "decide",
    "known",
]
