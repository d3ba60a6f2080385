"""`/share/<page>.jpg`: for the programs that show a link, which don't come back: what is missing is made at once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from media_library.delivery.responses import CachePolicy, send
from promotion.share_cards.cards import card_of, kept
from promotion.typeset.engine import TypesetError


@require_safe
def share_card(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """The card of a page that anybody may read, with a picture that anybody may pass on. 404 for every other page."""
    card = card_of(page_id)
    if card is None:
        raise Http404
    try:
        source, made_at = kept(card)
    except TypesetError as error:
        raise Http404 from error
    return send(
        request,
        source,
        media_type="image/jpeg",
        filename=f"{page_id}.jpg",
        etag=source.name.rpartition("/")[2].removesuffix(".jpg"),
        last_modified=made_at,
        cache=CachePolicy.public(expires_at=card.picture.closes_at if card.picture else None),
        repr_digest_sha256=None,
        as_attachment=False,
    )
