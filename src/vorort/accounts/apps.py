from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "vorort.accounts"
    verbose_name = "Personen"
    default_auto_field = "django.db.models.BigAutoField"
