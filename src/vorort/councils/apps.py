from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "vorort.councils"
    verbose_name = "Gremien"
    default_auto_field = "django.db.models.BigAutoField"
