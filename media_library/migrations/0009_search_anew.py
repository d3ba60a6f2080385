from django.db import migrations

from locales.search.operations import FoldedIndexAnew


class Migration(migrations.Migration):
    """On PostgreSQL the words lie beside the table from now on (docs/adr/0010)."""

    dependencies = [("media_library", "0008_texts_as_approved")]

    operations = [FoldedIndexAnew("asset_search"), FoldedIndexAnew("asset_work_search")]
