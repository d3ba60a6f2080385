"""`/<lang>/press/verify/`: is a manifest ours, and what became of its files. `/press/manifest-keys.json`: the keys."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from media_library.rights.audiences import audience_of
from media_library.throttle import Throttle, peer
from press import signing
from press.selectors.kits import find_kit
from press.signing.keys import SIGNATURE_BYTES
from press.signing.verifying import MANIFEST_LIMIT
from press.views.answers import show, step, steps
from promotion.languages.reader import reader_language

TRIES = Throttle("verify-manifest", limit=60, seconds=600)


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """A form for the two files of a kit; the answer to it says whether they are ours and what changed since."""
    context: dict[str, Any] = {
        "keys_url": reverse("press-keys"),
        "steps": steps(step(_("Check a press kit"), "press:verify")),
    }
    answer = _answer(request) if request.method == "POST" else None
    status = 200
    if isinstance(answer, str):
        context["error"], status = answer, 400
    elif answer is not None:
        # The manifest names the kit by its identifier only: its present title is for those who may see the kit.
        kit = find_kit(audience_of(request), reader_language(), uuid=answer.kit) if answer.is_genuine else None
        context |= {"verdict": answer, "kit_title": kit.title if kit else None}
    response = show(request, "press/verify.html", context, status=status)
    response["Cache-Control"] = "private, no-store"  # the form holds the asker's own token
    return response


def _answer(request: HttpRequest) -> signing.Verdict | str:
    """The verdict, or in words what was wrong with what was sent."""
    asker = peer(request)
    if TRIES.is_exhausted(asker):
        return _("Too many files were checked from your address. Please try again in ten minutes.")
    TRIES.count(asker)
    manifest = request.FILES.get("manifest")
    signature = request.FILES.get("signature")
    if not isinstance(manifest, UploadedFile) or not isinstance(signature, UploadedFile):
        return _("Choose both files: manifest.json and manifest.json.sig. They lie at the top of the kit's ZIP.")
    if (manifest.size or 0) > MANIFEST_LIMIT:
        return _("This is no manifest of a press kit: it is too big.")
    content, signed = manifest.read(), signature.read(SIGNATURE_BYTES + 1)
    if len(content) == SIGNATURE_BYTES != len(signed):
        # The two were chosen the other way round: what was meant is plain.
        signature.seek(0)
        content, signed = signature.read(MANIFEST_LIMIT), content
    return signing.verify(content, signed, audience_of(request))


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed, for programs that check offline."""
    body = {
        "keys": [
            {
                "id": key.id,
                "algorithm": "Ed25519",
                "public_key": key.base64,
                "pem": key.pem,
                "since": key.since.isoformat(),
                "revoked": key.revoked_at.isoformat() if key.revoked_at else None,
            }
            for key in signing.published_keys()
        ]
    }
    response = JsonResponse(body)
    response["Cache-Control"] = "public, max-age=300"
    return response
