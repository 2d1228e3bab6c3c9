from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "vorort.publications"
    verbose_name = "Veröffentlichungen"
    default_auto_field = "django.db.models.BigAutoField"
