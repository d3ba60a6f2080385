"""A small world for the leak test: an asset in every state, used wherever an asset can be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from cms.site_setup import ensure_site
from locales.text_status.models import TextComment, TextItem
from media_library import consents, problems
from media_library.consent_documents import check as check_document
from media_library.models import (
    Arrival,
    BatchEdit,
    BatchItem,
    Consent,
    Lightbox,
    LightboxItem,
    Photo,
    ProblemKind,
    Resemblance,
    SavedSearch,
    UploadBatch,
)
from media_library.renditions.presets import PRESETS
from media_library.rights import PUBLIC_AUDIENCE, Audience, Purpose
from media_library.services import withdraw
from media_library.uploads.services import Announced, begin
from press import answer_links
from press.alerts import services as alerts
from press.models import (
    DeadLetter,
    Holiday,
    Kit,
    KitContact,
    KitGrant,
    KitItem,
    Member,
    NoticeDelivery,
    Organisation,
    Pickup,
    PickupMatch,
    Recall,
    Receipt,
    ReplyTemplate,
    RequestAttachment,
    ShareLink,
    SignInLink,
    TermsVersion,
    Way,
    WebhookEndpoint,
    WorkingHours,
)
from press.registration import links
from press.registration import services as registration
from press.requests import services as requests
from press.services import kits, members, partners, share_links, sign_in_links, terms, tokens
from press.share_tickets import Ticket
from press.webhooks import endpoints
from press.webhooks.delivering import write_down
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from press.webhooks.sending import Outcome
from promotion.models import (
    BrandPage,
    CampaignPage,
    ContactMessage,
    IssueStory,
    NewsletterIssue,
    ProvincePage,
    StoryPage,
    Subscriber,
)
from promotion.newsletter import subscribing
from promotion.seo.sitemaps import SECTIONS
from provinces.models import ContentElement, Province
from provinces.teams import Role
from tests.media_library import factories

SINGLE_SIGN_ON = {
    "name": "example",
    "label": "Example",
    "issuer": "http://127.0.0.1:9",  # nobody listens there
    "client_id": "x",
    "client_secret": "x",
    "organisation": None,
}
FORMER_ADDRESS = "the-former-kit"
DRAFTED = "xkkitdraftvj"
"""Stands in the draft of the published kit, which is for its press officers in the admin alone."""
LANGUAGES = ("vi", "en")


def word(state: str) -> str:
    """What one would search for to find the asset in this state: it stands in all its texts."""
    return "lo" + state.replace("_", "") + "zq"


def secret(state: str) -> str:
    """Beside that word in every text, and asked for nowhere: who reads it has read the asset."""
    return "xk" + state.replace("_", "") + "vj"


@dataclass(frozen=True, slots=True)
class Seen:
    address: str
    status: int
    kind: str
    body: bytes


@dataclass
class Watcher:
    """Somebody who looks: a client, and what the decision takes them for."""

    name: str
    client: Client
    audience: Audience
    staff: bool = False
    token: str = ""
    lists: dict[str, Seen] = field(default_factory=dict)
    """What lists and feeds answered before."""

    def get(self, address: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.get(address, headers=headers)

    def look(self, address: str) -> Seen:
        response = self.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return Seen(address, response.status_code, response.headers.get("Content-Type", ""), body)

    def look_once(self, address: str) -> Seen:
        """For what is the same whichever asset is asked about, in tests that change nothing."""
        if address not in self.lists:
            self.lists[address] = self.look(address)
        return self.lists[address]


@dataclass
class World:
    photos: dict[str, Photo]
    watchers: dict[str, Watcher]
    kit: Kit
    story: StoryPage
    consent: Consent
    values: dict[str, list[Any]] = field(default_factory=dict)
    letters: dict[str, list[Any]] = field(default_factory=dict)
    """Links as they stand in mails, like `values`: whoever has one is whom it was mailed to."""
    decisions: dict[tuple[str, str, Purpose], bool] = field(default_factory=dict)
    """What was asked of the decision before: the world stands still while it is looked at."""


def photo_in(state: str) -> Photo:
    said = f"{word(state)} {secret(state)}"
    texts = {
        f"{name}_{code}": f"{said} {name} {code}"
        for name in ("title", "caption", "alt_text", "place")
        for code in LANGUAGES
    }
    return factories.in_state(state, keywords=said, creator=said, credit_line=said, **texts)


def organisation(name: str, country: str) -> tuple[Organisation, str]:
    """A verified organisation that accepted the terms, and its token."""
    found = Organisation.objects.create(name=name, country=country, contact_email=f"desk@{country.lower()}.example")
    partners.verify(found, actor=None)
    version, _new = TermsVersion.objects.get_or_create(
        number=1, defaults={"title_vi": "Điều khoản", "body_vi": "Ghi nguồn.", "published_at": timezone.now()}
    )
    terms.accept(found, version)
    _token, secret = tokens.issue(found, "desk")
    return found, secret


def build() -> World:
    homes = ensure_site(LANGUAGES)
    owner = factories.province("22")
    photos = {state: photo_in(state) for state in factories.STATES}
    story = _pages(homes, owner, photos)
    granted, granted_token = organisation("Granted", "LA")
    _stranger, stranger_token = organisation("Stranger", "JP")
    kit = _kit(owner, photos, granted)
    _recall(granted)
    _resemblances(photos)
    reports = _reports(photos)
    watchers = [
        Watcher("nobody", Client(raise_request_exception=False), PUBLIC_AUDIENCE),
        Watcher(
            "partner without grant", Client(raise_request_exception=False), _partner(_stranger), token=stranger_token
        ),
        Watcher("partner with grant", Client(raise_request_exception=False), _partner(granted), token=granted_token),
        _member(granted),
        _editor("neighbour", factories.province("01")),
        _editor("own editor", owner),
    ]
    consent = _consent(owner)
    world = World(photos, {watcher.name: watcher for watcher in watchers}, kit, story, consent)
    world.values = _values(world) | {f"problems:{view}.pk": reports for view in REPORT_VIEWS}
    world.values |= _of_newsrooms(photos, granted, owner, kit)
    world.values |= _uploads(photos, factories.user("own.editor"), factories.user("neighbour"))
    planned = _batch_edits(photos, factories.user("own.editor"))
    world.values |= {f"media_library_batch_edit_{view}.pk": planned for view in ("one", "apply", "undo", "discard")}
    return world


PAPER = "xkpapervj"
"""Stands in the one consent of this world, and in its document."""


def _consent(owner: Province) -> Consent:
    """A consent with its paper, which only those who keep the province's consents may open."""
    made = Consent.objects.create(subject=PAPER, province=owner, basis="written")
    paper = SimpleUploadedFile(f"{PAPER}.pdf", f"%PDF-1.7\n{PAPER}\n%%EOF\n".encode())
    consents.keep_document(made, check_document(paper), actor=None)
    return made


