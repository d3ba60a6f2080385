"""`/<lang>/press/`: the press room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from media_library.rights.audiences import audience_of
from press.alerts.wishes import own_first, wish_of_member
from press.models import NoticeDelivery
from press.policy import Sight
from press.selectors.kits import kit_views, kits_for
from press.views.answers import show, steps
from promotion.languages.reader import reader_language
from promotion.pager import Pager

PER_PAGE = 24


@require_safe
def room(request: HttpRequest) -> HttpResponse:
    audience, lang, now = audience_of(request), reader_language(), timezone.now()
    wish = wish_of_member(getattr(request, "press_member", None))
    everything = wish.is_open or "all" in request.GET
    kits = kits_for(audience, now)
    if not everything:
        kits = own_first(kits, wish, audience, now)
    pager = Pager.over(kits.count(), PER_PAGE, request.GET.get("page"))
    page = list(kits[pager.slice(PER_PAGE)])
    views = kit_views(page, audience, lang, now)
    wished = set() if everything else {kit.pk for kit in page if kit.is_wished}
    partner = getattr(request, "press_organisation", None)
    context = {
        "embargoed": [view for view in views if view.sight is Sight.EMBARGOED],
        "wished": [view for view in views if view.sight is Sight.OPEN and view.kit.pk in wished],
        "open": [view for view in views if view.sight is Sight.OPEN and view.kit.pk not in wished],
        "has_interests": not wish.is_open,
        "everything": everything,
        "drafts": [view for view in views if view.is_internal],
        "pager": pager,
        "canonical_query": f"?page={pager.number}" if pager.number > 1 else "",
        "waiting": _waiting(partner.pk) if partner else 0,
        "must_accept": partner is not None and not audience.terms_accepted,
        "steps": steps(),
    }
    return show(request, "press/room.html", context)


def _waiting(organisation_id: int) -> int:
    return NoticeDelivery.objects.filter(organisation=organisation_id, acknowledged_at__isnull=True).count()
