from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "vorort.tables"
    verbose_name = "Tabellen einlesen"
    default_auto_field = "django.db.models.BigAutoField"
