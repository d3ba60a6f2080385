"""Partners, kits and the first lines of the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cms.demo.access import SHARE_LINK, SHARE_PATH, TOKEN, Vault
from cms.demo.people import Team, account
from cms.demo.site import translated
from cms.demo.source import Entry, provinces, shared, stable_id
from locales.registry import column
from media_library.consent_documents import check as check_document
from media_library.models import Asset, Photo
from media_library.rights import Audience
from media_library.services import withdraw
from press.alerts import services as alerts
from press.models import (
    AccessToken,
    Application,
    Kit,
    KitContact,
    KitGrant,
    KitItem,
    Letter,
    Member,
    Notice,
    NoticeDelivery,
    Organisation,
    Recall,
    Receipt,
    Reminder,
    ShareLink,
    TermsAcceptance,
    TermsVersion,
    Way,
)
from press.models.kit import KIT_TEXTS
from press.models.recall import ANSWER_WITHIN
from press.registration import services as registration
from press.services import followed_searches, kits, ledger, partners, recalls, share_links, terms, tokens
from press.tokens import digest_of
from provinces.selectors import province_by_code

EMBARGO_DAYS = 3
EMBARGO_HOUR = 9
"""The kit's embargo ends at this hour in Vietnam."""


def embargo_end() -> datetime:
    """Of the kit that is there, else three days ahead at nine o'clock."""
    told = next(kit for kit in shared()["kits"] if kit.get("embargo"))
    kit = Kit.objects.filter(uuid=stable_id("kit", told["slug"])).first()
    if kit is not None and kit.embargo_until is not None:
        return kit.embargo_until
    day = timezone.localtime() + timedelta(days=EMBARGO_DAYS)
    return day.replace(hour=EMBARGO_HOUR, minute=0, second=0, microsecond=0)


# --- partners -------------------------------------------------------------------------------------------
def ensure_partners(admin: Any) -> dict[str, Organisation]:
    return {told["name"]: _partner(told, admin) for told in shared()["partners"]}


@transaction.atomic
def _partner(told: Entry, admin: Any) -> Organisation:
    values = {key: told[key] for key in ("country", "website", "language", "languages", "contact_name",
                                         "contact_email")}  # fmt: skip
    organisation, new = Organisation.objects.get_or_create(name=told["name"], defaults=values)
    if new:
        partners.verify(organisation, actor=admin)
        organisation.refresh_from_db()
    for person in told["members"]:
        user, _new = account(person["username"], person["name"], email=person["email"])
        if not Member.objects.filter(user=user).exists():
            member = partners.add_member(organisation, user, role=person["role"], actor=admin)
            _choose(member, person)
    if new and told.get("review_in_days"):
        due = timezone.now() + timedelta(days=told["review_in_days"])
        Organisation.objects.filter(pk=organisation.pk).update(review_due_at=due)
    if told.get("accepts_terms"):
        _accept_terms(organisation)
    if told.get("token"):
        ensure_token(organisation, told["token"])
    for narrow in told.get("narrow_tokens", ()):
        _ensure_narrow_token(organisation, narrow)
    return organisation


def _choose(member: Member, person: Entry) -> None:
    """Who manages members, and what a member wants to see first."""
    if person.get("manages"):
        partners.let_manage(member, True, actor=None)
    if wish := person.get("interests"):
        provinces_of = [found for code in wish["provinces"] if (found := province_by_code(code))]
        chosen = {key: wish[key] for key in ("topics", "language", "alerts", "hour", "zone")}
        alerts.choose(member, alerts.Chosen(provinces=provinces_of, sectors=[], languages=[], **chosen))


