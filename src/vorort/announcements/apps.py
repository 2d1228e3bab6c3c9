from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class AnnouncementsConfig(AppConfig):
    name = "vorort.announcements"
    verbose_name = "Öffentliche Seiten der Gremien"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are ready only now.
        from vorort.announcements.actions import forget_name, renew  # noqa: PLC0415
        from vorort.announcements.queries.panel import body_panel, body_step  # noqa: PLC0415
        from vorort.councils.actions import seat_changed  # noqa: PLC0415
        from vorort.councils.registry import register_panel, register_step  # noqa: PLC0415
        from vorort.meetings.actions import meeting_changed  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415

        register_panel(10, body_panel)
        register_step(body_step)
        seat_changed.connect(forget_name, dispatch_uid="announcements.forget_name")
        slots.register("meetings.public", meeting_box)
        meeting_changed.connect(renew, dispatch_uid="announcements.renew")


def meeting_box(context: dict[str, Any]) -> str:
    """Return the box on a meeting's page that says what is public of it, for who runs the body."""
    from vorort.announcements import queries  # noqa: PLC0415 - models are ready only now
    from vorort.councils.rules import can_run  # noqa: PLC0415

    request, meeting = context["request"], context["meeting"]
    if meeting.number is None or not can_run(request.user, meeting.body):
        return ""
    more = {
        "meeting": meeting,
        "publication": queries.meeting_publication(meeting),
        "public_path": queries.meeting_path(meeting),
    }
    return render_to_string("announcements/meeting_box.html", more, request)
