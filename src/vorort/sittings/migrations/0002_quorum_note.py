from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sittings", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="quorum_note",
            field=models.CharField(
                blank=True,
                max_length=200,
                verbose_name="Grund trotz fehlender Beschlussfähigkeit",
            ),
        ),
    ]
