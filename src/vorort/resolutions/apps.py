from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    name = "vorort.resolutions"
    verbose_name = "Beschlüsse und Aufgaben"
    default_auto_field = "django.db.models.BigAutoField"
