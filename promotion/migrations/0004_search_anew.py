import django.db.models.deletion
from django.db import migrations, models

from locales.search.operations import FoldedIndexAnew


class Migration(migrations.Migration):
    """Words know their language, the index its vocabulary, hits their passages. `migrate` fills them in the end."""

    dependencies = [("promotion", "0003_site_version"), ("wagtailcore", "0098_apitoken")]
    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                ("fields", models.JSONField()),
            ],
        ),
        FoldedIndexAnew("page_search"),
    ]
