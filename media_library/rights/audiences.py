"""Who a request speaks for. Upper layers register how they recognise their people."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from media_library.rights.audience import PUBLIC, Audience
from media_library.staff_tokens import staff_audience
from provinces.teams import province_ids_of

AudienceResolver = Callable[[HttpRequest], Audience | None]
_resolvers: list[AudienceResolver] = []


def register_audience_resolver(resolver: AudienceResolver) -> None:
    """Resolvers are asked in the order of registration; the first answer counts. Registering twice is refused."""
    if resolver in _resolvers:
        raise ValueError(f"{resolver!r} is registered already")
    _resolvers.append(resolver)


def audience_of(request: HttpRequest) -> Audience:
    """The audience of a request, found once: by staff token, a registered one (partners), staff, else the public."""
    known: Audience | None = getattr(request, "_audience", None)
    if known is None:
        known = _find(request)
        request._audience = known  # type: ignore[attr-defined]
    return known


def speak_for(request: HttpRequest, audience: Audience) -> None:
    """A door of an upper layer has found out who asks (by a share link): nobody is asked any more for this request."""
    request._audience = audience  # type: ignore[attr-defined]


def _find(request: HttpRequest) -> Audience:
    if (staff := staff_audience(request)) is not None:
        return staff
    for resolver in _resolvers:
        if (audience := resolver(request)) is not None:
            return audience
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return PUBLIC
    provinces = province_ids_of(user)
    if user.is_superuser:
        return Audience.staff(provinces, all_provinces=True)
    return Audience.staff(provinces) if provinces else PUBLIC
