"""Fills the glossary with the names of provinces and key sectors."""

from django.db import migrations

from provinces.translating import seed_glossary


def seed(apps, schema_editor):
    seed_glossary(apps.get_model)


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0002_reference_data"),
        ("locales", "0003_translators_desk"),
    ]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]
