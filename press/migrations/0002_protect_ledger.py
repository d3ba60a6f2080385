from django.db import migrations

from press.append_only import ProtectAppendOnly


class Migration(migrations.Migration):
    dependencies = [("press", "0001_initial")]
    operations = [ProtectAppendOnly("press_receipt")]
