"""``vorort evidence import FILE --format …``: a police or population table from the shell."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vorort.accounts.queries import get_system_person
from vorort.core.clock import today
from vorort.core.errors import DomainError
from vorort.deliveries.actions import AlreadyStored
from vorort.deliveries.models import Delivery
from vorort.evidence.choices import TABLES
from vorort.evidence.importers import Outcome, full_database_is_a_sentence, import_file
from vorort.ui.format import number


class Command(BaseCommand):
    help = "Liest eine Tabelle der Polizeistatistik oder der Bevölkerung ein (CSV, CSV.GZ, XLSX)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI")
        parser.add_argument("--format", required=True, choices=sorted(TABLES))
        parser.add_argument("--year", type=int, help="Berichtsjahr, falls die Datei es nicht nennt")
        parser.add_argument("--source", default="", help="Quelle, wenn es nicht die übliche ist")
        parser.add_argument("--licence", default="", help="Lizenz der Datei")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Die Datei {path.name} gibt es nicht.")
        try:
            with full_database_is_a_sentence():
                outcome = import_file(
                    path=path,
                    format=options["format"],
                    by=get_system_person(),
                    today=today(),
                    year=options["year"],
                    source_label=options["source"],
                    licence=options["licence"],
                )
        except AlreadyStored as error:
            answer = known_answer(error.delivery)
            line = error.message
        except DomainError as error:
            raise CommandError(" ".join(error.message.split())) from error
        else:
            answer = answer_of(outcome)
            line = (
                f"{path.name}: {number(answer['rows_read'])} Zeilen gelesen, "
                f"{number(answer['rows_stored'])} übernommen, "
                f"{number(answer['rows_quarantined'])} zurückgelegt. "
                f"Lieferung {answer['delivery']}."
            )
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"]:
            self.stdout.write(line)


def answer_of(outcome: Outcome) -> dict[str, Any]:
    """Return the result of an import as JSON-safe data."""
    delivery = outcome.delivery
    return {
        **_facts(delivery),
        "already_stored": False,
        "rows_stored": delivery.rows_stored,
        "rows_duplicate": outcome.checked.merged,
        "years": outcome.checked.facts.years or [delivery.year],
        "quarantined": [
            {"line": note.line, "code": note.code, "reason": note.reason, "raw": note.raw}
            for note in outcome.checked.notes
        ],
    }


def known_answer(delivery: Delivery) -> dict[str, Any]:
    """Return the answer for a file that is stored already: nothing new."""
    return {**_facts(delivery), "already_stored": True, "rows_stored": 0, "quarantined": []}


def _facts(delivery: Delivery) -> dict[str, Any]:
    return {
        "delivery": delivery.public_id,
        "delivery_id": delivery.public_id,
        "format": delivery.format,
        "year": delivery.year,
        "rows_read": delivery.rows_read,
        "rows_quarantined": delivery.rows_quarantined,
        "sha256": delivery.sha256,
    }
