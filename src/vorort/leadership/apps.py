from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    name = "vorort.leadership"
    verbose_name = "Leitung"
    default_auto_field = "django.db.models.BigAutoField"