def _partner(of: Organisation) -> Audience:
    return Audience.partner(of.pk, of.country, terms_accepted=True)


def _member(of: Organisation) -> Watcher:
    account = factories.user("correspondent")
    partners.add_member(of, account)
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return Watcher("member of the granted", client, _partner(of))


def _editor(name: str, of: Province) -> Watcher:
    client = Client(raise_request_exception=False)
    client.force_login(factories.user(name.replace(" ", "."), Role.EDITOR, of=of))
    return Watcher(name, client, Audience.staff(frozenset({of.pk})), staff=True)


def _pages(homes: dict[str, Any], owner: Province, photos: dict[str, Photo]) -> StoryPage:
    """A profile, a story and a running campaign in both languages that use every photo."""
    body = [("picture", {"photo": photo, "caption": ""}) for photo in photos.values()]
    stories: dict[str, StoryPage] = {}
    for code, home in homes.items():
        profile = home.add_child(
            instance=ProvincePage(
                title="Quảng Ninh",
                slug=f"quang-ninh-{code}",
                province=owner,
                locale=home.locale,
                hero=photos["draft"],
            )
        )
        story = StoryPage(title="Bình minh", slug=f"story-{code}", locale=home.locale, hero=photos["embargoed"])
        first = stories.get("vi")
        if first is not None:
            story.translation_key = first.translation_key
        story.body = [(kind, _known_fields(value)) for kind, value in body]
        stories[code] = profile.add_child(instance=story)
        campaign = profile.add_child(instance=_campaign(home, code, photos))
        brand = profile.add_child(instance=_brand(home, code, photos, stories["vi"]))
        for page in (profile, story, campaign, brand):
            page.save_revision().publish()
    return stories["vi"]


