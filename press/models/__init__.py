from press.models.address import KitAddress
from press.models.application import Application, ApplicationState, ThreadAct, ThreadEntry
from press.models.followed_search import FollowedSearch
from press.models.interests import Interests, Told, When
from press.models.invitation import Invitation
from press.models.kit import Kit, KitAudience, KitContact, KitGrant, KitItem, KitState
from press.models.ledger import Receipt, Way
from press.models.letter import Letter, LetterKind
from press.models.manifest_key import ManifestKey
from press.models.notice import Answer, AnswerMeans, Notice, NoticeDelivery, NoticeKind
from press.models.organisation import Member, MemberRole, Organisation, OrganisationKind, OrganisationState
from press.models.pickup import Credit, MatchWay, Pickup, PickupMatch, PickupState
from press.models.recall import Recall, Reminder, ReminderStep
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
from press.models.second_factor import RecoveryCode, SecondFactor
from press.models.share_link import ShareDownload, ShareLink, ShareLinkState
from press.models.sign_in import SignIn, SignInLink, SignInWay, SingleSignOn
from press.models.terms import TermsAcceptance, TermsVersion
from press.models.token import AccessToken
from press.models.version import KitVersion, PreparedCopy, PublishedItem
from press.models.webhook import (
    EndpointState,
    MessageState,
    PauseReason,
    Trouble,
    WebhookAttempt,
    WebhookEndpoint,
    WebhookMessage,
)
from press.models.working_time import DayKind, Holiday, WorkingHours

__all__ = [
    "AccessToken",
    "Answer",
    "AnswerMeans",
    "Application",
    "ApplicationState",
    "Credit",
    "DayKind",
    "DeadLetter",
    "EndpointState",
    "FollowedSearch",
    "Holiday",
    "Interests",
    "Invitation",
    "Kit",
    "KitAddress",
    "KitAudience",
    "KitContact",
    "KitGrant",
    "KitItem",
    "KitState",
    "KitVersion",
    "Letter",
    "LetterKind",
    "MailPurpose",
    "ManifestKey",
    "MatchWay",
    "Member",
    "MemberRole",
    "MessageState",
    "Notice",
    "NoticeDelivery",
    "NoticeKind",
    "Organisation",
    "OrganisationKind",
    "OrganisationState",
    "PauseReason",
    "Pickup",
    "PickupMatch",
    "PickupState",
    "PreparedCopy",
    "PressRequest",
    "PublishedItem",
    "Recall",
    "Receipt",
    "RecoveryCode",
    "Reminder",
    "ReminderStep",
    "ReplyTemplate",
    "RequestAttachment",
    "RequestKind",
    "RequestMail",
    "RequestMessage",
    "RequestState",
    "RequestStep",
    "SecondFactor",
    "ShareDownload",
    "ShareLink",
    "ShareLinkState",
    "SignIn",
    "SignInLink",
    "SignInWay",
    "SingleSignOn",
    "TermsAcceptance",
    "TermsVersion",
    "ThreadAct",
    "ThreadEntry",
    "Told",
    "Trouble",
    "Voice",
    "Way",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookMessage",
    "When",
    "WorkingHours",
]
