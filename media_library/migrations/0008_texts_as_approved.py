"""Keep with each approved text what it said and which source it stood beside, as far as that is still known."""

from __future__ import annotations

import hashlib
import json

from django.db import migrations

FIELDS = ("title", "caption", "alt_text", "place")
KINDS = ("photo", "video", "document", "graphic")
WORKING = "vi"


def digest(texts):
    if not any(texts.values()):
        return ""
    canonical = json.dumps(texts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def keep_texts(apps, schema_editor):
    """The published document holds exactly what was approved; the source of an outdated text is not known any more."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    TextStatus = apps.get_model("locales", "TextStatus")
    PublishedDocument = apps.get_model("media_library", "PublishedDocument")
    types = ContentType.objects.filter(app_label="media_library", model__in=KINDS).values_list("pk", flat=True)
    for document in PublishedDocument.objects.iterator(chunk_size=200):
        texts = document.body.get("texts", {})
        by_code = {
            code: {field: texts.get(field, {}).get(code, "") for field in FIELDS}
            for code in document.body.get("languages", [])
        }
        source = by_code.get(WORKING, {})
        rows = TextStatus.objects.filter(content_type_id__in=types, object_id=document.pk).exclude(text_digest="")
        for row in rows:
            if row.language not in by_code:
                continue
            row.approved_texts = by_code[row.language]
            row.work_digest = row.text_digest
            if row.language != WORKING and source and row.source_digest == digest(source):
                row.source_texts = source
            row.save(update_fields=["approved_texts", "work_digest", "source_texts"])


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("locales", "0002_text_items"),
        ("media_library", "0007_search_anew"),
    ]

    operations = [migrations.RunPython(keep_texts, migrations.RunPython.noop)]