def _brand(home: Any, code: str, photos: dict[str, Photo], story: StoryPage) -> BrandPage:
    """Offers every photo as a logo and its file, and proves its pillar with a story that uses them all."""
    logos = [
        {"type": "logo", "value": {"name": "Logo", "photo": photo.pk, "ground": "light", "use": "",
                                   "files": [{"type": "photo", "value": photo.pk}]}}
        for photo in photos.values()
    ]  # fmt: skip
    element = ContentElement.objects.first()
    pillar = {"title": "Pillar", "text": "…", "element": element.pk if element else None, "proofs": [], "photo": None,
              "stories": [{"type": "item", "value": story.pk, "id": "a"}]}  # fmt: skip
    return BrandPage(
        title="Brand",
        slug=f"brand-{code}",
        locale=home.locale,
        promise="A promise.",
        pillars=[{"type": "pillar", "value": pillar}],
        palette=[{"type": "colour", "value": {"name": "Green", "hex": "#00604F", "use": "", "print_values": ""}}],
        logos=logos,
    )


def _campaign(home: Any, code: str, photos: dict[str, Photo]) -> CampaignPage:
    """Running now, so that it stands on the home page too; its pictures are all there are."""
    now, today = timezone.now(), timezone.localdate()
    return CampaignPage(
        title="Mùa đèn",
        slug=f"campaign-{code}",
        locale=home.locale,
        hero=photos["embargoed"],
        first_day=today,
        last_day=today,
        shows_from=now - timedelta(days=1),
        shows_until=now + timedelta(days=1),
        kit="the-kit",
        pictures=[("photo", photo) for photo in photos.values()],
    )


def _known_fields(value: dict[str, Any]) -> dict[str, Any]:
    """Only what the picture block really has: its picture, whatever the field is called."""
    from promotion.blocks.pictures import PictureBlock

    names = PictureBlock().child_blocks
    picture = next(name for name in names if name in ("photo", "picture", "image"))
    return {picture: value["photo"]}


def _kit(owner: Province, photos: dict[str, Photo], granted: Organisation) -> Kit:
    kit = Kit(slug=FORMER_ADDRESS, province=owner, title_vi="Bộ tài liệu", title_en="The kit")
    kit.save()
    for number, photo in enumerate(photos.values()):
        KitItem.objects.create(kit=kit, asset_id=photo.pk, sort_order=number)
    KitGrant.objects.create(kit=kit, organisation=granted, may_see_under_embargo=True)
    kits.publish(kit, actor=None)
    kit = Kit.objects.get(pk=kit.pk)
    kit.slug = "the-kit"
    kit.title_vi = kit.title_en = kit.summary_vi = kit.summary_en = kit.quotes_en = kit.contact = DRAFTED
    kit.save()
    KitContact.objects.create(kit=kit, name=DRAFTED)
    return Kit.objects.get(pk=kit.pk)


def _share(world: World) -> dict[str, list[Any]]:
    """A link to what everybody may see: whoever has it gets no more of the kit than that."""
    link, secret = shared(world.kit, asset_ids=[world.photos["approved"].pk])
    return {
        "press:share.secret": [secret, "shr_unknown"],
        "share:kit.ticket": [Ticket(link.pk).sealed()],
        "share:media.ticket": [Ticket(link.pk).sealed()],
        "share:media.file": ["original", "small.webp", "press-wire.jpg"],
        "kits:share.pk": [world.kit.pk],
    }


