from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "vorort.minutes"
    verbose_name = "Niederschriften"
    default_auto_field = "django.db.models.BigAutoField"
