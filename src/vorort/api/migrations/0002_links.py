import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0001_initial"),
        ("authorities", "0002_setup"),
    ]

    operations = [
        migrations.DeleteModel(
            name="OParlObject",
        ),
        migrations.CreateModel(
            name="OParlObject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("Body", "Body"),
                            ("Organization", "Organization"),
                            ("Person", "Person"),
                            ("Membership", "Membership"),
                            ("Meeting", "Meeting"),
                            ("AgendaItem", "Agenda Item"),
                            ("Paper", "Paper"),
                            ("Consultation", "Consultation"),
                            ("File", "File"),
                            ("Location", "Location"),
                            ("LegislativeTerm", "Legislative Term"),
                        ],
                        max_length=20,
                        verbose_name="Typ",
                    ),
                ),
                ("public_id", models.CharField(max_length=60, verbose_name="Kennung")),
                ("subject", models.CharField(blank=True, max_length=12, verbose_name="Gegenstand")),
                ("data", models.JSONField(default=dict, verbose_name="Inhalt")),
                ("created_at", models.DateTimeField(verbose_name="angelegt")),
                ("modified_at", models.DateTimeField(verbose_name="geändert")),
                ("deleted", models.BooleanField(default=False, verbose_name="gelöscht")),
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
                "verbose_name": "OParl-Objekt",
                "verbose_name_plural": "OParl-Objekte",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="OParlLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=24, verbose_name="Eigenschaft")),
                (
                    "target_type",
                    models.CharField(
                        choices=[
                            ("Body", "Body"),
                            ("Organization", "Organization"),
                            ("Person", "Person"),
                            ("Membership", "Membership"),
                            ("Meeting", "Meeting"),
                            ("AgendaItem", "Agenda Item"),
                            ("Paper", "Paper"),
                            ("Consultation", "Consultation"),
                            ("File", "File"),
                            ("Location", "Location"),
                            ("LegislativeTerm", "Legislative Term"),
                        ],
                        max_length=20,
                        verbose_name="Typ",
                    ),
                ),
                ("target_id", models.CharField(max_length=60, verbose_name="Kennung")),
                ("embedded", models.BooleanField(default=False, verbose_name="eingebettet")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="api.oparlobject",
                    ),
                ),
            ],
            options={
                "verbose_name": "Verweis eines OParl-Objektes",
                "verbose_name_plural": "Verweise von OParl-Objekten",
                "ordering": ("id",),
            },
        ),
        migrations.AddIndex(
            model_name="oparlobject",
            index=models.Index(fields=["authority", "type", "id"], name="oparl_by_town"),
        ),
        migrations.AddIndex(
            model_name="oparlobject",
            index=models.Index(fields=["authority", "subject"], name="oparl_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="oparlobject",
            constraint=models.UniqueConstraint(
                fields=("type", "public_id"), name="oparl_object_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="oparlobject",
            constraint=models.CheckConstraint(
                condition=models.Q(("deleted", False), ("data", {}), _connector="OR"),
                name="oparl_tombstone_empty",
            ),
        ),
        migrations.AddIndex(
            model_name="oparllink",
            index=models.Index(fields=["target_type", "target_id", "name"], name="oparl_link_back"),
        ),
        migrations.AddConstraint(
            model_name="oparllink",
            constraint=models.UniqueConstraint(
                fields=("source", "name", "target_type", "target_id"), name="oparl_link_once"
            ),
        ),
    ]
