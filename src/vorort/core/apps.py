from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "vorort.core"
    verbose_name = "Grundlagen"
    default_auto_field = "django.db.models.BigAutoField"