@transaction.atomic
def ensure_applications(officer: Any) -> int:
    """One that waits for the press office, one that waits for the applicant, one refused; nobody is mailed."""
    for told in shared()["applications"]:
        if Application.objects.filter(email=told["email"]).exists():
            continue
        values = {name: told.get(name, "") for name in registration.TOLD}
        asked_for = [found for code in told["provinces"] if (found := province_by_code(code))]
        card = check_document(ContentFile(PRESS_CARD, "card.pdf")) if told.get("card") else None
        made = registration.receive(email=told["email"], told=values, provinces=asked_for, card=card)
        if made is None:
            continue
        registration.confirm(made)
        if told.get("question"):
            registration.ask_back(made, told["question"], actor=officer)
        if told.get("refusal"):
            registration.refuse(made, told["refusal"], actor=officer)
        came = timezone.now() - timedelta(days=told["days_ago"])
        Application.objects.filter(pk=made.pk).update(created_at=came, confirmed_at=came)
        Application.objects.filter(pk=made.pk, decided_at__isnull=False).update(decided_at=came)
        made.thread.update(at=came)
        Letter.objects.filter(application=made).update(mailed_at=came)
    return Application.objects.count()


PRESS_CARD = b"%PDF-1.4\n% A press card of the demo: nothing is on it.\n%%EOF\n"


def _accept_terms(organisation: Organisation) -> None:
    version = TermsVersion.objects.filter(published_at__lte=timezone.now()).order_by("-number").first()
    member = organisation.members.order_by("pk").first()
    if version is not None and not TermsAcceptance.objects.filter(organisation=organisation).exists():
        terms.accept(organisation, version, member=member)


def ensure_token(organisation: Organisation, name: str) -> None:
    """A token whose secret is known here: a new one where the file with the old one's is gone."""
    vault, kept_as = Vault(), TOKEN.format(organisation.name)
    secret = vault.known.get(kept_as, "")
    if secret and AccessToken.objects.filter(organisation=organisation, digest=digest_of(secret)).exists():
        return
    _token, secret = tokens.issue(organisation, name, member=organisation.members.order_by("pk").first())
    vault.keep(kept_as, secret)


def _ensure_narrow_token(organisation: Organisation, told: Entry) -> None:
    """One that shows what a system may be given; nobody is told its secret."""
    if not organisation.tokens.filter(name=told["name"]).exists():
        member = organisation.members.order_by("pk").first()
        tokens.issue(organisation, told["name"], scopes=told["scopes"], networks=told["networks"], member=member)


# --- kits -----------------------------------------------------------------------------------------------
def ensure_kits(teams: dict[str, Team], organisations: dict[str, Organisation], until: datetime) -> None:
    for told in shared()["kits"]:
        if not Kit.objects.filter(uuid=_kit_id(told)).exists():
            _make_kit(told, teams[told["province"]], organisations, until if told.get("embargo") else None)


def _kit_id(told: Entry) -> UUID:
    return stable_id("kit", told["slug"])


@transaction.atomic
def _make_kit(told: Entry, team: Team, organisations: dict[str, Organisation], until: datetime | None) -> None:
    values: dict[str, Any] = {}
    for field in KIT_TEXTS:
        if field in told:
            values |= translated(field, told[field])
    kit = Kit(uuid=_kit_id(told), slug=told["slug"], province=team.province, contact=told["contact"],
              audience=told["audience"], embargo_until=until, **values)  # fmt: skip
    assets = _assets_of(told)
    kit.cover = Photo.objects.get(uuid=stable_id("photo", told["cover"]))
    kit.save()
    later = told.get("second_version", {})
    kept_back = {stable_id("file", key) for key in later.get("files", [])}
    for order, asset in enumerate(asset for asset in assets if asset.uuid not in kept_back):
        KitItem.objects.create(kit=kit, asset=asset, sort_order=order)
    for order, contact in enumerate(told["contacts"]):
        KitContact.objects.create(kit=kit, sort_order=order, **contact)
    for name in told.get("early", []):
        KitGrant.objects.create(kit=kit, organisation=organisations[name], may_see_under_embargo=True)
    kits.publish(kit, actor=team.press_officer)
    if later:
        _publish_again(kit, later, [asset for asset in assets if asset.uuid in kept_back], team)


