"""Newsletters: composed of published stories, looked at, and sent once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from promotion.models import NewsletterIssue, StoryPage
from promotion.newsletter import sending
from promotion.permissions import NEWSLETTER_ROLES
from promotion.selectors.versions import public_pages
from provinces.models import Province
from provinces.scoped_admin import ProvinceScoped
from provinces.teams import province_ids_of


class NewsletterForm(WagtailAdminModelForm):
    """Only the editor's own provinces, and only stories that readers of the language can open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.for_user.is_superuser:
            own = province_ids_of(self.for_user, *NEWSLETTER_ROLES["change"])
            self.fields["province"].queryset = Province.objects.filter(pk__in=own)

    def is_valid(self) -> bool:
        """The stories are looked at when their own forms have been read, which is after this one's `clean`."""
        if not super().is_valid():
            return False
        forms = [form for form in self.formsets["stories"].forms if not form.cleaned_data.get("DELETE")]
        chosen = [(form, form.cleaned_data["story"]) for form in forms if form.cleaned_data.get("story")]
        open_ones = set(public_pages(StoryPage.objects.filter(pk__in=[story.pk for _form, story in chosen])))
        for form, story in chosen:
            if story.locale.language_code != self.cleaned_data["language"]:
                form.add_error("story", _("This story is in another language than the newsletter."))
            elif story not in open_ones:
                form.add_error("story", _("This story isn't published."))
        return not any(form.errors for form in forms)


class UntilSent:
    """What was sent stays as it went: it is only looked at."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        sent = NewsletterIssue.objects.filter(pk=unquote(str(kwargs["pk"])), sent_at__isnull=False)
        if sent.exists():
            messages.error(request, _("This newsletter has been sent already."))
            return redirect("newsletters:look", kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ToLookAt:
    """After saving, the newsletter as its readers will get it."""

    object: Any

    def get_success_url(self) -> str:
        return reverse("newsletters:look", args=[self.object.pk])


class NewsletterCreateView(ToLookAt, CreateView):
    pass


class NewsletterEditView(UntilSent, ToLookAt, EditView):
    pass


class NewsletterDeleteView(UntilSent, DeleteView):
    pass


def state_of(issue: NewsletterIssue) -> str:
    if issue.sent_at is None:
        return str(_("draft"))
    waiting = issue.asked - issue.mailed  # type: ignore[attr-defined]
    return str(_("being sent") if waiting else _("sent"))


def look_link(issue: NewsletterIssue) -> str:
    return format_html('<a href="{}">{}</a>', reverse("newsletters:look", args=[issue.pk]), _("Look at it"))


class NewsletterViewSet(ProvinceScoped, SnippetViewSet):
    model = NewsletterIssue
    icon = "mail"
    menu_label = gettext_lazy("Newsletters")
    menu_name = "newsletters"
    menu_order = 116
    add_to_admin_menu = True
    url_prefix = "newsletters"
    url_namespace = "newsletters"
    add_view_class = NewsletterCreateView
    edit_view_class = NewsletterEditView
    delete_view_class = NewsletterDeleteView
    copy_view_enabled = False
    list_display = [
        "__str__",
        Column("province", label=gettext_lazy("Province"), sort_key="province__name_vi"),
        Column("language", label=gettext_lazy("Language"), accessor="get_language_display", sort_key="language"),
        Column("state", label=gettext_lazy("State"), accessor=state_of),
        Column("mailed", label=gettext_lazy("Mails sent")),
        Column("look", label="", accessor=look_link),
    ]
    list_filter = ["language", "province"]
    search_fields = ["subject"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("province"), FieldPanel("language")]),
            FieldPanel("subject"),
            FieldPanel("introduction"),
            InlinePanel("stories", heading=gettext_lazy("Stories"), label=gettext_lazy("Story"), min_num=1, max_num=12),
            FieldPanel("sectors"),
        ],
        base_form_class=NewsletterForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request).select_related("province")
        mailed = Count("deliveries", filter=Q(deliveries__mailed_at__isnull=False))
        return found.annotate(asked=Count("deliveries"), mailed=mailed)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), self._guard(path("look/<int:pk>/", look, name="look"))]


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """The newsletter as its readers get it, how many they are, and the button that sends it."""
    issue = get_object_or_404(NewsletterIssue.objects.select_related("province", "sent_by"), pk=pk)
    may_send = policy_registry.get_by_type(NewsletterIssue).user_has_permission_for_instance(
        request.user, "change", issue
    )
    if request.method == "POST":
        if not may_send and issue.sent_at is None:
            raise PermissionDenied
        _send(request, issue)
        return redirect("newsletters:look", pk)
    texts = sending.texts_of(issue)
    context = {
        "issue": issue,
        "subject": texts["subject"],
        # Each subscriber's own link; what stands for it here would look like a mistake.
        "text": texts["text"].replace(sending.STOP, "…"),
        "stories": sending.stories_of(issue),
        "recipients": issue.deliveries.count() if issue.sent_at else sending.recipients_of(issue).count(),
        "mailed": issue.deliveries.filter(mailed_at__isnull=False).count(),
        "may_send": may_send,
        "page_title": _("Newsletter"),
        "page_subtitle": issue.subject,
    }
    return render(request, "promotion/admin/newsletter_look.html", context)


def _send(request: HttpRequest, issue: NewsletterIssue) -> None:
    try:
        count = sending.send(issue, actor=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    said = ngettext("It goes out to %(count)s subscriber.", "It goes out to %(count)s subscribers.", count)
    messages.success(request, said % {"count": count})
