"""Assets in every state, for tests of all rooms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any

import numpy
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from PIL import Image

from media_library.indexing import Changed, together
from media_library.ingest import Accepted, ingest
from media_library.models import Consent, ConsentBasis, Licence
from media_library.services import set_embargo, withdraw
from provinces.models import Province
from provinces.selectors import province_by_code
from provinces.teams import Role, team_group
from tests.media_library.ingest import makers

_serial = 0


def jpeg(width: int = 900, height: int = 600, seed: int | None = None) -> bytes:
    """A small picture whose bytes nobody else has."""
    global _serial
    _serial += 1
    noise = numpy.random.default_rng(_serial if seed is None else seed)
    small = noise.integers(0, 255, (max(2, height // 60), max(2, width // 60), 3), dtype=numpy.uint8)
    buffer = io.BytesIO()
    Image.fromarray(small).resize((width, height)).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def province(code: str = "22") -> Province:
    """Quảng Ninh unless told otherwise."""
    found = province_by_code(code)
    assert found is not None
    return found


def user(name: str, *roles: Role, of: Province | None = None, **extra: Any) -> Any:
    """A user with the given roles in a province."""
    account, created = get_user_model().objects.get_or_create(
        username=name, defaults={"email": f"{name}@example.org", **extra}
    )
    if created:
        account.set_password("secret")
        account.save()
    for role in roles:
        account.groups.add(team_group(of or province(), role))
    return account


def licence(audience: str = "public", **values: Any) -> Licence:
    code = {"public": "province-open", "press": "press-editorial", "internal": "internal"}[audience]
    if not values:
        return Licence.objects.get(code=code)
    number = Licence.objects.count()
    return Licence.objects.create(
        code=f"licence-{number}",
        audience=audience,
        name_vi=f"Giấy phép {number}",
        usage_terms_vi="Theo thỏa thuận.",
        **values,
    )


def sample(kind: str) -> bytes:
    """A good file of a kind whose bytes nobody else has."""
    global _serial
    if kind == "photo":
        return jpeg()
    _serial += 1
    match kind:
        case "video":
            return makers.mp4(seed=1_000_000 + _serial)
        case "document":
            return makers.pdf(f"Thông cáo {_serial}")
        case "graphic":
            return makers.svg(f"<text>Biểu trưng {_serial}</text>")
    raise ValueError(kind)


def draft(**values: Any) -> Any:
    """A complete draft: everything an approval asks for is filled in."""
    with indexed_once(values.get("kind", "photo")) as changed:
        photo = _draft(**values)
        changed.references.add(photo.pk)
    return photo


def _draft(*, of: Province | None = None, data: bytes | None = None, kind: str = "photo", **values: Any) -> Any:
    owner = of or province()
    outcome = ingest(io.BytesIO(data or sample(kind)), "DSC_0001.jpg", province=owner, actor=None)
    assert isinstance(outcome, Accepted), outcome
    photo: Any = outcome.record
    defaults: dict[str, Any] = {
        "title_vi": f"Bình minh trên vịnh {photo.pk}",
        "title_en": f"Dawn over the bay {photo.pk}",
        "caption_vi": "Thuyền ra khơi lúc bình minh.",
        "caption_en": "Boats leave at dawn.",
        "alt_text_vi": "Thuyền trên mặt vịnh",
        "alt_text_en": "Boats on the bay",
        "credit_line": "Ảnh: Sở VHTTDL",
        "creator": "Nguyễn Văn A",
        "licence": values.pop("licence", None) or licence(),
    }
    for name, value in (defaults | values).items():
        setattr(photo, name, value)
    photo.save()
    photo.save_revision()
    return photo


@contextmanager
def indexed_once(kind: str) -> Iterator[Changed]:
    """A photo that is saved several times on the way to its state needs the indexes once, at the end."""
    with transaction.atomic(), together() if kind == "photo" else nullcontext(Changed()) as changed:
        yield changed


def approved(**values: Any) -> Any:
    """Approved and published, as an approver's click leaves it."""
    with indexed_once(values.get("kind", "photo")) as changed:
        photo = draft(**values)
        photo.get_latest_revision().publish()
        changed.references.add(photo.pk)
    return type(photo).objects.get(pk=photo.pk)


def embargoed(**values: Any) -> Any:
    photo = draft(**values)
    set_embargo(photo, timezone.now() + timedelta(days=2), actor=None)
    photo.get_latest_revision().publish()
    return type(photo).objects.get(pk=photo.pk)


def withdrawn(**values: Any) -> Any:
    photo = approved(**values)
    withdraw(photo, reason="Sai chú thích", actor=None)
    return type(photo).objects.get(pk=photo.pk)


def consent(owner: Province | None = None, **values: Any) -> Consent:
    return Consent.objects.create(
        subject="Chị dệt vải", province=owner or province(), basis=ConsentBasis.WRITTEN, **values
    )


def in_state(state: str, **values: Any) -> Any:
    """An asset in one of the named states of the leak test and the demo."""
    now = timezone.now()
    match state:
        case "draft":
            return draft(**values)
        case "in_review":
            photo = draft(**values)
            from provinces.approval import approval_workflow

            approval_workflow().start(photo, user("submitter", Role.EDITOR, of=photo.province))
            return photo
        case "approved":
            return approved(**values)
        case "embargoed":
            return embargoed(**values)
        case "licence_expired":
            return approved(licence=licence("public", valid_until=now - timedelta(days=1)), **values)
        case "consent_revoked":
            revoked = consent(values.get("of"), revoked_at=now - timedelta(hours=1))
            return approved(shows_people=True, consent=revoked, **values)
        case "internal":
            return approved(licence=licence("internal"), **values)
        case "press_only":
            return approved(licence=licence("press"), **values)
        case "withdrawn":
            return withdrawn(**values)
    raise ValueError(state)


STATES = (
    "draft",
    "in_review",
    "approved",
    "embargoed",
    "licence_expired",
    "consent_revoked",
    "internal",
    "press_only",
    "withdrawn",
)
