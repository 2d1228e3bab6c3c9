from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "vorort.networks"
    verbose_name = "Netzwerk"
    default_auto_field = "django.db.models.BigAutoField"
