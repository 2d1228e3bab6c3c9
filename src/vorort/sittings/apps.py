from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "vorort.sittings"
    verbose_name = "Laufende Sitzungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.meetings.actions import meeting_created  # noqa: PLC0415
        from vorort.sittings.actions import fill_new_agenda  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        slots.register("meetings.actions", "sittings/button.html", order=10)
        meeting_created.connect(fill_new_agenda, dispatch_uid="sittings.adjourned")
