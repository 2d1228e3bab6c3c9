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
            name="Incident",
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
                ("title", models.CharField(max_length=160, verbose_name="Kurz gesagt")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "offen"), ("closed", "abgeschlossen")],
                        default="open",
                        max_length=8,
                        verbose_name="Stand",
                    ),
                ),
                (
                    "happened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="geschehen"),
                ),
                ("noticed_at", models.DateTimeField(verbose_name="bemerkt")),
                ("description", models.TextField(verbose_name="Was ist geschehen?")),
                (
                    "is_security",
                    models.BooleanField(
                        default=True, verbose_name="Vorfall der Informationssicherheit"
                    ),
                ),
                (
                    "is_personal",
                    models.BooleanField(
                        default=False, verbose_name="personenbezogene Daten betroffen"
                    ),
                ),
                (
                    "data_categories",
                    models.TextField(blank=True, verbose_name="betroffene Arten von Daten"),
                ),
                (
                    "people_categories",
                    models.TextField(blank=True, verbose_name="betroffene Gruppen von Personen"),
                ),
                (
                    "people_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="ungefähre Zahl der Personen"
                    ),
                ),
                (
                    "records_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="ungefähre Zahl der Datensätze"
                    ),
                ),
                (
                    "consequences",
                    models.TextField(blank=True, verbose_name="wahrscheinliche Folgen"),
                ),
                (
                    "measures",
                    models.TextField(blank=True, verbose_name="ergriffene und geplante Maßnahmen"),
                ),
                (
                    "risk",
                    models.CharField(
                        choices=[
                            ("unknown", "noch nicht eingeschätzt"),
                            ("none", "voraussichtlich kein Risiko"),
                            ("risk", "Risiko: Meldung an die Aufsicht (Art. 33)"),
                            (
                                "high",
                                "hohes Risiko: auch die Betroffenen benachrichtigen (Art. 34)",
                            ),
                        ],
                        default="unknown",
                        max_length=8,
                        verbose_name="Risiko für die Betroffenen",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, verbose_name="Begründung, falls nicht gemeldet wird"
                    ),
                ),
                (
                    "cert_first_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="Erstmeldung SAX.CERT"
                    ),
                ),
                (
                    "cert_full_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="ausführliche Meldung SAX.CERT"
                    ),
                ),
                (
                    "supervisor_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Meldung Art. 33"),
                ),
                (
                    "people_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="Betroffene benachrichtigt"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="abgeschlossen"),
                ),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="erfasst von",
                    ),
                ),
            ],
            options={
                "verbose_name": "Vorfall",
                "verbose_name_plural": "Vorfälle",
                "ordering": ("-noticed_at", "-id"),
            },
        ),
    ]
