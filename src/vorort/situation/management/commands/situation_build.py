"""``vorort situation build KEY --year YEAR [--pdf FILE] [--json FILE]``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vorort.situation import queries
from vorort.situation.exports.command import build_answer


class Command(BaseCommand):
    help = "Lagebild eines Gebiets und Jahres aus den gelieferten Zahlen; ohne Anmeldung."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("area", help="Gebietsschlüssel, etwa 14713 oder 14713000")
        parser.add_argument("--year", type=int, required=True, help="Berichtsjahr")
        parser.add_argument("--years-back", type=int, default=10, help="frühere Jahre der Reihen")
        parser.add_argument(
            "--pdf", type=Path, help="das Lagebild als PDF in diese Datei schreiben"
        )
        parser.add_argument(
            "--json", type=Path, help="die Zahlen als JSON in diese Datei schreiben"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        area, year = options["area"], options["year"]
        try:
            picture = queries.build_picture(
                area, year, viewer=None, years_back=options["years_back"]
            )
        except queries.NoFiguresError as error:
            raise CommandError(
                f"Für das Gebiet {area} liegen für {year} keine Zahlen vor. "
                "Bitte zuerst die Tabelle der Polizei einlesen: vorort evidence import."
            ) from error
        text = json.dumps(build_answer(picture), ensure_ascii=False, indent=2, allow_nan=False)
        if options["json"]:
            self._write(options["json"], f"{text}\n".encode())
        else:
            self.stdout.write(text)

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} lässt sich nicht schreiben: {error.strerror}.") from error
        self.stderr.write(f"geschrieben: {path} ({len(content)} Byte)")
