from django.apps import AppConfig


class ConceptsConfig(AppConfig):
    name = "vorort.concepts"
    verbose_name = "Konzepte"
    default_auto_field = "django.db.models.BigAutoField"
