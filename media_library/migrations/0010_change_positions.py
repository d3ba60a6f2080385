from django.db import migrations, models


def keep_the_numbers_that_partners_know(apps, schema_editor):
    apps.get_model("media_library", "Change").objects.update(position=models.F("id"))


class Migration(migrations.Migration):
    dependencies = [
        ("media_library", "0009_search_anew"),
    ]

    operations = [
        migrations.AddField(
            model_name="change",
            name="position",
            field=models.PositiveBigIntegerField(editable=False, null=True, unique=True),
        ),
        migrations.RunPython(keep_the_numbers_that_partners_know, migrations.RunPython.noop),
    ]
