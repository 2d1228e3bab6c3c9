from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from vorort.accounts.models import Person
    from vorort.findings.registry import Snapshot

FIGURE, ITEM, RESOLUTION = "situation.figure", "minutes.item", "resolutions.resolution"


class ChainsConfig(AppConfig):
    name = "vorort.chains"
    verbose_name = "Feststellungen, Bedarfe, Ziele"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.findings.registry import register_source  # noqa: PLC0415 - ready only now
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        register_source(FIGURE, _("Abbildung im Lagebild"), of_figure)
        register_source(ITEM, _("Niederschrift"), of_item)
        register_source(RESOLUTION, _("Beschluss"), of_resolution)
        slots.register("situation.figure", from_figure)
        slots.register("minutes.item", from_minutes)
        slots.register("resolutions.resolution", from_resolution)


# Pages and editions stand above the statistics engine: whoever only starts does not load it.


def of_figure(actor: "Person", public_id: str) -> "Snapshot | None":
    """Return what a figure of a Lagebild says."""
    from vorort.chains import exports  # noqa: PLC0415

    return exports.of_figure(actor, public_id)


def of_item(actor: "Person", public_id: str) -> "Snapshot | None":
    """Return what an item of approved minutes says."""
    from vorort.chains import exports  # noqa: PLC0415

    return exports.of_item(actor, public_id)


def of_resolution(actor: "Person", public_id: str) -> "Snapshot | None":
    """Return what a resolution says."""
    from vorort.chains import exports  # noqa: PLC0415

    return exports.of_resolution(actor, public_id)


def from_figure(context: dict[str, Any]) -> str:
    """Return the way from a figure of a Lagebild to a finding."""
    row = context["item"]["row"]
    return _way(context, FIGURE, row.public_id, row.title)


def from_minutes(context: dict[str, Any]) -> str:
    """Return the way from an item of approved minutes to a finding."""
    return _way(context, ITEM, context["item"].id, context["item"].title)


def from_resolution(context: dict[str, Any]) -> str:
    """Return the way from a resolution to a finding; the core group's lead nowhere."""
    found = context["resolution"]
    if found.confidentiality == "core":
        return ""
    return _way(context, RESOLUTION, found.public_id, found.title)


def _way(context: dict[str, Any], kind: str, public_id: str, title: str) -> str:
    from vorort.findings.rules import can_edit  # noqa: PLC0415 - models are ready only now

    request = context["request"]
    if not can_edit(request.user, request.authority):
        return ""
    more = {"authority": request.authority, "kind": kind, "public_id": public_id, "title": title}
    return render_to_string("findings/way.html", more, request)
