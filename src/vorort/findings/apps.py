from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "vorort.findings"
    verbose_name = "Feststellungen"
    default_auto_field = "django.db.models.BigAutoField"
