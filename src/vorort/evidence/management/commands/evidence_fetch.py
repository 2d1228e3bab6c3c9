from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vorort.accounts.queries import get_system_person
from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.deliveries.importers import bring_all, choose
from vorort.evidence.choices import TABLES
from vorort.evidence.importers import import_file


class Command(BaseCommand):
    help = "Ruft veröffentlichte Tabellen ab und liest sie ein (Liste: VORORT_FETCH_LIST)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("tables", nargs="*", metavar="NAME|URL")
        parser.add_argument("--format", choices=sorted(TABLES), default="", help="zu einer URL")
        parser.add_argument("--year", type=int, help="Berichtsjahr, wenn es nicht in ihr steht")
        parser.add_argument("--sha256", default="", help="nur diese Datei wird genommen")

    def handle(self, *_args: Any, **options: Any) -> None:
        given = {name: options[name] for name in ("format", "year", "sha256")}
        who = get_system_person()
        try:
            wanted = choose(options["tables"], settings.FETCH_LIST, **given)
        except DomainError as error:
            raise CommandError(error.message) from error
        say = self.stdout.write
        if not bring_all(wanted, import_file=import_file, by=who, today=today(), say=say):
            raise CommandError("Nicht alle Tabellen sind übernommen.")
