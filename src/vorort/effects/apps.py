from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "vorort.effects"
    verbose_name = "Wirkung"
    default_auto_field = "django.db.models.BigAutoField"
