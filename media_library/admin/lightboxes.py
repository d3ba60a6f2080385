"""Lightboxes in the admin: all of them, one with its pictures, laying pictures in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from media_library.admin.searches import check_works_on_photos, working_provinces
from media_library.admin.selection import chosen_ids
from media_library.lightboxes import services
from media_library.lightboxes.actions import actions_for
from media_library.lightboxes.showing import covers, shown_items
from media_library.models import Asset, Lightbox


class LightboxForm(forms.ModelForm):
    class Meta:
        model = Lightbox
        fields = ["title", "province", "is_shared", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        provinces = working_provinces(user)
        self.fields["province"].queryset = provinces  # type: ignore[attr-defined]
        only = list(provinces[:2])
        if len(only) == 1 and not self.instance.pk:
            self.initial["province"] = only[0].pk
        if self.instance.pk:
            # What lies in it belongs to its province.
            del self.fields["province"]

    def clean_title(self) -> str:
        """Two of one name can't be told apart, and a form that is sent twice would make them."""
        title = " ".join(self.cleaned_data["title"].split())
        same = Lightbox.objects.filter(owner=self.instance.owner if self.instance.pk else self.user, title=title)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a lightbox of this title already. Choose another."))
        return title


def _box(request: HttpRequest, lightbox_id: int) -> Lightbox:
    """A lightbox that the user sees. Raises Http404 for every other."""
    box = services.seen_by(request.user).filter(pk=lightbox_id).first()
    if box is None:
        raise Http404
    return box


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    check_works_on_photos(request.user)
    boxes = list(services.seen_by(request.user).annotate(number=Count("items"))[:200])
    pictures = covers(boxes)
    for box in boxes:
        box.pictures = pictures.get(box.pk, [])  # type: ignore[attr-defined]
    context = {"boxes": boxes, "heading": _("Lightboxes"), "user_id": request.user.pk}
    return render(request, "media_library/lightboxes/index.html", context)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    check_works_on_photos(request.user)
    form = LightboxForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("media_library_lightbox", _created(request, form).pk)
    return render(request, "media_library/lightboxes/form.html", {"form": form, "heading": _("New lightbox")})


def _created(request: HttpRequest, form: LightboxForm) -> Lightbox:
    form.instance.owner = request.user
    box: Lightbox = form.save()
    return box


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, lightbox_id: int) -> HttpResponse:
    """Rename, share, note."""
    box = _box(request, lightbox_id)
    if not services.may_manage(request.user, box):
        raise PermissionDenied
    form = LightboxForm(request.user, request.POST or None, instance=box)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("The lightbox is changed."))
        return redirect("media_library_lightbox", box.pk)
    context = {"form": form, "box": box, "heading": _("Change the lightbox"), "subtitle": box.title}
    return render(request, "media_library/lightboxes/form.html", context)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, lightbox_id: int) -> HttpResponse:
    box = _box(request, lightbox_id)
    if not services.may_manage(request.user, box):
        raise PermissionDenied
    if request.method == "POST":
        box.delete()
        messages.success(request, _("The lightbox “%s” is deleted. Its pictures stay in the library.") % box.title)
        return redirect("media_library_lightboxes")
    context = {
        "box": box,
        "number": box.items.count(),
        "heading": _("Delete the lightbox"),
        "subtitle": box.title,
    }
    return render(request, "media_library/lightboxes/delete.html", context)


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, lightbox_id: int) -> HttpResponse:
    """One lightbox. POST saves all notes and places, then moves or removes the one whose button was pressed."""
    box = _box(request, lightbox_id)
    if request.method == "POST":
        return _arranged(request, box)
    context = {
        "box": box,
        "items": shown_items(box),
        "may_manage": services.may_manage(request.user, box),
        "actions": actions_for(request.user, box),
        "heading": box.title,
    }
    return render(request, "media_library/lightboxes/detail.html", context)


def _arranged(request: HttpRequest, box: Lightbox) -> HttpResponse:
    own = set(box.items.values_list("pk", flat=True))
    services.write_notes(box, {pk: request.POST[f"note-{pk}"] for pk in own if f"note-{pk}" in request.POST})
    typed = {pk: _number(request.POST.get(f"place-{pk}", "")) for pk in own}
    services.arrange(box, {pk: place for pk, place in typed.items() if place is not None})
    address = reverse("media_library_lightbox", args=[box.pk])
    for name, steps in (("back", -1), ("forward", 1)):
        if (pk := _number(request.POST.get(name, ""))) in own and pk is not None:
            services.move(box, pk, steps)
            return redirect(f"{address}#item-{pk}")
    if (pk := _number(request.POST.get("remove", ""))) in own and pk is not None:
        services.remove(box, pk)
        messages.success(request, _("The picture is taken out of the lightbox."))
    else:
        messages.success(request, _("Order and notes are saved."))
    return redirect(address)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Asks into which lightbox a selection goes: one there is, or a new one."""
    check_works_on_photos(request.user)
    ids = chosen_ids(request)
    if not ids:
        messages.warning(request, _("No picture was chosen."))
        return redirect("photos:list")
    boxes = services.seen_by(request.user)
    form = LightboxForm(request.user, request.POST if "create" in request.POST else None)
    if request.method == "POST":
        box = _target(request, boxes, form)
        if box is not None and _laid(request, box, ids):
            return redirect("media_library_lightbox", box.pk)
    context = {
        "boxes": boxes.annotate(number=Count("items"))[:200],
        "form": form,
        "number": len(ids),
        "heading": _("Lay into a lightbox"),
    }
    return render(request, "media_library/lightboxes/add.html", context)


def _target(request: HttpRequest, boxes: Any, form: LightboxForm) -> Lightbox | None:
    if "create" in request.POST:
        return _created(request, form) if form.is_valid() else None
    number = _number(request.POST.get("lightbox", ""))
    box: Lightbox | None = boxes.filter(pk=number).first() if number is not None else None
    if box is None:
        messages.error(request, _("Choose a lightbox."))
    return box


def _laid(request: HttpRequest, box: Lightbox, ids: Sequence[int]) -> bool:
    try:
        added = services.add(box, ids, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    words = ngettext("%(number)d picture is laid in.", "%(number)d pictures are laid in.", added.new)
    messages.success(request, words % {"number": added.new})
    if added.there:
        words = ngettext("%(number)d was there already.", "%(number)d were there already.", added.there)
        messages.info(request, words % {"number": added.there})
    if added.left_out:
        words = ngettext(
            "%(number)d belongs to another province than the lightbox.",
            "%(number)d belong to another province than the lightbox.",
            added.left_out,
        )
        messages.warning(request, words % {"number": added.left_out})
    return True


@require_POST
def act(request: HttpRequest, lightbox_id: int) -> HttpResponse:
    """Make something from it: POST `action`, the name of a registered action."""
    box = _box(request, lightbox_id)
    found = {action.name: action for action in actions_for(request.user, box)}
    action = found.get(request.POST.get("action", ""))
    if action is None:
        raise PermissionDenied
    assets = list(
        Asset.objects.filter(lightbox_items__lightbox=box, province=box.province_id).order_by("lightbox_items__place")
    )
    if not assets:
        messages.error(request, _("There is nothing in the lightbox yet."))
        return redirect("media_library_lightbox", box.pk)
    return redirect(action.run(request, box, assets))
