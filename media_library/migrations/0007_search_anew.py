from django.db import migrations

from locales.search.operations import FoldedIndexAnew


class Migration(migrations.Migration):
    """Words know their language, and each index its vocabulary. `migrate` fills them in the end."""

    dependencies = [("media_library", "0006_batch_work")]
    operations = [FoldedIndexAnew("asset_search"), FoldedIndexAnew("asset_work_search")]
