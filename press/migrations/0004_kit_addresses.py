from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def keep_present(apps: Any, schema_editor: Any) -> None:
    """The kits there are hold the addresses they have."""
    kit, address = apps.get_model("press", "Kit"), apps.get_model("press", "KitAddress")
    address.objects.bulk_create(address(kit_id=pk, slug=slug) for pk, slug in kit.objects.values_list("pk", "slug"))


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0003_kit_search"),
    ]

    operations = [
        migrations.AlterField(
            model_name="kit",
            name="slug",
            field=models.SlugField(
                help_text="The last part of its web address. Once the kit was published, earlier ones lead on to it.",
                max_length=80,
                unique=True,
                verbose_name="address",
            ),
        ),
        migrations.CreateModel(
            name="KitAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address")),
                ("since", models.DateTimeField(auto_now_add=True)),
                (
                    "kit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="press.kit",
                        verbose_name="press kit",
                    ),
                ),
            ],
            options={
                "verbose_name": "address of a kit",
                "verbose_name_plural": "addresses of kits",
                "ordering": ["since", "pk"],
            },
        ),
        migrations.RunPython(keep_present, migrations.RunPython.noop),
    ]
