from django.apps import AppConfig


class SituationConfig(AppConfig):
    name = "vorort.situation"
    verbose_name = "Lagebild"
    default_auto_field = "django.db.models.BigAutoField"
