from typing import Any

from django.conf import settings
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's command, for every database of ours: ``vorort migrate`` prepares them all."""

    help = "Richtet die Datenbank ein oder bringt sie auf den neuen Stand"

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        named = options.get("app_label") or options.get("database") != "default"
        if not named and settings.JOBS_DATABASE != "default":
            super().handle(*args, **{**options, "database": settings.JOBS_DATABASE})