def shared(kit: Kit, **values: Any) -> tuple[ShareLink, str]:
    """A link for a guest who has accepted the terms, and its secret."""
    guest = share_links.make_guest(
        name=f"Guest {ShareLink.objects.count()}", country="LA", email="guest@la.example", language="en", actor=None
    )
    terms.accept(guest, TermsVersion.objects.get())
    return share_links.make(kit, guest, name="Supplement", actor=None, **values)


def _uploads(photos: dict[str, Photo], own: Any, neighbour: Any) -> dict[str, list[Any]]:
    """Everything was brought in by the own editor, and again by the neighbours, who are told "there already"."""
    batches, sent = [], []
    for owner, code, outcome in ((own, "22", "accepted"), (neighbour, "01", "duplicate")):
        batch = UploadBatch.objects.create(owner=owner, province=factories.province(code))
        upload = begin(batch, Announced(f"{outcome}.zip", 10))
        for number, (state, photo) in enumerate(photos.items()):
            name = f"{word(state)} {secret(state)}.jpg" if owner == own else f"{number}.jpg"
            Arrival.objects.create(
                batch=batch, upload=upload, number=number, path=name, outcome=outcome, asset_id=photo.pk
            )
        batches.append(batch.uuid)
        sent.append(upload.uuid)
    return {"media_library_batch.uuid": batches, "media_library_tus_file.uuid": sent}


def _batch_edits(photos: dict[str, Photo], owner: Any) -> list[int]:
    """The own editor is about to change every photo: what stands in the plan is as secret as the photo."""
    batch = BatchEdit.objects.create(owner=owner, words=" ".join(secret(state) for state in photos))
    for state, photo in photos.items():
        changes = {"caption_vi": [f"{word(state)} {secret(state)}", secret(state)]}
        BatchItem.objects.create(batch=batch, photo=photo, changes=changes, seen_revision=photo.latest_revision_id)
    return [batch.pk]


REPORT_VIEWS = ("edit", "delete", "history", "usage", "copy", "preview_on_edit", "history_results")


def _reports(photos: dict[str, Photo]) -> list[int]:
    """Readers wrote about every photo, and what they wrote is as secret as the photo."""
    kind = ProblemKind.FACTS
    return [
        problems.report(photo, kind=kind, words=f"{word(state)} {secret(state)}", email="", language="en").pk
        for state, photo in photos.items()
    ]


def _comments(photos: dict[str, Photo]) -> list[TextComment]:
    """A reviewer remarked on the text of every photo."""
    items = {item.key: item for item in TextItem.objects.filter(kind="photo")}
    return [
        TextComment.objects.create(
            item=items[str(photo.pk)], language="en", field="caption", words=f"{word(state)} {secret(state)}"
        )
        for state, photo in photos.items()
    ]


def _resemblances(photos: dict[str, Photo]) -> None:
    """Every photo looks like a draft of the neighbours and like the newest of the province's own."""
    theirs = factories.draft(of=factories.province("01"))
    newest = max(photos.values(), key=lambda photo: photo.pk)
    for photo in photos.values():
        Resemblance.objects.create(photo=theirs, other=photo, distance=4)
        if photo.pk != newest.pk:
            Resemblance.objects.create(photo=newest, other=photo, distance=4)


