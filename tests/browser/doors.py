"""The demo's addresses that no link of the site leads to: run inside the project as `python -m tests.browser.doors`."""

from __future__ import annotations

import json
import os


def describe() -> dict[str, str]:
    """{kind of page: its address after the language}: a link with a password, a link in a mail, one of each list."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from cms.demo.access import SHARE_PATH, Vault
    from press import answer_links
    from press.models import Kit, NoticeDelivery, PressRequest, Recall, ShareLink, WebhookEndpoint
    from press.services import share_links

    link = ShareLink.objects.select_related("organisation").earliest("pk")
    _link, secret = share_links.make(link.kit, link.organisation, name="Locked", password="seven-lanterns", actor=None)
    recall = Recall.objects.filter(closed_at=None).earliest("pk")
    waiting = NoticeDelivery.objects.filter(notice__recall=recall, acknowledged_at=None).select_related("organisation")
    return {
        "share": Vault().known[SHARE_PATH].partition("/press/")[2],
        "password": f"s/{secret}/",
        "answer": f"answer/{answer_links.sign(recall, waiting.earliest('pk').organisation)}/",
        "request": f"requests/{PressRequest.objects.filter(organisation__country='LA').earliest('pk').uuid}/",
        "webhook": f"account/webhooks/{WebhookEndpoint.objects.earliest('pk').pk}/",
        "kit": f"kits/{Kit.objects.get(pk=link.kit_id).slug}/",
    }


if __name__ == "__main__":
    print(json.dumps(describe()))
