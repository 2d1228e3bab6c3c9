from django.apps import AppConfig


class PicturesConfig(AppConfig):
    name = "vorort.pictures"
    verbose_name = "Lagebild in Zahlen"
    default_auto_field = "django.db.models.BigAutoField"
