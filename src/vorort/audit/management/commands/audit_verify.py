"""``vorort audit verify``: is the log whole? Exit code 1 where it is not."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vorort.audit.queries import verify_chains


class Command(BaseCommand):
    help = "Prüft, ob das Protokoll vollständig und unverändert ist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--save", metavar="DATEI", help="die letzten Siegel zum späteren Vergleich aufschreiben"
        )
        parser.add_argument(
            "--against",
            metavar="DATEI",
            help="auch mit früher aufgeschriebenen Siegeln vergleichen",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        reports = list(verify_chains(anchors=_read(options["against"])))
        for report in reports:
            for fault in report.faults:
                self.stdout.write(f"{report.name}: {fault}")
            if not report.faults:
                waiting = f", {report.unsealed} noch nicht versiegelt" if report.unsealed else ""
                self.stdout.write(
                    f"{report.name}: {report.position} Einträge, unverändert{waiting}."
                )
        broken = sum(bool(report.faults) for report in reports)
        if broken:
            self.stdout.write(f"Das Protokoll ist nicht unversehrt: {broken} Ketten mit Fehlern.")
            sys.exit(1)
        if options["save"]:
            anchors = {
                str(report.chain): {"position": report.position, "hash": report.hash}
                for report in reports
                if report.position
            }
            Path(options["save"]).write_text(json.dumps(anchors, indent=1))
        self.stdout.write("Das Protokoll ist unversehrt.")


def _read(name: str | None) -> dict[str, Any]:
    if name is None:
        return {}
    try:
        anchors: dict[str, Any] = json.loads(Path(name).read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"{name} enthält keine Siegel.") from error
    return anchors
