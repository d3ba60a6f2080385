from django.db import migrations

from locales.search.operations import FoldedIndexOperation


class Migration(migrations.Migration):
    dependencies = [("promotion", "0001_initial")]
    operations = [FoldedIndexOperation("page_search")]
