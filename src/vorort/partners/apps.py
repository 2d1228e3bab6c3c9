from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "vorort.partners"
    verbose_name = "Partner"
    default_auto_field = "django.db.models.BigAutoField"
