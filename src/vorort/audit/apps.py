from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "vorort.audit"
    verbose_name = "Protokoll"
    default_auto_field = "django.db.models.BigAutoField"
