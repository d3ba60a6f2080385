from django.db import migrations

from locales.search.operations import FoldedIndexOperation


class Migration(migrations.Migration):
    dependencies = [("press", "0002_protect_ledger")]
    operations = [FoldedIndexOperation("kit_search")]
