from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string


class DeskConfig(AppConfig):
    name = "vorort.desk"
    verbose_name = "Schreibtisch"

    def ready(self) -> None:
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        slots.register("accounts.overview", notifications, order=150)
        slots.register("authorities.member", "desk/parts/member.html")


def notifications(context: dict[str, Any]) -> str:
    """Return the panel of the weekly overview for the page of one's own account."""
    return render_to_string("desk/parts/notifications.html", {}, context["request"])
