from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "vorort.outcomes"
    verbose_name = "Was wurde daraus?"
    default_auto_field = "django.db.models.BigAutoField"
