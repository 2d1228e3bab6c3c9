from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "vorort.api"
    verbose_name = "Schnittstellen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.api import jobs  # noqa: PLC0415 - models are ready only now
        from vorort.publications.actions import publication_changed  # noqa: PLC0415

        publication_changed.connect(jobs.on_publication_changed, dispatch_uid="api.oparl")
