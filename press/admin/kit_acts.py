"""Publishing, closing, and moving the embargo of a kit: a page that says what follows, then the act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from media_library.models import Asset
from media_library.rights import PUBLIC_AUDIENCE
from media_library.selectors import visible
from press.admin.kit_form import CloseForm, MoveEmbargoForm, PublishChangesForm
from press.kit_content import KitContent
from press.kit_drafts import draft_content, token_of, unpublished
from press.models import Kit
from press.policy import under_embargo
from press.selectors.versions import words_of
from press.services import kits as service
from press.services.notices import one_act


def kit_for(user: Any, pk: int) -> Kit:
    """The kit, for a user who may publish it. Raises Http404 for everybody else."""
    kit = Kit.objects.select_related("province").filter(pk=pk).first()
    if kit is None or not policy_registry.get_by_type(Kit).user_has_permission_for_instance(user, "publish", kit):
        raise Http404
    return kit


def warn_of_hidden(request: HttpRequest, kit: Kit, hidden: Sequence[Asset]) -> None:
    """Say so when pictures that everybody could see are hidden now."""
    if not hidden:
        return
    until = max(
        asset.embargo_until for asset in Asset.objects.filter(pk__in=[a.pk for a in hidden]) if asset.embargo_until
    )
    words = ngettext(
        "%(number)d picture was public and is hidden until %(moment)s.",
        "%(number)d pictures were public and are hidden until %(moment)s.",
        len(hidden),
    )
    moment = date_format(localtime(until), "DATETIME_FORMAT")
    messages.warning(request, words % {"number": len(hidden), "moment": moment})


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    kit = kit_for(request.user, pk)
    if request.method == "POST":
        try:
            hidden = service.publish(kit, actor=request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The kit is published."))
            warn_of_hidden(request, kit, hidden)
        return redirect("kits:edit", pk)
    now = timezone.now()
    embargoed = under_embargo(kit.embargo_until, now)
    public = _public_files(kit, draft_content(kit))
    context = {
        "embargoed": embargoed,
        "public": public,
        "pictures": kit.items.count(),
        "grants": list(kit.grants.select_related("organisation")),
    }
    return _ask(request, kit, "press/admin/kit_publish.html", _("Publish the kit"), context)


@require_http_methods(["GET", "POST"])
def publish_changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new since the version that readers get, and giving it to them."""
    kit = kit_for(request.user, pk)
    form = PublishChangesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            hidden = service.publish_changes(kit, actor=request.user, notes=form.notes, seen=seen)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The changes are published."))
            warn_of_hidden(request, kit, hidden)
            return redirect("kits:edit", pk)
    content = draft_content(kit)
    if form.is_bound:
        # Having been told what is new, whoever sends it again means it.
        form.data = MultiValueDict({**dict(request.POST.lists()), "seen": [token_of(content)]})
    form.initial["seen"] = token_of(content)
    context = {"form": form, "changes": words_of(unpublished(kit)), "to_hide": _public_files(kit, content)}
    return _ask(request, kit, "press/admin/kit_changes.html", _("Publish the changes"), context)


def _public_files(kit: Kit, content: KitContent) -> int:
    """How many files of the draft everybody sees now and nobody will until the kit's embargo ends."""
    now = timezone.now()
    if not under_embargo(kit.embargo_until, now):
        return 0
    return visible(PUBLIC_AUDIENCE, at=now).filter(pk__in=content.assets).count()


@require_http_methods(["GET", "POST"])
def move_embargo(request: HttpRequest, pk: int) -> HttpResponse:
    kit = kit_for(request.user, pk)
    form = MoveEmbargoForm(request.POST or None, kit=kit)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["embargo_until"]
        try:
            with one_act(form.answer_within):
                hidden = service.move_embargo(kit, until, actor=request.user, **form.told)  # type: ignore[arg-type]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The embargo is moved.") if until else _("The embargo is lifted."))
            warn_of_hidden(request, kit, hidden)
            return redirect("kits:edit", pk)
    return _ask(request, kit, "press/admin/kit_embargo.html", _("Move or lift the embargo"), {"form": form})


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    kit = kit_for(request.user, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            service.close(kit, actor=request.user, **form.told)  # type: ignore[arg-type]
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The kit is closed."))
        return redirect("kits:edit", pk)
    return _ask(request, kit, "press/admin/kit_close.html", _("Close the kit"), {"form": form})


def _ask(request: HttpRequest, kit: Kit, template: str, title: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"kit": kit, "page_title": title, "page_subtitle": str(kit), **context})
