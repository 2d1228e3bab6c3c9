"""``vorort rights retention``: erase what is due; ``--dry-run`` only counts it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vorort.accounts.queries import get_system_person
from vorort.core.clock import now
from vorort.rights.actions.packages import forget_packages
from vorort.rights.actions.retention import run_retention
from vorort.rights.queries.requests import counts_in_words
from vorort.rights.queries.towns import due_counts


class Command(BaseCommand):
    help = "Löscht oder anonymisiert, was seine Frist überschritten hat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="nur zählen, nichts löschen")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = now()
        if options["dry_run"]:
            counts = due_counts(at=at)
            said = "fällig"
        else:
            counts = run_retention(at=at, by=get_system_person())
            forget_packages(at=at)
            said = "erledigt"
        for name, count in counts_in_words(counts):
            self.stdout.write(f"{name}: {count} {said}")
        if not counts:
            self.stdout.write("Keine Frist ist abgelaufen.")
