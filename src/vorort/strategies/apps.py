from django.apps import AppConfig


class StrategiesConfig(AppConfig):
    name = "vorort.strategies"
    verbose_name = "Strategie"
    default_auto_field = "django.db.models.BigAutoField"
