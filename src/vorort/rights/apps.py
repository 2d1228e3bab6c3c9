from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "vorort.rights"
    verbose_name = "Rechte der Personen"
    default_auto_field = "django.db.models.BigAutoField"
