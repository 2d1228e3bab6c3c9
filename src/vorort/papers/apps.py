from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "vorort.papers"
    verbose_name = "Vorlagen"
    default_auto_field = "django.db.models.BigAutoField"