def _values(world: World) -> dict[str, list[Any]]:
    """Values for the parameters of addresses; `name.parameter` counts before `parameter`."""
    photos = list(world.photos.values())
    recalls = list(Recall.objects.values_list("pk", flat=True))
    partners = list(Organisation.objects.values_list("pk", flat=True))
    pks = [photo.pk for photo in photos]
    revisions = [photo.latest_revision_id for photo in photos]
    task_states = list(TaskState.objects.values_list("pk", flat=True))
    workflow_states = list(WorkflowState.objects.values_list("pk", flat=True))
    pages = list(Page.objects.filter(depth__gt=1).values_list("pk", flat=True))
    some_page = [world.story.pk]
    comments = _comments(world.photos)
    items = [comment.item_id for comment in comments]
    return {
        **{f"locales_{view}.pk": items for view in ("item", "small_change", "publish", "resolve", "text", "text_save")},
        **{f"locales_{view}.code": ["vi", "en"] for view in ("needs", "text", "text_save")},
        "comment": [comment.pk for comment in comments],
        "language": list(LANGUAGES),
        "uuid": [photo.uuid for photo in photos],
        **_share(world),
        "api:get_kit.uuid": [world.kit.uuid],
        "api:download_kit.uuid": [world.kit.uuid],
        "file": [*(f"{preset}.webp" for preset in PRESETS), "large.jpg", "press-wire.jpg"],
        "region": ["full", "0,0,512,512"],
        "size": ["max", "200,"],
        "rotation": ["0"],
        "iiif:image.file": ["default.jpg", "gray.png"],
        "slug": [world.kit.slug, FORMER_ADDRESS],
        "press:answer.key": ["1-1~forged", *(f"{pk}-{partners[0]}~x" for pk in recalls)],
        **{f"press_recall{act}.pk": recalls or [1] for act in ("", "_arrange", "_close", "_answer", "_report")},
        "press_recall_answer.organisation": partners[:1],
        "press_recall_report.form": ["pdf", "csv"],
        "promotion:fact-sheet.slug": ["quang-ninh", "cao-bang"],
        "promotion:palette.key": list(BrandPage.objects.values_list("translation_key", flat=True)),
        "promotion:palette.form": ["css", "ase"],
        "promotion_framework_element.pk": list(ContentElement.objects.values_list("pk", flat=True))[:1],
        "code": ["22", "01"],
        "section": list(SECTIONS),
        "_0": ["", *_paths()],
        "uidb64": ["MQ"],
        "press:login-by-link.key": [_sign_in_key()],
        "name": ["example"],
        "token": ["set-password"],
        "pk": pks,
        **_webhooks(world.kit.grants.get().organisation),
        "media_library_consent_document.pk": [world.consent.pk],
        **{f"consents:{view}.pk": [world.consent.pk] for view in ("edit", "delete", "history", "usage")},
        "media_library_revoke_consent.pk": [world.consent.pk],
        "image_id": pks,
        "media:admin-rendition.pk": [photo.get_rendition("max-165x165").pk for photo in photos],
        "page_id": pages,
        "parent_page_id": some_page,
        "page_to_move_id": some_page,
        "page_pk": some_page,
        "destination_id": some_page,
        "wagtailadmin_explore.parent_page_id": pages,
        "resemblance_id": list(Resemblance.objects.values_list("pk", flat=True)),
        "revision_id": revisions,
        "revision_id_a": [*revisions, "earliest", "live"],
        "revision_id_b": ["latest", "live"],
        "task_state_id": task_states,
        "workflow_state_id": workflow_states,
        "task_id": [1],
        "workflow_pk": [1],
        "app_label": ["media_library"],
        "app_name": ["media_library"],
        "content_type_app_name": ["promotion"],
        "content_type_model_name": ["storypage"],
        "model_name": ["photo", "asset"],
        "object_id": pks,
        "kind_key": ["media_library.photo", "page", "press.kit"],
        "action_name": ["approve", "reject"],
        "action": ["delete", "publish", "unpublish"],
        "uploaded_file_id": [1],
        "session_id": ["x"],
        "document_id": [1],
        "doc_id": [1],
        "redirect_id": [1],
        "collection_id": [1],
        "page_view_restriction_id": [1],
        "filter_spec": ["max-100x100"],
        "province_slug": ["quang-ninh", "cao-bang"],
        "lightbox_id": [_lightbox(photos)],
        "search_id": [_search(photos)],
        **_of_readers(world.story),
        **_of_partners(world),
    }


def _sign_in_key() -> str:
    """Of a link that was mailed to somebody: looking at it doesn't use it up."""
    key = sign_in_links.issue(Member.objects.get(user__username="correspondent"))
    SignInLink.objects.update(expires_at=timezone.now() + timedelta(days=1))
    return key


