"""A process that sends a newsletter slowly, to be killed: `python -m tests.promotion.slow_post prepare|work`.

In `work` each mail takes a moment before it goes out; what went is a line in `VAR/sent`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

SUBSCRIBERS = 14
SECONDS_EACH = 0.25


class SlowBackend(BaseEmailBackend):
    def send_messages(self, messages: Sequence[Any]) -> int:
        from django.conf import settings

        for message in messages:
            time.sleep(SECONDS_EACH)
            with (Path(settings.EMAIL_FILE_PATH).parent / "sent").open("a") as sent:
                sent.write(f"{message.to[0]}\n")
        return len(messages)


def prepare() -> None:
    from promotion.models import IssueStory, NewsletterIssue, ProvincePage, StoryPage, Subscriber
    from promotion.newsletter import sending
    from tests.media_library import factories as assets
    from tests.promotion import factories

    homes = factories.site("en")
    profile = factories.published(homes["en"], ProvincePage(title="P", slug="p", province=assets.province()))
    story = factories.published(profile, StoryPage(title="S", slug="s"))
    issue = NewsletterIssue.objects.create(province=assets.province(), language="en", subject="Autumn")
    IssueStory.objects.create(issue=issue, story=story)
    for number in range(SUBSCRIBERS):
        Subscriber.objects.create(email=f"s{number}@example.org", language="en")
    sending.send(issue, actor=None)


def work() -> None:
    from django.conf import settings

    from promotion.newsletter import sending

    settings.EMAIL_BACKEND = "tests.promotion.slow_post.SlowBackend"
    sending.CLAIM_LAPSES = timedelta(seconds=0.001)
    sending.send_waiting()


if __name__ == "__main__":
    import django

    django.setup()
    {"prepare": prepare, "work": work}[sys.argv[1]]()
