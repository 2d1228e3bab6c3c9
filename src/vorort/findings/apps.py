from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _


class FindingsConfig(AppConfig):
    name = "vorort.findings"
    verbose_name = "Feststellungen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.findings import registry  # noqa: PLC0415 - models are ready only now
        from vorort.findings.queries.sources import of_resolution  # noqa: PLC0415
        from vorort.resolutions.rules import RESOLUTION  # noqa: PLC0415
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        registry.register()
        registry.register_source(RESOLUTION, _("Beschluss"), of_resolution)
        slots.register("minutes.item", from_minutes)
        slots.register("resolutions.resolution", from_resolution)


def from_minutes(context: dict[str, Any]) -> str:
    """Return the way from an item of approved minutes to a finding."""
    return _way(context, "minutes.item", context["item"].id, context["item"].title)


def from_resolution(context: dict[str, Any]) -> str:
    """Return the way from a resolution to a finding."""
    resolution = context["resolution"]
    if resolution.confidentiality == "core":
        return ""
    return _way(context, "resolutions.resolution", resolution.public_id, resolution.title)


def _way(context: dict[str, Any], kind: str, public_id: str, title: str) -> str:
    from vorort.findings.rules import can_edit  # noqa: PLC0415 - models are ready only now

    request = context["request"]
    if not can_edit(request.user, request.authority):
        return ""
    more = {"authority": request.authority, "kind": kind, "public_id": public_id, "title": title}
    return render_to_string("findings/way.html", more, request)
