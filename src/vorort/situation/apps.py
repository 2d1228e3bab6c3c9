from typing import Any

from django.apps import AppConfig
from django.template.loader import render_to_string
from django.urls import reverse


class SituationConfig(AppConfig):
    name = "vorort.situation"
    verbose_name = "Lagebild"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vorort.deliveries.actions import delivery_revoked  # noqa: PLC0415 - ready only now
        from vorort.situation import registry  # noqa: PLC0415 - models are ready only now
        from vorort.ui import slots  # noqa: PLC0415 - components are ready only now

        registry.register()
        delivery_revoked.connect(mark_reports, dispatch_uid="situation.mark_reports")
        slots.register("deliveries.stored", way_on_from_delivery)
        slots.register("deliveries.made", made_from_delivery)
        slots.register("authorities.overview", latest_reports)


def mark_reports(*, delivery: Any, by: Any, at: Any, **_more: Any) -> None:
    """Mark what was made from a revoked delivery."""
    from vorort.situation.actions import follow_revocation  # noqa: PLC0415 - models are ready

    follow_revocation(delivery=delivery, by=by, at=at)


def way_on_from_delivery(context: dict[str, Any]) -> str:
    """Return the button that makes the Lagebild of the year that has just been delivered."""
    from vorort.situation import queries, rules  # noqa: PLC0415 - models are ready only now

    request, delivery = context["request"], context["delivery"]
    if not rules.can_create_report(request.user, request.authority):
        return ""
    years = queries.years_to_report(request.authority)
    year = delivery.year if delivery.year in years else None
    return render_to_string(
        "situation/stored_button.html",
        {"authority": request.authority, "years": years, "year": year},
        request,
    )


def made_from_delivery(context: dict[str, Any]) -> str:
    """Return the reports of this town that rest on a delivery, with their states."""
    from vorort.situation import queries, rules  # noqa: PLC0415 - models are ready only now

    request, delivery = context["request"], context["delivery"]
    if not rules.can_see_reports(request.user, request.authority):
        return ""
    rows = []
    for report in queries.list_resting_on(request.authority, delivery):
        url = reverse("situation:report", args=[request.authority.slug, report.public_id])
        rows.append((report, url, queries.shown_state(report).label))
    return render_to_string("situation/made.html", {"rows": rows, "delivery": delivery}, request)


def latest_reports(context: dict[str, Any]) -> str:
    """Return the panel with the latest Lagebilder for the first page of a town."""
    from vorort.situation import queries, rules  # noqa: PLC0415 - models are ready only now

    request = context["request"]
    if not rules.can_see_reports(request.user, request.authority):
        return ""
    rows = []
    for report in queries.list_reports(request.authority)[:3]:
        url = reverse("situation:report", args=[request.authority.slug, report.public_id])
        rows.append((report, url, queries.shown_state(report).label))
    return render_to_string(
        "situation/town_panel.html", {"authority": request.authority, "rows": rows}, request
    )
