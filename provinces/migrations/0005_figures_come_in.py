from functools import partial

import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

from provinces.loader import load_ways


def load_ways_in(apps, schema_editor):
    load_ways(partial(apps.get_model, "provinces"))


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0004_no_machine_translation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="file")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "not handed in yet"),
                            ("submitted", "waiting for approval"),
                            ("applied", "approved and applied"),
                            ("returned", "returned"),
                        ],
                        default="planned",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(auto_now_add=True, verbose_name="sent at")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="comment")),
            ],
            options={
                "verbose_name": "file of figures",
                "verbose_name_plural": "files of figures",
                "ordering": ["-sent_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FigureChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField(null=True, verbose_name="row")),
                ("period_start", models.DateField(verbose_name="first day of the period")),
                ("period_end", models.DateField(verbose_name="last day of the period")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(verbose_name="after")),
                ("made_at", models.DateTimeField(db_index=True, null=True, verbose_name="made at")),
            ],
            options={
                "verbose_name": "change of a figure",
                "verbose_name_plural": "changes of figures",
                "ordering": ["row", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("border_gate", "border gate"), ("airport", "airport"), ("port", "port")],
                        max_length=20,
                        verbose_name="kind of gateway",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_vi", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_en", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_zh_hans", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_ja", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_ko", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_fr", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_ru", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_es", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_de", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_lo", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("name_km", models.CharField(max_length=120, null=True, verbose_name="name")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "verbose_name": "border gate, airport or port",
                "verbose_name_plural": "border gates, airports and ports",
                "ordering": ["kind", "order", "pk"],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="adds_up",
            field=models.BooleanField(
                default=False,
                help_text="The country's figure is the sum of the provinces': readers are told the share and see no line.",
                verbose_name="adds up",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="months_valid",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How many months after its period a figure counts as current: 18 for a yearly one. 0: it never grows old.",
                verbose_name="months valid",
            ),
        ),
        migrations.AddField(
            model_name="province",
            name="is_coastal",
            field=models.BooleanField(default=False, verbose_name="on the coast"),
        ),
        migrations.AlterField(
            model_name="observation",
            name="province",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: a figure of the whole country.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="observations",
                to="provinces.province",
                verbose_name="province",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("province", None)),
                fields=("indicator", "period_start", "period_end"),
                name="one_value_of_the_country_per_period",
            ),
        ),
        migrations.AddField(
            model_name="figurebatch",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="decided by",
            ),
        ),
        migrations.AddField(
            model_name="figurebatch",
            name="province",
            field=models.ForeignKey(
                help_text="Empty: figures of the whole country.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="provinces.province",
                verbose_name="province",
            ),
        ),
        migrations.AddField(
            model_name="figurebatch",
            name="sent_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sent by",
            ),
        ),
        migrations.AddField(
            model_name="figurechange",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="provinces.figurebatch",
                verbose_name="file",
            ),
        ),
        migrations.AddField(
            model_name="figurechange",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="provinces.indicator"
            ),
        ),
        migrations.AddField(
            model_name="figurechange",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="figurechange",
            name="observation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="history",
                to="provinces.observation",
                verbose_name="figure",
            ),
        ),
        migrations.AddField(
            model_name="figurechange",
            name="province",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="provinces.province"
            ),
        ),
        migrations.AddField(
            model_name="gateway",
            name="province",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="gateways",
                to="provinces.province",
                verbose_name="province",
            ),
        ),
        migrations.RunPython(load_ways_in, migrations.RunPython.noop, elidable=False),
    ]
