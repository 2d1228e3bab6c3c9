from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vorort.core.backup import BackupError, restore_backup


class Command(BaseCommand):
    help = "Stellt Datenbank und Dateien wieder her: vorort restore FILE [--replace]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="vorhandene Daten ersetzen")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            manifest = restore_backup(options["file"], replace=options["replace"])
        except BackupError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Wiederhergestellt: Stand {manifest['made_at']}.")
        self.stdout.write("Bitte prüfen: vorort audit verify")
