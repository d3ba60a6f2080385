from django.db import migrations

from locales.search.operations import FoldedIndexOperation


class Migration(migrations.Migration):
    dependencies = [("media_library", "0002_licences")]
    operations = [FoldedIndexOperation("asset_search")]
