from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    name = "vorort.authorities"
    verbose_name = "Gebietskörperschaften"
    default_auto_field = "django.db.models.BigAutoField"
