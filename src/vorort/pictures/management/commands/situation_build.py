"""``vorort situation build KEY --year YEAR [--pdf FILE] [--json FILE]``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vorort.core.clock import today
from vorort.pictures import queries
from vorort.pictures.choices import Picture
from vorort.pictures.exports import build_answer, document, draw, edition_of_picture


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
                f"{error.message} Bitte zuerst die Tabelle der Polizei einlesen: vorort evidence import."
            ) from error
        if options["pdf"]:
            self._write(options["pdf"], _pdf(picture, options["years_back"]))
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


def _pdf(picture: Picture, years_back: int) -> bytes:
    """Return the Lagebild as a PDF; what nobody has published goes through the gate first."""
    guarded = queries.build_picture(
        picture.area_key,
        picture.year,
        viewer=None,
        years_back=years_back,
        protect_below=settings.SMALL_COUNT_LIMIT,
    )
    area_map = queries.build_map(guarded, viewer=None, protect_below=settings.SMALL_COUNT_LIMIT)
    sections, figures = queries.plan(guarded, area_map)
    drawn = [
        (figure, draw(figure, state_name=guarded.state_name, only_pdf=True).pdf)
        for figure in figures
    ]
    return document.render(edition_of_picture(guarded, sections, drawn, on=today()))
