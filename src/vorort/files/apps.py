from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "vorort.files"
    verbose_name = "Dateien"
    default_auto_field = "django.db.models.BigAutoField"