def _publish_again(kit: Kit, later: Entry, more: list[Asset], team: Team) -> None:
    """A second version: another fact, more files, and what is said of it."""
    kit.refresh_from_db()
    for code, fact in later["facts"].items():
        name = column("facts", code)
        setattr(kit, name, f"{getattr(kit, name)}\n{fact}")
    kit.save()
    for order, asset in enumerate(more, start=100):
        KitItem.objects.create(kit=kit, asset=asset, sort_order=order)
    kits.publish_changes(kit, actor=team.press_officer, notes=later["note"])


def _assets_of(told: Entry) -> list[Asset]:
    keys = [entry["key"] for province in provinces() for entry in province["pictures"]
            if entry.get("kit") == told["slug"]]  # fmt: skip
    order = [stable_id("photo", key) for key in [*told.get("pictures", []), *keys]]
    order += [stable_id("file", key) for key in told.get("files", [])]
    found = Asset.objects.in_bulk(order, field_name="uuid")
    return [found[uuid] for uuid in dict.fromkeys(order)]


# --- the ledger -----------------------------------------------------------------------------------------
@transaction.atomic
def ensure_receipts(organisations: dict[str, Organisation]) -> int:
    """A few deliveries to the partner that has accepted the terms; returns how many lines the ledger got."""
    told = shared()["deliveries"]
    organisation = organisations[told["organisation"]]
    if Receipt.objects.filter(organisation=organisation).exists():
        return 0
    kit = Kit.objects.get(uuid=stable_id("kit", told["kit"]))
    in_kit = Asset.objects.filter(kit_items__kit=kit)
    singles = Asset.objects.filter(uuid__in=[stable_id("photo", key) for key in told["pictures"]])
    request = _request_of(organisation)
    audience = Audience.partner(organisation.pk, organisation.country, terms_accepted=True)
    written = ledger.record(request, audience, [_file(asset) for asset in in_kit], way=Way.ZIP, kit=kit)
    return written + ledger.record(request, audience, [_file(asset) for asset in singles], way=Way.PAGE)


@transaction.atomic
def ensure_takers(organisations: dict[str, Organisation]) -> int:
    """Those who took what is recalled later on; returns how many lines the ledger got."""
    written = 0
    for told in shared()["recalls"]:
        asset = Asset.objects.get(uuid=stable_id("photo", told["picture"]))
        for name in told["holders"]:
            organisation = organisations[name]
            if asset.withdrawn_at or Receipt.objects.filter(organisation=organisation, asset=asset).exists():
                continue
            audience = Audience.partner(organisation.pk, organisation.country, terms_accepted=True)
            written += ledger.record(_request_of(organisation), audience, [_file(asset)], way=Way.API)
    return written


def _reason_texts(key: str, reason: str) -> dict[str, str]:
    told = next((told for told in shared()["recalls"] if told["picture"] == key), None)
    return {"vi": reason, **told["reason"]} if told else {}


def ensure_recalls(teams: dict[str, Team], organisations: dict[str, Organisation]) -> int:
    """Recalls as they stand after some days: answered, overdue, closed. Returns how many were brought there."""
    done = 0
    for told in shared()["recalls"]:
        recall = Recall.objects.filter(notices__asset__uuid=stable_id("photo", told["picture"])).first()
        if recall is not None and not NoticeDelivery.objects.filter(notice__recall=recall, answer__gt="").exists():
            officer = next(team.press_officer for team in teams.values() if team.province.pk == recall.province_id)
            _bring_on(recall, told, organisations, officer)
            done += 1
    return done


