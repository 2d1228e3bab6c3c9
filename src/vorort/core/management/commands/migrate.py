from typing import Any

from django.conf import settings
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's command, for every database of ours: ``vorort migrate`` prepares them all."""

    help = "Richtet die Datenbank ein oder bringt sie auf den neuen Stand"

    def handle(self, *args: Any, **options: Any) -> None:
        database, jobs = options.get("database"), settings.JOBS_DATABASE
        named = options.get("app_label")
        if database == jobs != "default" and not named:
            # Only the queue lives there: the way of all other tables is not walked twice.
            options |= {"app_label": "core", "run_syncdb": False}
        super().handle(*args, **options)
        if not named and database == "default" != jobs:
            self.handle(*args, **{**options, "database": jobs})
