"""Replacing the picture of an approved photo, and having the pages that used it use the new one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from media_library.ingest import Accepted, Duplicate, Refused
from media_library.models import Asset, Photo
from media_library.permissions import upload_province_ids
from media_library.replacement import can_be_replaced, start
from media_library.selectors import successors_of
from media_library.uses import Followed, follow, uses_of
from provinces.scoped_admin import visible_to


class ReplaceForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("New picture"),
        help_text=gettext_lazy("The better file of the same picture: sharper, larger, retouched or correctly cropped."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )


def may_replace(user: Any, photo: Photo) -> bool:
    """Whether the user may change the photo and bring files into its province."""
    if not policy_registry.get_by_type(Photo).user_has_permission_for_instance(user, "change", photo):
        return False
    return bool(user.is_superuser or photo.province_id in upload_province_ids(user))


def _photo(request: HttpRequest, pk: int) -> Photo:
    """A photo that the user works on. Raises Http404 for every other."""
    photo: Photo | None = visible_to(request.user, Photo).select_related("province").filter(pk=pk).first()
    if photo is None:
        raise Http404
    return photo


@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The page that asks for the new file. POST `file`: goes on to the new draft."""
    photo = _photo(request, pk)
    if not may_replace(request.user, photo):
        raise PermissionDenied
    if not can_be_replaced(photo):
        messages.error(request, _("Only an approved picture that nobody is replacing yet can be replaced."))
        return redirect("photos:edit", pk)
    asked = request.method == "POST"
    form = ReplaceForm(request.POST, request.FILES) if asked else ReplaceForm()
    if asked and form.is_valid():
        made = _take_in(request, photo, form)
        if made is not None:
            words = _("The new picture is a draft with all texts and rights. Check it and hand it in for approval.")
            messages.success(request, words)
            return redirect("photos:edit", made.pk)
    context = {"photo": photo, "form": form, "uses": uses_of(pk, request.user), "page_title": _("Replace the picture")}
    return render(request, "media_library/replace.html", context)


def _take_in(request: HttpRequest, photo: Photo, form: ReplaceForm) -> Photo | None:
    """The new draft; None where the form says what was wrong with the file."""
    file = form.cleaned_data["file"]
    try:
        outcome = start(photo, file, file.name or "?", actor=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    match outcome:
        case Accepted(photo=made):
            return made
        case Duplicate(of=of) if of.pk == photo.pk:
            form.add_error("file", _("This is the very file that the picture has already. Choose the better one."))
        case Duplicate(of=of):
            form.add_error("file", _there_already(request, of))
        case Refused(reason=reason):
            form.add_error("file", reason)
    return None


def _there_already(request: HttpRequest, asset: Asset) -> str:
    """In words, and with the title only for those who may see it."""
    earlier = visible_to(request.user, Photo).filter(pk=asset.pk).first()
    if earlier is None:
        return _("The library has this very file already, in another province's part. Ask the administrators.")
    words = _("The library has this very file already: “%s”.") % (earlier.title_vi or earlier.title)
    return f"{words} " + _("Delete that draft first if the file is to replace this picture.")


@require_http_methods(["GET", "POST"])
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a replaced photo is still used. POST `use` (several, `<source>-<id>`): these use its successor."""
    photo = _photo(request, pk)
    successor = Photo.objects.filter(pk=successors_of([pk]).get(pk), withdrawn_at__isnull=True).first()
    if successor is None:
        raise Http404
    uses = uses_of(pk, request.user)
    if request.method == "POST":
        asked = set(request.POST.getlist("use"))
        chosen = [use for use in uses if use.can_follow and f"{use.source}-{use.pk}" in asked]
        _tell(request, Counter(follow(use, pk, successor.pk, request.user) for use in chosen))
        return redirect("media_library_succession", pk)
    context = {
        "photo": photo,
        "successor": successor,
        "uses": uses,
        "can_follow": any(use.can_follow for use in uses),
        "page_title": _("Use the new picture"),
    }
    return render(request, "media_library/succession.html", context)


def _tell(request: HttpRequest, counts: Counter[Followed]) -> None:
    if shown := counts[Followed.SHOWN]:
        words = ngettext(
            "%(number)d place uses the new picture now.", "%(number)d places use the new picture now.", shown
        )
        messages.success(request, words % {"number": shown})
    if waiting := counts[Followed.AS_DRAFT]:
        words = ngettext(
            "%(number)d place uses it in a draft that still has to be published.",
            "%(number)d places use it in drafts that still have to be published.",
            waiting,
        )
        messages.warning(request, words % {"number": waiting})
    if not shown and not waiting:
        messages.warning(request, _("Nothing was changed. Tick the places that are to use the new picture."))
