"""What readers of the demo wrote, who gets its newsletter, and one that waits to be sent. All of them are invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from locales.registry import INTERNATIONAL
from promotion.models import (
    ContactMessage,
    ContactStatus,
    ContactTopic,
    IssueStory,
    NewsletterIssue,
    StoryPage,
    Subscriber,
)
from promotion.selectors.versions import public_pages
from provinces.models import Province

MESSAGES = (
    (
        ContactTopic.INVESTMENT,
        "Is there room for a cold store of 4,000 m² near the port, with a road for lorries of 20 tonnes?",
        "Aiko Tanaka",
        "tanaka@aozora-foods.example",
        "en",
        ContactStatus.NEW,
    ),
    (
        ContactTopic.PRESS,
        "Mùa lễ hội năm nay có lịch họp báo không? Chúng tôi muốn gửi hai phóng viên.",
        "Toà soạn Bến Cảng",
        "toasoan@bencang.example",
        "vi",
        ContactStatus.ANSWERED,
    ),
    (ContactTopic.OTHER, "https://cheap.example/a https://cheap.example/b", "", "", "en", ContactStatus.SPAM),
)
SUBSCRIBERS = (("reader.one", "en"), ("reader.two", "en"), ("doc.gia", "vi"))
SUBJECT = "What is new in the provinces"


def ensure_messages() -> int:
    """Some in each province that has stories; how many there are. Nobody is mailed."""
    for province in Province.objects.filter(pk__in=StoryPage.objects.values("province")):
        for age, (topic, words, name, email, language, status) in enumerate(MESSAGES):
            sent = timezone.now() - timedelta(days=age * 2, hours=3)
            settled = None if status == ContactStatus.NEW else sent + timedelta(hours=5)
            ContactMessage.objects.get_or_create(
                province=province,
                words=words,
                defaults={
                    "topic": topic,
                    "name": name,
                    "email": email,
                    "language": language,
                    "status": status,
                    "created_at": sent,
                    "settled_at": settled,
                    "mailed_at": sent,
                },
            )
    return ContactMessage.objects.count()


def ensure_newsletter() -> None:
    """Three subscribers, and a draft of the newest stories in English for each province that has some."""
    for name, language in SUBSCRIBERS:
        Subscriber.objects.get_or_create(email=f"{name}@readers.example", defaults={"language": language})
    stories = public_pages(StoryPage.objects.filter(locale__language_code=INTERNATIONAL)).order_by("-date", "pk")
    for province in Province.objects.filter(pk__in=stories.order_by().values("province")):
        issue, is_new = NewsletterIssue.objects.get_or_create(
            province=province, language=INTERNATIONAL, defaults={"subject": SUBJECT}
        )
        if is_new:
            rows = enumerate(stories.filter(province=province)[:3])
            IssueStory.objects.bulk_create([IssueStory(issue=issue, story=page, sort_order=n) for n, page in rows])
