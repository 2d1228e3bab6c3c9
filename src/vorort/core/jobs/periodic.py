"""What the platform does by itself, and how often: the only list."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from vorort.core.ids import ALPHABET, LENGTH
from vorort.core.jobs.models import Job
from vorort.core.jobs.queue import enqueue


@dataclass(frozen=True)
class Periodic:
    """A job by name and the time between two runs."""

    name: str
    every: dt.timedelta
    label: str


PERIODIC = (
    Periodic("audit.jobs.seal_chains", dt.timedelta(minutes=5), "Protokoll versiegeln"),
    Periodic("accounts.jobs.forget_attempts", dt.timedelta(days=1), "Alte Fehlversuche löschen"),
    Periodic("core.jobs.upkeep.forget_ended", dt.timedelta(days=1), "Alte Aufträge löschen"),
    Periodic("core.jobs.upkeep.forget_sessions", dt.timedelta(days=1), "Alte Sitzungen löschen"),
    Periodic("core.search.jobs.catch_up", dt.timedelta(minutes=1), "Suche nachführen"),
    Periodic("core.search.jobs.rebuild", dt.timedelta(days=1), "Suche durchsehen"),
    Periodic(
        "minutes.jobs.approve_silent", dt.timedelta(hours=1), "Niederschriften genehmigen lassen"
    ),
    Periodic("api.jobs.rebuild", dt.timedelta(days=1), "OParl-Schnittstelle durchsehen"),
    Periodic("announcements.jobs.forget_names", dt.timedelta(hours=1), "Namen ohne Einwilligung"),
    Periodic("rights.jobs.run_retention", dt.timedelta(days=1), "Abgelaufene Fristen löschen"),
    # Hourly, because the day begins in Europe/Berlin and a day's run at midnight in London.
    Periodic("desk.jobs.send_digests", dt.timedelta(hours=1), "Wochenübersichten versenden"),
    Periodic(
        "resolutions.jobs.close_circulars", dt.timedelta(minutes=10), "Umlaufbeschlüsse beenden"
    ),
    Periodic("resolutions.jobs.remind_owners", dt.timedelta(days=1), "An Aufgaben erinnern"),
    Periodic("files.jobs.sweep_orphans", dt.timedelta(hours=6), "Verwaiste Dateien löschen"),
)


def slot_id(name: str, every: dt.timedelta, at: dt.datetime) -> str:
    """Return the public id of the run of this period: two workers make the same one."""
    slot = int(at.timestamp() // every.total_seconds())
    digest = hashlib.sha256(f"{name} {slot}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])


def enqueue_due(*, at: dt.datetime, periodic: tuple[Periodic, ...] = PERIODIC) -> int:
    """Order what is due in this period and not yet ordered; return how many."""
    slots = {slot_id(entry.name, entry.every, at): entry for entry in periodic}
    known = set(Job.objects.filter(public_id__in=slots).values_list("public_id", flat=True))
    for public_id, entry in slots.items():
        if public_id not in known:
            enqueue(entry.name, label=entry.label, public_id=public_id, max_attempts=2)
    return len(slots) - len(known)
