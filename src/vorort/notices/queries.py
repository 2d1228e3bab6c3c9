"""Reads of what leaves the house."""

from django.db.models import QuerySet

from vorort.authorities.models import Authority
from vorort.core.scopes import platform_scope
from vorort.notices.models import Dispatch


def get_for_job(public_id: str) -> Dispatch | None:
    """Return a message for the job that sends it, or None where it is gone."""
    with platform_scope("a job is named by the message's own id"):
        found = Dispatch.objects.filter(public_id=public_id)
        return found.select_related("authority").first()


def list_about(authority: Authority, *, kind: str, reference: str) -> QuerySet[Dispatch]:
    """Return what was sent about something, the latest first."""
    return Dispatch.objects.filter(authority=authority, kind=kind, reference=reference)
