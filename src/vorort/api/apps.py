from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "vorort.api"
    verbose_name = "Schnittstellen"
    default_auto_field = "django.db.models.BigAutoField"
