from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "vorort.sittings"
    verbose_name = "Laufende Sitzungen"
    default_auto_field = "django.db.models.BigAutoField"