@transaction.atomic
def _bring_on(recall: Recall, told: Entry, organisations: dict[str, Organisation], officer: Any) -> None:
    opened = timezone.now() - timedelta(days=told["opened_days_ago"])
    mine = NoticeDelivery.objects.filter(notice__recall=recall)
    mine.update(mailed_at=opened + timedelta(minutes=1))
    Notice.objects.filter(recall=recall).update(created_at=opened)
    Recall.objects.filter(pk=recall.pk).update(opened_at=opened, due_at=opened + ANSWER_WITHIN)
    recall.refresh_from_db()
    for answer in told["answers"]:
        organisation = organisations[answer["organisation"]]
        words = {"answer": answer["answer"], "address": answer.get("address", ""),
                 "comment": answer.get("comment", "")}  # fmt: skip
        if name := answer.get("telephone"):
            recalls.answer_by_telephone(recall, organisation, actor=officer, name=name, **words)
        else:
            recalls.answer_by_link(recall, organisation, name=organisation.contact_name, **words)
        at = opened + timedelta(hours=answer["hours"])
        mine.filter(organisation=organisation).update(acknowledged_at=at, seen_at=at)
    silent = mine.filter(acknowledged_at__isnull=True).values_list("organisation_id", flat=True).distinct()
    for pk in silent:
        for step, moment in recalls.moments(recall).items():
            if moment <= timezone.now():
                Reminder.objects.create(recall=recall, organisation_id=pk, step=step, mailed_at=moment)
    if "closed_days_ago" in told:
        recalls.close(recall, conclusion=told["conclusion"], actor=officer)
        closed = timezone.now() - timedelta(days=told["closed_days_ago"])
        Recall.objects.filter(pk=recall.pk).update(closed_at=closed)


def _request_of(organisation: Organisation) -> HttpRequest:
    request = HttpRequest()
    request.press_member = organisation.members.order_by("pk").first()  # type: ignore[attr-defined]
    return request


def _file(asset: Asset) -> ledger.DeliveredFile:
    document = asset.published
    return ledger.DeliveredFile(asset.pk, asset.uuid, "original", document.sha256, document.bytes)


def withdraw_some(teams: dict[str, Team]) -> int:
    """Take back what is to be shown as withdrawn: its holders get their notices. Returns how many."""
    pictures = [("photo", name, entry) for province in provinces() for name, entry in _named(province)]
    files = [("file", entry["province"], entry) for entry in shared()["files"]]
    done = 0
    for kind, name, entry in pictures + files:
        if entry.get("state") == "withdrawn":
            asset = Asset.objects.get(uuid=stable_id(kind, entry["key"]))
            if asset.withdrawn_at is None:
                texts = _reason_texts(entry["key"], entry["reason"])
                withdraw(asset, reason=entry["reason"], reason_texts=texts, actor=teams[name].press_officer)
                done += 1
    return done


def _named(province: Entry) -> list[tuple[str, Entry]]:
    return [(province["name"], entry) for entry in province["pictures"]]


# --- share links and saved searches -----------------------------------------------------------------------
def ensure_share_link(teams: dict[str, Team]) -> str:
    """The path of the demo's share link; a new one where the file with the old one's secret is gone."""
    told, vault = shared()["share_link"], Vault()
    secret = vault.known.get(SHARE_LINK, "")
    link = ShareLink.objects.filter(digest=digest_of(secret)).select_related("organisation").first() if secret else None
    if link is None:
        link, secret = _make_share_link(told, teams)
        vault.keep(SHARE_LINK, secret)
    path = f"/{told['language']}/press/s/{secret}/"
    vault.keep(SHARE_PATH, path)
    return path


@transaction.atomic
def _make_share_link(told: Entry, teams: dict[str, Team]) -> tuple[ShareLink, str]:
    kit = Kit.objects.get(uuid=stable_id("kit", told["kit"]))
    actor = next(team.press_officer for team in teams.values() if team.province == kit.province)
    guest = Organisation.objects.filter(name=told["recipient"]).first() or share_links.make_guest(
        name=told["recipient"], country=told["country"], email=told["email"], language=told["language"], actor=actor
    )
    return share_links.make(
        kit, guest, name=told["name"], days=told["days"], download_limit=told["downloads"], actor=actor
    )


def ensure_saved_search(organisations: dict[str, Organisation]) -> None:
    told = shared()["saved_search"]
    member = organisations[told["organisation"]].members.order_by("pk").first()
    if member is not None:
        followed_searches.save(member, told["name"], told["asked"])
