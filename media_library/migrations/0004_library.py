"""What a picture desk needs besides photos and rights: see `CHANGELOG.md`, "media library"."""

import uuid

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import media_library.licences.attribution
import media_library.licences.terms
import media_library.models.consent
import media_library.models.licence
import media_library.models.stored_file
from locales.search.operations import FoldedIndexOperation
from media_library.seed import seed_licences


def seed(apps, schema_editor):
    """Creative Commons' other licences, and the uses of those that every library started with."""
    seed_licences(apps.get_model("media_library", "Licence"))


class Migration(migrations.Migration):
    dependencies = [("media_library", "0003_asset_search")]

    operations: list[migrations.operations.base.Operation] = [
        migrations.CreateModel(
            name="StaffToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="Where it is used, such as “agency of the paper”.",
                        max_length=100,
                        verbose_name="name",
                    ),
                ),
                ("prefix", models.CharField(editable=False, max_length=16, verbose_name="begins with")),
                (
                    "digest",
                    models.CharField(editable=False, help_text="SHA-256 of the token.", max_length=64, unique=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="issued"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revoked")),
                ("last_used_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last used")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="province",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "access token of staff",
                "verbose_name_plural": "access tokens of staff",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="UploadBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("browser", "upload page"), ("form", "form without script")],
                        default="browser",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="upload_batches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="provinces.province"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "name",
                    models.CharField(
                        help_text="File name, with its folders where a folder was dropped.", max_length=500
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        blank=True, help_text="Name, size and time of change as the browser knows them.", max_length=300
                    ),
                ),
                ("metadata", models.TextField(blank=True, help_text="`Upload-Metadata` as the sender gave it.")),
                ("size", models.PositiveBigIntegerField()),
                ("offset", models.PositiveBigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sending", "being sent"),
                            ("received", "waiting to be taken in"),
                            ("working", "being taken in"),
                            ("finished", "finished"),
                        ],
                        default="sending",
                        max_length=10,
                    ),
                ),
                ("entries", models.PositiveIntegerField(default=1, help_text="Files in it: more than one for a ZIP.")),
                ("entries_done", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "touched_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="Last sign of life, of sender or worker."
                    ),
                ),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uploads", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="media_library.uploadbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(default=0, help_text="Place of the entry in its ZIP.")),
                (
                    "path",
                    models.CharField(
                        help_text="Name with its folders; a ZIP's entry follows the ZIP's name.", max_length=1000
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("accepted", "taken in"), ("duplicate", "there already"), ("refused", "refused")],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "asset",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="arrivals",
                        to="media_library.asset",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="media_library.upload",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="arrivals",
                        to="media_library.uploadbatch",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="UploadPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("start", models.PositiveBigIntegerField()),
                ("length", models.PositiveBigIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="media_library.upload"
                    ),
                ),
            ],
            options={
                "ordering": ["start"],
            },
        ),
        migrations.CreateModel(
            name="RepeatedRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("digest", models.CharField(help_text="SHA-256 over the file and the fields.", max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="media_library.stafftoken",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="one_answer_per_key")],
            },
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["owner", "state"], name="upload_open"),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(
                condition=models.Q(("upload__isnull", False)), fields=("upload", "number"), name="one_outcome_per_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadpart",
            constraint=models.UniqueConstraint(fields=("upload", "start"), name="one_part_per_place"),
        ),
        migrations.CreateModel(
            name="PerceptualHash",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="perceptual_hash",
                        serialize=False,
                        to="media_library.photo",
                    ),
                ),
                (
                    "marks",
                    models.BinaryField(
                        help_text="64-bit hashes of the whole picture and of its windows, big-endian. Empty: not comparable."
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now=True, db_index=True)),
                (
                    "compared_at",
                    models.DateTimeField(db_index=True, help_text="When it was looked for in the library.", null=True),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started")),
                (
                    "settled_at",
                    models.DateTimeField(
                        help_text="When the successor took the place.", null=True, verbose_name="replaced"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replacements",
                        to="media_library.photo",
                        verbose_name="picture to be replaced",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replacement",
                        to="media_library.photo",
                        verbose_name="new picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "replacement",
                "verbose_name_plural": "replacements",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("predecessor",),
                        name="one_replacement_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Resemblance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("distance", models.PositiveSmallIntegerField(help_text="Bits of 64 that differ at the best fit.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not decided yet"),
                            ("same", "the same picture"),
                            ("different", "different pictures"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="found")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="media_library.photo",
                        verbose_name="earlier picture",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resemblances",
                        to="media_library.photo",
                        verbose_name="new picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "resemblance",
                "verbose_name_plural": "resemblances",
                "ordering": ["-found_at", "-pk"],
                "indexes": [models.Index(fields=["state", "-found_at"], name="resemblance_open")],
                "constraints": [
                    models.UniqueConstraint(fields=("photo", "other"), name="one_resemblance_per_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("photo__gt", models.F("other"))), name="newer_resembles_older"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "I can be recognised and don't want to be shown"),
                            ("rights", "The picture isn't theirs to give out"),
                            ("facts", "Caption, place or date are wrong"),
                            ("credit", "The credit is wrong"),
                            ("translation", "A translation is wrong"),
                            ("file", "The file or the page doesn't work"),
                            ("other", "Something else"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="what is wrong",
                    ),
                ),
                ("words", models.TextField(editable=False, max_length=2000, verbose_name="in the sender's words")),
                ("email", models.EmailField(blank=True, editable=False, max_length=254, verbose_name="answer to")),
                ("language", models.CharField(editable=False, max_length=10, verbose_name="language of the page")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="sent"),
                ),
                (
                    "handled",
                    models.BooleanField(
                        default=False,
                        help_text="Tick it when the matter is settled; the report stays in the list.",
                        verbose_name="handled",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="For your colleagues only.", max_length=2000, verbose_name="what was done"
                    ),
                ),
                ("handled_at", models.DateTimeField(editable=False, null=True, verbose_name="handled on")),
                (
                    "asset",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problem_reports",
                        to="media_library.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handled by",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="province",
                    ),
                ),
            ],
            options={
                "verbose_name": "problem report",
                "verbose_name_plural": "problem reports",
                "ordering": ["handled", "-created_at", "-pk"],
                "indexes": [models.Index(fields=["province", "handled", "-created_at"], name="problem_open")],
            },
        ),
        migrations.AddField(
            model_name="licence",
            name="preview_watermark",
            field=models.BooleanField(
                default=False,
                help_text="The credit is drawn across previews for everybody who may not take the full-size file.",
                verbose_name="previews carry a mark",
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "asset_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="media_library.asset",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("live", models.BooleanField(default=False, editable=False, verbose_name="live")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("title_vi", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_zh_hans", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ja", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ko", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ru", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_lo", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_km", models.CharField(max_length=255, null=True, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=media_library.models.stored_file.upload_to, verbose_name="file"
                    ),
                ),
                ("file_size", models.PositiveBigIntegerField(editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="taken in")),
                ("pages", models.PositiveIntegerField(editable=False, null=True, verbose_name="pages")),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="brought in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
            },
            bases=(wagtail.models.preview.PreviewableMixin, "media_library.asset", models.Model),
        ),
        migrations.CreateModel(
            name="Graphic",
            fields=[
                (
                    "asset_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="media_library.asset",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("live", models.BooleanField(default=False, editable=False, verbose_name="live")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("title_vi", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_zh_hans", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ja", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ko", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ru", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_lo", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_km", models.CharField(max_length=255, null=True, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=media_library.models.stored_file.upload_to, verbose_name="file"
                    ),
                ),
                ("file_size", models.PositiveBigIntegerField(editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="taken in")),
                ("width", models.PositiveIntegerField(editable=False, null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, null=True, verbose_name="height")),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="brought in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "graphic",
                "verbose_name_plural": "graphics",
            },
            bases=(wagtail.models.preview.PreviewableMixin, "media_library.asset", models.Model),
        ),
        migrations.CreateModel(
            name="Video",
            fields=[
                (
                    "asset_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="media_library.asset",
                    ),
                ),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("live", models.BooleanField(default=False, editable=False, verbose_name="live")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("title_vi", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_en", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_zh_hans", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ja", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ko", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_fr", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_ru", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_es", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_de", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_lo", models.CharField(max_length=255, null=True, verbose_name="title")),
                ("title_km", models.CharField(max_length=255, null=True, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=media_library.models.stored_file.upload_to, verbose_name="file"
                    ),
                ),
                ("file_size", models.PositiveBigIntegerField(editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="taken in")),
                ("width", models.PositiveIntegerField(editable=False, null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, null=True, verbose_name="height")),
                ("duration", models.PositiveIntegerField(editable=False, null=True, verbose_name="duration")),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="brought in by",
                    ),
                ),
            ],
            options={
                "verbose_name": "video",
                "verbose_name_plural": "videos",
            },
            bases=(wagtail.models.preview.PreviewableMixin, "media_library.asset", models.Model),
        ),
        migrations.CreateModel(
            name="OfferClock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("looked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OfferState",
            fields=[
                (
                    "asset",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="offer_state",
                        serialize=False,
                        to="media_library.asset",
                    ),
                ),
                (
                    "offered",
                    models.BooleanField(default=True, help_text="Licence, consent and end of offer were in force."),
                ),
                ("embargoed", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="asset",
            name="minor_age",
            field=models.CharField(
                blank=True,
                choices=[
                    ("AG-U14", "14 or younger"),
                    ("AG-A15", "15"),
                    ("AG-A16", "16"),
                    ("AG-A17", "17"),
                    ("AG-A18", "18"),
                    ("AG-A19", "19"),
                    ("AG-A20", "20"),
                    ("AG-A21", "21"),
                    ("AG-A22", "22"),
                    ("AG-A23", "23"),
                    ("AG-A24", "24"),
                    ("AG-A25", "25 or older"),
                    ("AG-UNK", "not known"),
                ],
                help_text="At the time of the picture, where a minor can be recognised.",
                max_length=10,
                verbose_name="age of the youngest person",
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="model_release",
            field=models.CharField(
                blank=True,
                choices=[
                    ("MR-NON", "none has been signed"),
                    ("MR-NAP", "not needed: nobody can be recognised"),
                    ("MR-UMR", "signed by all, without limits"),
                    ("MR-LMR", "signed by some, or with limits"),
                ],
                help_text="What the people shown have signed. It goes out inside the file.",
                max_length=10,
                verbose_name="model release",
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="model_release_ids",
            field=models.CharField(
                blank=True,
                help_text="Separated by commas, no names.",
                max_length=500,
                verbose_name="numbers of the model releases",
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="property_release",
            field=models.CharField(
                blank=True,
                choices=[
                    ("PR-NON", "none has been signed"),
                    ("PR-NAP", "not needed: no protected building, work of art or brand"),
                    ("PR-UPR", "signed for all, without limits"),
                    ("PR-LPR", "signed for some, or with limits"),
                ],
                help_text="What the owners of buildings, works of art or brands shown have signed.",
                max_length=10,
                verbose_name="property release",
            ),
        ),
        migrations.AddField(
            model_name="asset",
            name="property_release_ids",
            field=models.CharField(
                blank=True,
                help_text="Separated by commas.",
                max_length=500,
                verbose_name="numbers of the property releases",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="document_name",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="name of the document"),
        ),
        migrations.AddField(
            model_name="consent",
            name="document_type",
            field=models.CharField(blank=True, editable=False, help_text="Media type, by content.", max_length=30),
        ),
        migrations.AddField(
            model_name="consent",
            name="revocation_reason",
            field=models.TextField(blank=True, editable=False, verbose_name="reason for revocation"),
        ),
        migrations.AddField(
            model_name="consent",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="revocation taken down by",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_de",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_en",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_es",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_fr",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_ja",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_km",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_ko",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_lo",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_ru",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_vi",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="attribution_zh_hans",
            field=models.CharField(
                blank=True,
                help_text="Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. Empty means the credit line as it is.",
                max_length=300,
                null=True,
                validators=[media_library.licences.attribution.check_template],
                verbose_name="how to credit",
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="duties",
            field=models.JSONField(
                blank=True, default=list, validators=[media_library.licences.terms.check_duties], verbose_name="duties"
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="uses",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="{use: allowed or not}",
                validators=[media_library.licences.terms.check_uses],
                verbose_name="uses",
            ),
        ),
        migrations.AlterField(
            model_name="asset",
            name="expires_at",
            field=models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="given out until"),
        ),
        migrations.AlterField(
            model_name="consent",
            name="document",
            field=media_library.models.consent.DocumentField(
                blank=True,
                help_text="Kept private.",
                storage=media_library.models.consent.private_storage,
                upload_to=media_library.models.consent.document_path,
                verbose_name="document",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="expires_at",
            field=models.DateTimeField(
                blank=True,
                db_index=True,
                help_text="From this moment nothing that rests on it is given out. Empty means without end.",
                null=True,
                verbose_name="expires",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="revoked_at",
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True, verbose_name="revoked"),
        ),
        migrations.CreateModel(
            name="ConsentPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "is_minor",
                    models.BooleanField(
                        default=False,
                        help_text="Younger than 18 when the picture was taken: a guardian signs.",
                        verbose_name="minor",
                    ),
                ),
                ("guardian", models.CharField(blank=True, max_length=200, verbose_name="guardian")),
                (
                    "consent",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="people", to="media_library.consent"
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ExpiryWarning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        choices=[("asset", "asset"), ("licence", "licence"), ("consent", "consent")], max_length=10
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("ends_at", models.DateTimeField()),
                ("days", models.PositiveSmallIntegerField(help_text="How long before the end: 30 or 7.")),
                ("sent_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="expiry_warnings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "subject", "subject_id", "ends_at", "days"), name="warned_once_of_an_end"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="licence",
            name="code",
            field=models.CharField(
                max_length=60, unique=True, validators=[media_library.models.licence.validate_code], verbose_name="code"
            ),
        ),
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Lightbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=150, verbose_name="title")),
                (
                    "is_shared",
                    models.BooleanField(
                        default=False,
                        help_text="Everybody who works on the province's pictures sees it, and may add, sort and remove.",
                        verbose_name="shared with the team",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lightboxes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lightboxes",
                        to="provinces.province",
                        verbose_name="province",
                    ),
                ),
            ],
            options={
                "verbose_name": "lightbox",
                "verbose_name_plural": "lightboxes",
                "ordering": ["-updated_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LightboxItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveIntegerField()),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lightbox_items",
                        to="media_library.asset",
                        verbose_name="asset",
                    ),
                ),
                (
                    "lightbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="media_library.lightbox"
                    ),
                ),
            ],
            options={
                "ordering": ["place", "pk"],
                "constraints": [models.UniqueConstraint(fields=("lightbox", "asset"), name="asset_once_per_lightbox")],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("query", models.CharField(max_length=1000, verbose_name="search")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "province",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="shared with the team of",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("user", "name"), name="one_search_of_a_name_per_user")],
            },
        ),
        FoldedIndexOperation("asset_work_search"),
        migrations.CreateModel(
            name="BatchEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, verbose_name="what")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("applying", "being made"),
                            ("applied", "made"),
                            ("undone", "undone"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("all_or_nothing", models.BooleanField(default=False)),
                ("planned_at", models.DateTimeField(auto_now_add=True)),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batch_edits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["-pk"]},
        ),
        migrations.CreateModel(
            name="BatchItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changes", models.JSONField(default=dict)),
                ("problem", models.TextField(blank=True)),
                ("seen_revision", models.PositiveBigIntegerField(null=True)),
                ("made_revision", models.PositiveBigIntegerField(null=True)),
                ("undone", models.BooleanField(default=False)),
                ("undo_problem", models.TextField(blank=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="media_library.batchedit",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="media_library.photo"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "photo"), name="one_item_per_photo_and_batch")
                ],
            },
        ),
        migrations.AlterField(
            model_name="asset",
            name="digital_source_type",
            field=models.CharField(
                choices=[
                    ("digitalCapture", "photographed with a digital camera"),
                    ("negativeFilm", "scanned from film"),
                    ("print", "scanned from a print"),
                    ("minorHumanEdits", "photograph with small corrections"),
                    ("compositeCapture", "composed of several photographs"),
                    ("digitalCreation", "made by a person on a computer"),
                    ("algorithmicMedia", "drawn by a program"),
                    ("compositeWithTrainedAlgorithmicMedia", "photograph altered with AI"),
                    ("trainedAlgorithmicMedia", "made with AI"),
                ],
                default="digitalCapture",
                max_length=50,
                verbose_name="how it was made",
            ),
        ),
    ]
