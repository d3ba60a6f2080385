from django.db import migrations

from media_library.seed import seed_licences


def seed(apps, schema_editor):
    seed_licences(apps.get_model("media_library", "Licence"))


class Migration(migrations.Migration):
    dependencies = [("media_library", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