VIEWS = ("edit", "delete", "history", "usage", "copy", "preview_on_edit", "history_results", "look")


def _of_readers(story: StoryPage) -> dict[str, list[Any]]:
    """A message, a newsletter of the story that uses every photo, somebody who gets it and somebody who asked to."""
    message = ContactMessage.objects.create(province=story.province, topic="other", words="Is it true?", language="en")
    issue = NewsletterIssue.objects.create(province=story.province, language="vi", subject="Bản tin")
    IssueStory.objects.create(issue=issue, story=story)
    subscriber = Subscriber.objects.create(email="reader@example.org", language="vi")
    wish = subscribing.ask(email="other@example.org", language="vi", provinces=[], sectors=[])
    confirm, stop = subscribing.confirmation_path(wish), subscribing.stop_path(subscriber)
    return {
        **{f"contact:{view}.pk": [message.pk] for view in VIEWS},
        **{f"newsletters:{view}.pk": [issue.pk] for view in VIEWS},
        "promotion:newsletter-confirm.token": [confirm.strip("/").rsplit("/", 1)[1]],
        "promotion:newsletter-stop.token": [stop.strip("/").rsplit("/", 1)[1]],
    }


DESK = "xkdeskvj"
"""Stands in the granted organisation's webhook and in what its system answered: for those who run that system."""


def _webhooks(granted: Organisation) -> dict[str, list[Any]]:
    """The granted organisation's system is told of every change that it may know of, and answers in words."""
    endpoint, _secret = endpoints.add(granted, "https://desk.example/", events=EVENT_TYPES, description=DESK)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(cursor=0)
    fan_out()
    for message in endpoint.messages.all():
        write_down(message, Outcome(500, "status", 5, DESK), timezone.now())
    views = ("webhook", "edit-webhook", "rotate-webhook", "pause-webhook", "resume-webhook", "remove-webhook",
             "test-webhook", "redeliver-webhook")  # fmt: skip
    return {f"press:{view}.pk": [endpoint.pk] for view in views} | {"press_webhooks:one.pk": [endpoint.pk]}


def _recall(holder: Organisation) -> None:
    """Of a picture that the granted organisation took."""
    photo = factories.approved()
    Receipt.objects.create(
        organisation=holder, asset_id=photo.pk, asset_uuid=photo.uuid, variant="original", sha256="0" * 64, bytes=9,
        way=Way.PAGE,
    )  # fmt: skip
    withdraw(photo, reason="Sai chú thích", actor=None)


def _of_partners(world: World) -> dict[str, list[Any]]:
    """An application that officers see with its card, one that waits for an answer, an invitation, links of each."""
    told = dict.fromkeys(registration.TOLD, "") | {"kind": "newsroom", "country": "FR", "languages": ["en"]}
    told |= {"language": "en", "name": PAPER, "applicant_name": PAPER}
    paper = SimpleUploadedFile("card.pdf", f"%PDF-1.7\n{PAPER}\n%%EOF\n".encode())
    made = registration.receive(email="a@example.org", told=told, provinces=[], card=check_document(paper))
    fresh = registration.receive(email="b@example.org", told=told, provinces=[], card=None)
    assert made and fresh
    registration.confirm(made)
    registration.ask_back(made, PAPER, actor=None)
    member = Member.objects.get()
    invitation = member.organisation.invitations.create(
        email="c@example.org", full_name=PAPER, role="correspondent", expires_at=timezone.now() + timedelta(days=1)
    )
    chosen = alerts.Chosen([], [], [], [], "en", "daily", 8, "UTC")
    alerts.choose(member, chosen)
    entry = made.thread.get(act="asked")
    world.letters = {
        "press:register-answer.token": [links.answer_path(entry).strip("/").rsplit("/", 1)[1]],
        "press:invitation.token": [members.invitation_path(invitation).strip("/").rsplit("/", 1)[1]],
        "press:answer.key": [
            answer_links.sign(delivery.notice.recall, delivery.organisation)
            for delivery in NoticeDelivery.objects.select_related("notice__recall", "organisation")
        ],
    }
    # They are tried with one letter less, where they give nothing away.
    return {
        "press_applications:one.pk": [made.pk],
        "press_applications:card.pk": [made.pk],
        "press:register-confirm.token": [links.confirm_path(fresh).strip("/").rsplit("/", 1)[1]],
        "press:register-answer.token": [links.answer_path(entry).strip("/").rsplit("/", 1)[1][:-1]],
        "press:invitation.token": [members.invitation_path(invitation).strip("/").rsplit("/", 1)[1][:-1]],
        "press:alerts-stop.token": [alerts.stop_path(member).strip("/").rsplit("/", 1)[1]],
    }


