from media_library.models.asset import Asset, AssetKind, DigitalSourceType
from media_library.models.change import Change, ChangeEvent
from media_library.models.consent import Consent, ConsentBasis
from media_library.models.licence import DataMining, Licence, LicenceAudience
from media_library.models.photo import Photo, Rendition
from media_library.models.published import PublishedDocument

__all__ = [
    "Asset",
    "AssetKind",
    "Change",
    "ChangeEvent",
    "Consent",
    "ConsentBasis",
    "DataMining",
    "DigitalSourceType",
    "Licence",
    "LicenceAudience",
    "Photo",
    "PublishedDocument",
    "Rendition",
]
