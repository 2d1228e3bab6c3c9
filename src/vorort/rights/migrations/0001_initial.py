import django.db.models.deletion
import vorort.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("authorities", "0002_setup"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_at", models.DateTimeField(verbose_name="gelaufen am")),
                ("counts", models.JSONField(default=dict, verbose_name="Anzahl je Tabelle")),
            ],
            options={
                "verbose_name": "Löschlauf",
                "verbose_name_plural": "Löschläufe",
                "ordering": ("-run_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert")),
                (
                    "public_id",
                    models.CharField(
                        default=vorort.core.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="Kennung",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Auskunft zu einer Person"),
                            ("town", "Gesamtexport"),
                            ("archive", "Angebot an das Archiv"),
                        ],
                        max_length=8,
                        verbose_name="Art",
                    ),
                ),
                ("authority_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "request",
                    models.CharField(blank=True, max_length=12, verbose_name="zur Anfrage"),
                ),
                ("job", models.CharField(blank=True, max_length=12, verbose_name="Auftrag")),
                (
                    "filename",
                    models.CharField(blank=True, max_length=120, verbose_name="Dateiname"),
                ),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="Größe in Byte")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="Prüfsumme")),
                ("summary", models.JSONField(blank=True, default=dict, verbose_name="Inhalt")),
                ("ready_at", models.DateTimeField(blank=True, null=True, verbose_name="fertig")),
                ("expires_at", models.DateTimeField(verbose_name="abrufbar bis")),
                (
                    "ordered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestellt von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Paket",
                "verbose_name_plural": "Pakete",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert")),
                (
                    "public_id",
                    models.CharField(
                        default=vorort.core.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="Kennung",
                    ),
                ),
                (
                    "authority_id",
                    models.BigIntegerField(verbose_name="Kennung der Gebietskörperschaft"),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("slug", models.CharField(max_length=60, verbose_name="Adresse")),
                ("area_key", models.CharField(max_length=12, verbose_name="Gebietsschlüssel")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "beantragt"),
                            ("confirmed", "bestätigt, Angebot an das Archiv steht aus"),
                            ("offered", "dem Archiv angeboten"),
                            ("waiting", "Wartezeit bis zur Löschung"),
                            ("removed", "gelöscht"),
                            ("cancelled", "abgebrochen"),
                        ],
                        default="requested",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("reason", models.TextField(verbose_name="Grund")),
                ("requested_at", models.DateTimeField(verbose_name="beantragt")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="bestätigt"),
                ),
                (
                    "archive_name",
                    models.CharField(blank=True, max_length=160, verbose_name="Archiv"),
                ),
                (
                    "offered_on",
                    models.DateField(blank=True, null=True, verbose_name="angeboten am"),
                ),
                (
                    "offer_sha256",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="Prüfsumme des Angebots"
                    ),
                ),
                (
                    "archive_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("taken", "übernommen"),
                            ("partly", "teilweise übernommen"),
                            ("declined", "nicht archivwürdig"),
                        ],
                        max_length=10,
                        verbose_name="Antwort des Archivs",
                    ),
                ),
                (
                    "archive_answered_on",
                    models.DateField(blank=True, null=True, verbose_name="Antwort vom"),
                ),
                ("archive_note", models.TextField(blank=True, verbose_name="Vermerk zur Antwort")),
                (
                    "not_before",
                    models.DateField(blank=True, null=True, verbose_name="Löschung frühestens am"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="gelöscht oder abgebrochen"
                    ),
                ),
                (
                    "counts",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="gelöschte Zeilen je Tabelle"
                    ),
                ),
                (
                    "log_position",
                    models.BigIntegerField(default=0, verbose_name="Länge des Protokolls"),
                ),
                (
                    "log_hash",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="letztes Siegel des Protokolls"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bestätigt von",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beantragt von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Auflösung eines Ortes",
                "verbose_name_plural": "Auflösungen von Orten",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("requested", "confirmed", "offered", "waiting"))
                        ),
                        fields=("authority_id",),
                        name="removal_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert")),
                ("table", models.CharField(max_length=80, verbose_name="Tabelle")),
                ("days", models.PositiveIntegerField(verbose_name="Tage")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authorities.authority",
                        verbose_name="Gebietskörperschaft",
                    ),
                ),
            ],
            options={
                "verbose_name": "eigene Löschfrist",
                "verbose_name_plural": "eigene Löschfristen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "table"), name="retention_choice_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="angelegt")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="geändert")),
                (
                    "public_id",
                    models.CharField(
                        default=vorort.core.ids.new_public_id,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="Kennung",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "Auskunft (Art. 15)"),
                            ("correction", "Berichtigung (Art. 16)"),
                            ("erasure", "Löschung (Art. 17)"),
                            ("portability", "Herausgabe der Daten (Art. 20)"),
                        ],
                        max_length=12,
                        verbose_name="Anliegen",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "eingegangen"),
                            ("identified", "Identität geprüft"),
                            ("answered", "beantwortet"),
                            ("refused", "abgelehnt"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="Stand",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="E-Mail-Adresse"),
                ),
                ("received_on", models.DateField(verbose_name="eingegangen am")),
                ("due_on", models.DateField(verbose_name="zu beantworten bis")),
                ("text", models.TextField(blank=True, verbose_name="Was gewünscht wird")),
                (
                    "identity_note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="wie die Identität geprüft wurde"
                    ),
                ),
                (
                    "identity_on",
                    models.DateField(blank=True, null=True, verbose_name="Identität geprüft am"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="erledigt am")),
                (
                    "answer",
                    models.TextField(blank=True, verbose_name="Antwort oder Grund der Ablehnung"),
                ),
                ("reviewed", models.BooleanField(default=False, verbose_name="Texte durchgesehen")),
                ("erased", models.JSONField(blank=True, default=dict, verbose_name="gelöscht")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="authorities.authority",
                        verbose_name="Gebietskörperschaft",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="bearbeitet von",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Konto",
                    ),
                ),
            ],
            options={
                "verbose_name": "Anfrage einer Person",
                "verbose_name_plural": "Anfragen von Personen",
                "ordering": ("due_on", "id"),
                "indexes": [
                    models.Index(fields=["authority", "state", "due_on"], name="request_open")
                ],
            },
        ),
    ]