def _of_newsrooms(photos: dict[str, Photo], granted: Organisation, owner: Province, kit: Kit) -> dict[str, list[Any]]:
    """A request with a note that only officers read, a publication that shows every photo, and a mail gone astray."""
    asker = Member.objects.get(organisation=granted)
    asked = requests.ask(
        asker, provinces=[owner], kind="filming", subject="Dawn", text="May we?", country="LA", language="en",
        zone="Asia/Vientiane",
    )  # fmt: skip
    said = " ".join(f"{word(state)} {secret(state)}" for state in photos)
    note = requests.note(asked, f"{said} {PAPER}", actor=factories.user("officer", Role.PRESS_OFFICER, of=owner))
    inner = RequestAttachment.objects.create(
        message=note, file=ContentFile(PAPER.encode(), "note.pdf"), name=PAPER, media_type="application/pdf", bytes=9
    )
    pickup = Pickup.objects.create(
        province=owner, organisation=granted, member=asker, outlet="Journal", title="Dawn", country="LA",
        language="en", published_on=timezone.localdate(), kit=kit, file=ContentFile(PAPER.encode(), "page.pdf"),
        file_name="page.pdf", media_type="application/pdf", looked_at=timezone.now(),
    )  # fmt: skip
    for photo in photos.values():
        PickupMatch.objects.create(pickup=pickup, asset_id=photo.pk, way="whole", distance=1)
    letter = DeadLetter.objects.create(
        reason="no such request", subject=PAPER, bytes=9, sha256="0", file=ContentFile(PAPER.encode(), "x.eml")
    )
    template = ReplyTemplate.objects.create(name="Thanks", body_vi="Cảm ơn {name}")
    hours, day = WorkingHours.objects.get(province=None).pk, Holiday.objects.order_by("pk")[0].pk
    shared = {"press_templates": template.pk, "press_hours": hours, "press_holidays": day}
    return {
        **{f"press:{name}.uuid": [asked.uuid] for name in ("request", "close-request", "request-file")},
        "press:request-file.pk": [inner.pk],
        "press_request.pk": [asked.pk],
        "press_request_file.pk": [inner.pk],
        "press_dead_letter.pk": [letter.pk],
        "press_pickup.pk": [pickup.pk],
        "press_pickup_file.pk": [pickup.pk],
        **{f"{name}:{view}.pk": [pk] for name, pk in shared.items() for view in VIEWS},
    }


def _lightbox(photos: list[Photo]) -> int:
    """With every picture in it, shared with the team of their province."""
    said = f"{word('draft')} {secret('draft')}"
    owner = factories.user("own.editor", Role.EDITOR)
    box = Lightbox.objects.create(title=said, note=said, province=photos[0].province, owner=owner, is_shared=True)
    for place, photo in enumerate(photos):
        LightboxItem.objects.create(lightbox=box, asset_id=photo.pk, place=place, note=said)
    return box.pk


def _search(photos: list[Photo]) -> int:
    said = f"{word('draft')} {secret('draft')}"
    owner = factories.user("own.editor", Role.EDITOR)
    return SavedSearch.objects.create(user=owner, name=said, query="view=drafts", province=photos[0].province).pk


def _paths() -> list[str]:
    """Addresses of all pages below their language."""
    found = []
    for page in Page.objects.filter(depth__gt=2):
        found.append("/".join(page.url_path.strip("/").split("/")[1:]) + "/")
    return sorted(set(found))
