from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "vorort.core"
    verbose_name = "Grundlagen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.core import rowlevel  # noqa: PLC0415 - models are ready only now

        connection_created.connect(rowlevel.tell_new_connection)
        post_migrate.connect(rowlevel.protect, sender=self)
