from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "vorort.dossiers"
    verbose_name = "Maßnahmenakten"
    default_auto_field = "django.db.models.BigAutoField"
