"""Coming in. Every way ends here: it is asked whether the person has a second factor, and only then are they in.

A session remembers when its person signed in (for acts that ask for a recent sign-in) and whether a second factor was
shown. Django gives it a new key at that moment, and forgets it when the password changes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model, login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from press.models import SignIn
from press.services.second_factor import has_factor

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGNED_IN_AT, FACTOR, HALF = "signed_in_at", "second_factor", "half_signed_in"
RECENT = timedelta(minutes=30)
HALF_WAY = timedelta(minutes=10)
"""How long the page that asks for the second factor waits."""
KEPT = timedelta(days=90)
"""How long sign-ins are listed."""


@dataclass(frozen=True, slots=True)
class Half:
    """Somebody who has shown the first of two things. `following` is a path of this site."""

    user: User
    way: str
    following: str
    remember: bool


def enter(request: HttpRequest, user: User, *, way: str, following: str, remember: bool = True) -> bool:
    """Sign in; or, for somebody with a second factor, keep in mind that it is still to be shown: False."""
    if not has_factor(user):
        _complete(request, user, way=way, remember=remember, with_factor=False)
        return True
    request.session.cycle_key()
    request.session[HALF] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "way": str(way),
        "following": following,
        "remember": remember,
        "until": time.time() + HALF_WAY.total_seconds(),
    }
    return False


def half_signed_in(request: HttpRequest) -> Half | None:
    """Who has still to show the second factor here; None for nobody, too late, or with another password meanwhile."""
    kept: dict[str, Any] | None = request.session.get(HALF)
    if kept is None or time.time() > kept["until"]:
        return None
    user: Any = get_user_model().objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not constant_time_compare(kept["password"], user.get_session_auth_hash()):
        return None
    return Half(user, kept["way"], kept["following"], kept["remember"])


def enter_with_factor(request: HttpRequest, half: Half) -> None:
    """The second factor was right. Call only then."""
    request.session.pop(HALF, None)
    _complete(request, half.user, way=half.way, remember=half.remember, with_factor=True)


def note_factor(request: HttpRequest) -> None:
    """The factor was just set up in this session, which shows that it is at hand."""
    request.session[FACTOR] = True


def showed_factor(request: HttpRequest) -> bool:
    return bool(request.session.get(FACTOR))


def is_recent(request: HttpRequest) -> bool:
    """Whether the person signed in here within RECENT."""
    at = request.session.get(SIGNED_IN_AT, 0)
    return bool(0 <= time.time() - at < RECENT.total_seconds())


def note_time(request: HttpRequest) -> None:
    """Called for every sign-in that Django tells of: nobody comes in without the time being noted."""
    request.session[SIGNED_IN_AT] = time.time()


def _complete(request: HttpRequest, user: User, *, way: str, remember: bool, with_factor: bool) -> None:
    login(request, user, backend=BACKEND)
    request.session.pop(HALF, None)
    request.session[FACTOR] = with_factor
    if not remember:
        request.session.set_expiry(0)
    SignIn.objects.filter(user_id=user.pk, at__lt=timezone.now() - KEPT).delete()
    SignIn.objects.create(user_id=user.pk, way=way, with_factor=with_factor)
