"""Pictures that look alike: the list of what waits for a decision, and the two side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.permissions import policy_registry

from media_library.likeness import Verdict, decide, policy
from media_library.models import Photo, Resemblance, ResemblanceState
from media_library.rights.audiences import audience_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 30

VERDICT_WORDS: dict[Verdict, tuple[StrOrPromise, StrOrPromise]] = {
    Verdict.KEEP_EARLIER: (
        gettext_lazy("The same picture: keep the earlier one"),
        gettext_lazy("The new draft is deleted. What was written for it stays in the history of the earlier picture."),
    ),
    Verdict.REPLACE: (
        gettext_lazy("The new one replaces the earlier one"),
        gettext_lazy(
            "The new picture takes over texts and rights. When it is approved, the earlier one is withdrawn and "
            "its holders are told of the better file."
        ),
    ),
    Verdict.KEEP_BOTH: (
        gettext_lazy("Keep both"),
        gettext_lazy("They are different pictures, or both are needed. You won't be asked about them again."),
    ),
}
"""{verdict: what the button says, and what it does}"""

DONE_WORDS: dict[Verdict, StrOrPromise] = {
    Verdict.KEEP_EARLIER: gettext_lazy("The new draft has been deleted, the earlier picture stays."),
    Verdict.REPLACE: gettext_lazy("Noted. The new picture takes the place of the earlier one."),
    Verdict.KEEP_BOTH: gettext_lazy("Both pictures stay."),
}


def may_work_on_photos(user: Any) -> bool:
    return bool(policy_registry.get_by_type(Photo).user_has_permission(user, "change"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All that wait for a decision, the newest first; `?page=`."""
    if not may_work_on_photos(request.user):
        raise PermissionDenied
    waiting = policy.open_for(request).select_related("photo__province", "other__province")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "media_library/resemblances.html", {"page": page, "page_title": _("Pictures that look alike")}
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two pictures, as the page shows it."""

    heading: str
    photo: Photo
    state: str
    has_more_pixels: bool
    edit_url: str


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, resemblance_id: int) -> HttpResponse:
    """Both side by side. POST `verdict`: decides, and goes on to the next that waits."""
    found = policy.seen_by(request).select_related(
        *(f"{side}__{name}" for side in ("photo", "other") for name in ("province", "licence", "uploaded_by_user"))
    )
    resemblance = found.filter(pk=resemblance_id).first()
    if resemblance is None:
        raise Http404
    offered = policy.verdicts(request.user, resemblance.photo, resemblance.other)
    if request.method == "POST":
        return _decided(request, resemblance, offered)
    context = {
        "resemblance": resemblance,
        "is_open": resemblance.state == ResemblanceState.OPEN,
        "sides": _sides(request, resemblance),
        "choices": [(verdict.value, *VERDICT_WORDS[verdict]) for verdict in offered],
        "page_title": _("Is this the same picture?"),
    }
    return render(request, "media_library/resemblance.html", context)


def _decided(request: HttpRequest, resemblance: Resemblance, offered: list[Verdict]) -> HttpResponse:
    asked = request.POST.get("verdict", "")
    if asked not in offered:
        raise PermissionDenied
    verdict = Verdict(asked)
    try:
        decide(resemblance, verdict, actor=request.user)  # type: ignore[arg-type]  # nobody else gets here
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("media_library_resemblance", resemblance.pk)
    messages.success(request, str(DONE_WORDS[verdict]))
    following = policy.open_for(request).values_list("pk", flat=True).first()
    return redirect("media_library_resemblance", following) if following else redirect("media_library_resemblances")


def _sides(request: HttpRequest, resemblance: Resemblance) -> list[Side]:
    from media_library.admin.records import state_of

    earlier, newer = resemblance.other, resemblance.photo
    audience = audience_of(request)
    sides = []
    for heading, photo, beside in ((_("Earlier"), earlier, newer), (_("New"), newer, earlier)):
        more = photo.width * photo.height > beside.width * beside.height
        url = reverse("photos:edit", args=[photo.pk]) if audience.works_in(photo.province_id) else ""
        sides.append(Side(heading, photo, state_of(photo), more, url))
    return sides


def resembling(request: HttpRequest, photo_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """{photo: words and address} of those that resemble a picture this user may see. One query."""
    rows = policy.open_for(request).filter(photo__in=set(photo_ids)).select_related("other").order_by("-distance")
    return {
        row.photo_id: {
            "words": _("It looks like “%s”, which is there already.") % (row.other.title_vi or row.other.title),
            "url": reverse("media_library_resemblance", args=[row.pk]),
        }
        for row in rows
    }
