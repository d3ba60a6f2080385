from media_library.models.asset import Asset, AssetKind, DigitalSourceType
from media_library.models.batch import AT_WORK, BatchEdit, BatchItem, BatchState
from media_library.models.change import Change, ChangeEvent
from media_library.models.consent import Consent, ConsentBasis, ConsentPerson
from media_library.models.expiry import ExpiringSubject, ExpiryWarning, OfferClock, OfferState
from media_library.models.kinds import KINDS, Document, Graphic, Video, locked_record, record_of, records_by_id
from media_library.models.library_record import LibraryRecord
from media_library.models.licence import DataMining, Licence, LicenceAudience
from media_library.models.lightbox import Lightbox, LightboxItem
from media_library.models.likeness import PerceptualHash, Resemblance, ResemblanceState
from media_library.models.photo import Photo, Rendition
from media_library.models.problem import ProblemKind, ProblemReport
from media_library.models.published import PublishedDocument
from media_library.models.replacement import Replacement
from media_library.models.saved_search import SavedSearch
from media_library.models.staff_token import RepeatedRequest, StaffToken
from media_library.models.upload import Arrival, ArrivalOutcome, Upload, UploadBatch, UploadPart, UploadState, WayIn

__all__ = [
    "AT_WORK",
    "KINDS",
    "Arrival",
    "ArrivalOutcome",
    "Asset",
    "AssetKind",
    "BatchEdit",
    "BatchItem",
    "BatchState",
    "Change",
    "ChangeEvent",
    "Consent",
    "ConsentBasis",
    "ConsentPerson",
    "DataMining",
    "DigitalSourceType",
    "Document",
    "ExpiringSubject",
    "ExpiryWarning",
    "Graphic",
    "LibraryRecord",
    "Licence",
    "LicenceAudience",
    "Lightbox",
    "LightboxItem",
    "OfferClock",
    "OfferState",
    "PerceptualHash",
    "Photo",
    "ProblemKind",
    "ProblemReport",
    "PublishedDocument",
    "Rendition",
    "RepeatedRequest",
    "Replacement",
    "Resemblance",
    "ResemblanceState",
    "SavedSearch",
    "StaffToken",
    "Upload",
    "UploadBatch",
    "UploadPart",
    "UploadState",
    "Video",
    "WayIn",
    "locked_record",
    "record_of",
    "records_by_id",
]
