from django.db import migrations

from locales.search.index import FoldedIndexOperation


class Migration(migrations.Migration):
    dependencies = [("promotion", "0001_initial")]
    operations = [FoldedIndexOperation("page_search")]
