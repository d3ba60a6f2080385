"""The table of work views: each is a question that an editor asks of the library every day.

Adding one is adding one entry, see `docs/how-to/add-a-work-list.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from locales.registry import LANGUAGES, enabled_codes
from media_library.models import AssetKind, LibraryRecord, Photo
from media_library.worklists import conditions as are
from media_library.worklists.conditions import LOOKED_AT, Viewer
from provinces.teams import Role, province_ids_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Group(StrEnum):
    """Headings over the views, in the order of the list."""

    WAITING = "waiting"
    MISSING = "missing"
    LANGUAGES = "languages"
    ENDING = "ending"
    USE = "use"
    MINE = "mine"


GROUP_WORDS: dict[Group, StrOrPromise] = {
    Group.WAITING: _("Waiting"),
    Group.MISSING: _("Missing"),
    Group.LANGUAGES: _("Text missing or outdated"),
    Group.ENDING: _("Running out"),
    Group.USE: _("Where it is used"),
    Group.MINE: _("More"),
}


def _everybody(user: Any) -> bool:
    return True


def _approvers(user: Any) -> bool:
    return bool(user.is_superuser or province_ids_of(user, Role.APPROVER))


def _others(user: Any) -> bool:
    return not _approvers(user)


@dataclass(frozen=True, slots=True)
class WorkView:
    """One view. `slug` stands in addresses and saved searches; `empty` is said when nothing is in it."""

    slug: str
    group: Group
    words: StrOrPromise
    empty: StrOrPromise
    condition: Callable[[Viewer], Q]
    is_for: Callable[[Any], bool] = _everybody
    is_work: bool = True
    """Whether the admin's home page calls for it."""
    kinds: frozenset[AssetKind] = frozenset(AssetKind)
    """The kinds of asset that the question makes sense for."""
    language: str = ""
    """The language whose text the view is about; the list then says what is wrong with it."""


TABLE: tuple[WorkView, ...] = (
    WorkView(
        "to-approve",
        Group.WAITING,
        _("Waiting for my approval"),
        _("Nothing waits for your approval."),
        are.waiting_for_approval,
        is_for=_approvers,
    ),
    WorkView(
        "in-review",
        Group.WAITING,
        _("In review"),
        _("Nothing is in review."),
        are.in_review,
        is_for=_others,
        is_work=False,
    ),
    WorkView(
        "returned",
        Group.WAITING,
        _("Returned to me"),
        _("Nothing was returned to you."),
        are.returned,
    ),
    WorkView(
        "changes-waiting",
        Group.WAITING,
        _("Approved, with changes waiting"),
        _("No approved picture has changes that wait."),
        are.with_changes_waiting,
    ),
    WorkView(
        "alike",
        Group.WAITING,
        _("Look-alikes to decide"),
        _("No look-alikes wait for a decision."),
        are.resembling,
        kinds=frozenset({AssetKind.PHOTO}),
    ),
    WorkView(
        "reported",
        Group.WAITING,
        _("Reported by readers"),
        _("No report of a reader is open."),
        are.reported,
    ),
    WorkView(
        "no-consent",
        Group.MISSING,
        _("Consent"),
        _("Every picture with people who can be recognised has a consent in force."),
        are.without_consent,
    ),
    WorkView(
        "no-licence",
        Group.MISSING,
        _("Licence"),
        _("Every picture has a licence."),
        are.without_licence,
    ),
    WorkView(
        "no-credit",
        Group.MISSING,
        _("Credit line"),
        _("Every picture has a credit line."),
        are.without_credit,
    ),
    WorkView(
        "no-alt-text",
        Group.MISSING,
        _("Alternative text"),
        _("Every picture has an alternative text in Vietnamese."),
        are.without_alt_text,
        kinds=LOOKED_AT,
    ),
    WorkView(
        "licence-over",
        Group.ENDING,
        _("Licence or offer has ended"),
        _("No licence has ended."),
        are.licence_over,
    ),
    WorkView(
        "licence-30",
        Group.ENDING,
        _("Licence ends within 30 days"),
        _("No licence ends within 30 days."),
        are.licence_ends_within(30),
    ),
    WorkView(
        "licence-90",
        Group.ENDING,
        _("Licence ends within 90 days"),
        _("No licence ends within 90 days."),
        are.licence_ends_within(90),
        is_work=False,
    ),
    WorkView(
        "consent-30",
        Group.ENDING,
        _("Consent ends within 30 days"),
        _("No consent ends within 30 days."),
        are.consent_ends_within(30),
    ),
    WorkView(
        "consent-90",
        Group.ENDING,
        _("Consent ends within 90 days"),
        _("No consent ends within 90 days."),
        are.consent_ends_within(90),
        is_work=False,
    ),
    WorkView(
        "never-used",
        Group.USE,
        _("Approved and never used"),
        _("Every approved picture is used somewhere."),
        are.never_used,
        is_work=False,
    ),
    WorkView(
        "used",
        Group.USE,
        _("Used on pages and in kits"),
        _("No picture is used anywhere yet."),
        are.used,
        is_work=False,
    ),
    WorkView(
        "mine",
        Group.MINE,
        _("My uploads"),
        _("You haven't uploaded anything yet."),
        are.uploaded_by_me,
        is_work=False,
    ),
    WorkView(
        "drafts",
        Group.MINE,
        _("Drafts"),
        _("There are no drafts."),
        are.drafts,
        is_work=False,
    ),
    WorkView(
        "withdrawn",
        Group.MINE,
        _("Withdrawn"),
        _("Nothing has been withdrawn."),
        are.withdrawn,
        is_work=False,
    ),
)


def _language_view(code: str) -> WorkView:
    name = LANGUAGES[code].name_native
    return WorkView(
        f"text-{code}",
        Group.LANGUAGES,
        name,
        _("No picture lacks text in this language."),
        are.lacking_language(code),
        is_work=False,
        language=code,
    )


def work_views(user: Any, model: type[LibraryRecord] = Photo) -> tuple[WorkView, ...]:
    """The views of a user in the order of the page: the table's, and one for each language that is switched on.

    For other kinds than photos without those that only pictures can have.
    """
    views = [view for view in TABLE if view.is_for(user) and view.kinds.issuperset({model.KIND})]
    views += [_language_view(code) for code in enabled_codes()]
    order = list(Group)
    return tuple(sorted(views, key=lambda view: order.index(view.group)))


def work_view(user: Any, slug: str, model: type[LibraryRecord] = Photo) -> WorkView | None:
    return next((view for view in work_views(user, model) if view.slug == slug), None)
