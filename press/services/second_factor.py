"""Setting up, proving and taking away a second factor: codes of an app (TOTP, RFC 6238) and recovery codes.

The rule is one for everybody: whoever has a factor is asked for it, whichever way they came in.
"""

from __future__ import annotations

import hmac
import secrets
import time
from typing import TYPE_CHECKING

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from media_library.throttle import Throttle
from press import tasks
from press.models import Member, RecoveryCode, SecondFactor
from press.sealing import Unreadable, seal, unseal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, User

STEP = 30
DRIFT = 1
"""Steps that a telephone's clock may be early or late."""
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
"""Without those that are mistaken for one another on paper. 16 of them are 78 bits."""
WRONG_CODES = Throttle("second-factor", limit=5, seconds=900)


class TooManyTries(Exception):
    """Too many wrong codes; none is looked at for a quarter of an hour."""


def has_factor(user: AbstractBaseUser) -> bool:
    return SecondFactor.objects.filter(user_id=user.pk).exists()


def new_secret() -> str:
    """160 random bits in base32, as apps expect them."""
    return pyotp.random_base32()


def address_for(user: AbstractBaseUser, secret: str) -> str:
    """The `otpauth://` address that apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=str(settings.PRODUCT_NAME))


@transaction.atomic
def set_up(user: User, secret: str, code: str) -> list[str] | None:
    """Make the app with this secret the person's factor, in place of one before; the recovery codes.

    None when the code isn't the app's: nothing has changed then. Raises TooManyTries.
    """
    _count(user)
    step = _step_of(secret, code)
    if step is None:
        return None
    factor, _new = SecondFactor.objects.update_or_create(
        user=user, defaults={"sealed_secret": seal(secret), "last_step": step}
    )
    WRONG_CODES.forget(str(user.pk))
    log(instance=user, action="press.set_up_factor", user=user)
    return _fresh_codes(factor)


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """Ten new recovery codes; those before don't work any more. Raises SecondFactor.DoesNotExist."""
    return _fresh_codes(SecondFactor.objects.select_for_update().get(user=user))


def prove(user: AbstractBaseUser, typed: str) -> bool:
    """Whether what was typed is the app's code of now, or a recovery code. Neither works twice.

    Two requests with the same code at the same time: one of them gets True, by the database. Raises TooManyTries.
    """
    _count(user)
    factor = SecondFactor.objects.filter(user_id=user.pk).first()
    right = factor is not None and (_take_code(factor, typed) or _take_recovery_code(factor, typed))
    if right:
        WRONG_CODES.forget(str(user.pk))
    return right


@transaction.atomic
def remove(user: User, *, actor: AbstractBaseUser) -> None:
    """Take it away. A person who didn't do it themselves is told by mail. Nothing happens where there is none."""
    deleted, _each = SecondFactor.objects.filter(user=user).delete()
    if not deleted:
        return
    by_other = actor.pk != user.pk
    member = Member.objects.select_related("organisation").filter(user=user).first()
    action = "press.reset_factor" if by_other else "press.remove_factor"
    log(instance=member.organisation if member else user, action=action, user=actor, data={"member": str(user)})
    if by_other and user.email:
        transaction.on_commit(lambda: tasks.mail_factor_reset.enqueue(user.pk))


def _count(user: AbstractBaseUser) -> None:
    """Before anything is compared, so that many at the same time are counted too."""
    if WRONG_CODES.is_exhausted(str(user.pk)):
        raise TooManyTries
    WRONG_CODES.count(str(user.pk))


def _step_of(secret: str, typed: str) -> int | None:
    """The time step whose code was typed; None where it is none of those around now."""
    code = "".join(typed.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    app, now = pyotp.TOTP(secret), int(time.time()) // STEP
    near = range(now - DRIFT, now + DRIFT + 1)
    return next((step for step in near if hmac.compare_digest(app.generate_otp(step), code)), None)


def _take_code(factor: SecondFactor, typed: str) -> bool:
    try:
        step = _step_of(unseal(factor.sealed_secret), typed)
    except Unreadable:
        return False
    taken = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step) if step is not None else None
    return taken is not None and taken.update(last_step=step) == 1


def _take_recovery_code(factor: SecondFactor, typed: str) -> bool:
    deleted, _each = RecoveryCode.objects.filter(factor=factor, digest=_digest(factor, typed)).delete()
    return deleted == 1


def _fresh_codes(factor: SecondFactor) -> list[str]:
    factor.recovery_codes.all().delete()
    codes = ["-".join(_letters(4) for _part in range(4)) for _number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(factor=factor, digest=_digest(factor, code)) for code in codes])
    return codes


def _letters(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _position in range(length))


def _digest(factor: SecondFactor, code: str) -> str:
    plain = "".join(code.lower().replace("-", " ").split())[:40]
    return salted_hmac(f"recovery.{factor.pk}", plain, algorithm="sha256").hexdigest()
