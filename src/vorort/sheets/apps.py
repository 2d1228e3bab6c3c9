from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "vorort.sheets"
    verbose_name = "Tabellen verstehen"
    default_auto_field = "django.db.models.BigAutoField"
