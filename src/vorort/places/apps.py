from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "vorort.places"
    verbose_name = "Gebiete"
    default_auto_field = "django.db.models.BigAutoField"
