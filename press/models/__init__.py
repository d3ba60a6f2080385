from press.models.address import KitAddress
from press.models.kit import Kit, KitAudience, KitGrant, KitItem, KitState
from press.models.ledger import Receipt, Way
from press.models.manifest_key import ManifestKey
from press.models.notice import Answer, Notice, NoticeDelivery, NoticeKind
from press.models.organisation import Member, MemberRole, Organisation, OrganisationState
from press.models.pickup import Credit, MatchWay, Pickup, PickupMatch, PickupState
from press.models.request import (
    DeadLetter,
    MailPurpose,
    PressRequest,
    ReplyTemplate,
    RequestAttachment,
    RequestKind,
    RequestMail,
    RequestMessage,
    RequestState,
    RequestStep,
    Voice,
)
from press.models.terms import TermsAcceptance, TermsVersion
from press.models.token import AccessToken
from press.models.working_time import DayKind, Holiday, WorkingHours

__all__ = [
    "AccessToken",
    "Answer",
    "Credit",
    "DayKind",
    "DeadLetter",
    "Holiday",
    "Kit",
    "KitAddress",
    "KitAudience",
    "KitGrant",
    "KitItem",
    "KitState",
    "MailPurpose",
    "ManifestKey",
    "MatchWay",
    "Member",
    "MemberRole",
    "Notice",
    "NoticeDelivery",
    "NoticeKind",
    "Organisation",
    "OrganisationState",
    "Pickup",
    "PickupMatch",
    "PickupState",
    "PressRequest",
    "Receipt",
    "ReplyTemplate",
    "RequestAttachment",
    "RequestKind",
    "RequestMail",
    "RequestMessage",
    "RequestState",
    "RequestStep",
    "TermsAcceptance",
    "TermsVersion",
    "Voice",
    "Way",
    "WorkingHours",
]
