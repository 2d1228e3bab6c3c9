from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "vorort.evidence"
    verbose_name = "Polizeistatistik"
    default_auto_field = "django.db.models.BigAutoField"
