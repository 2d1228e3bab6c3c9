from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class MinutesConfig(AppConfig):
    name = "vorort.minutes"
    verbose_name = "Niederschriften"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.minutes.queries import found  # noqa: PLC0415 - models are ready only now
        from vorort.ui import slots  # noqa: PLC0415

        found.register()
        slots.register("meetings.actions", meeting_button, order=20)


def meeting_button(context: dict[str, Any]) -> str:
    """Return the way from a held meeting to its minutes: the draft by one click, then the text."""
    from vorort.core.clock import now  # noqa: PLC0415 - models are ready only now
    from vorort.meetings.choices import TOOK_PLACE, MeetingState  # noqa: PLC0415
    from vorort.minutes import queries, rules  # noqa: PLC0415

    request, meeting = context["request"], context["meeting"]
    if meeting.state not in TOOK_PLACE:
        return ""
    reader = rules.reader_of(request.user, meeting, at=now())
    minutes = queries.find_minutes(meeting)
    is_held = meeting.state == MeetingState.HELD
    may_draft = is_held and reader.writes
    if not may_draft and (minutes is None or is_held or not rules.sees(reader, minutes)):
        return ""
    more = {"meeting": meeting, "may_draft": may_draft}
    return render_to_string("minutes/button.html", more, request)
