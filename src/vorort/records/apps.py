from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "vorort.records"
    verbose_name = "Eigene Zahlen"
    default_auto_field = "django.db.models.BigAutoField"
