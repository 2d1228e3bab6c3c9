from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vorort.core.backup import BackupError, write_backup
from vorort.core.clock import now


class Command(BaseCommand):
    help = "Sichert Datenbank und Dateien in ein Archiv: vorort backup FILE"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            manifest = write_backup(options["file"], at=now())
        except BackupError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Gesichert: {options['file']}, {len(manifest['contents'])} Teile.")
