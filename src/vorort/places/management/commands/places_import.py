"""``vorort places import FILE --kind county|municipality|district``."""

import datetime as dt
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from vorort.accounts.queries import get_system_person
from vorort.core.errors import DomainError
from vorort.deliveries.actions import AlreadyStored
from vorort.deliveries.models import Delivery
from vorort.places.importers import ImportOptions, import_file, read_mapping

KINDS = ("county", "municipality", "district")


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Command(BaseCommand):
    help = "Gebiete einlesen: GeoPackage, GeoJSON, Shape (ZIP) oder Gemeindeverzeichnis GV100AD"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=KINDS, required=True)
        parser.add_argument("--valid-from", type=_day, metavar="JJJJ-MM-TT")
        parser.add_argument("--mapping", type=Path, metavar="JSON")
        parser.add_argument("--source", default="", help="Quelle, wenn es nicht die übliche ist")
        parser.add_argument("--licence", default="", help="Lizenz der Datei")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("Die Datei „%(name)s“ gibt es nicht.") % {"name": path})
        try:
            asked = ImportOptions(
                kind=options["kind"],
                valid_from=options["valid_from"],
                mapping=read_mapping(options["mapping"]) if options["mapping"] else (),
            )
            delivery, summary = import_file(
                path,
                options=asked,
                by=get_system_person(),
                source_label=options["source"],
                licence=options["licence"],
            )
        except AlreadyStored as error:
            delivery, summary = error.delivery, {"already_stored": True}
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(
                _("Die Datei „%(name)s“ lässt sich nicht lesen.") % {"name": path}
            ) from error
        answer = _answer(delivery, summary)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif options["verbosity"] == 0:
            return
        elif summary.get("already_stored"):
            self.stdout.write(_("Diese Datei ist schon übernommen. Es wurde nichts geändert."))
        else:
            self.stdout.write(
                _("%(rows_stored)d Gebiete übernommen, %(rows_quarantined)d Zeilen zurückgelegt.")
                % answer
            )


def _answer(delivery: Delivery, summary: dict[str, Any]) -> dict[str, Any]:
    again = bool(summary.get("already_stored"))
    return {
        "delivery": delivery.public_id,
        "delivery_id": delivery.public_id,
        "format": delivery.format,
        "rows_read": delivery.rows_read,
        "rows_stored": 0 if again else delivery.rows_stored,
        "rows_quarantined": delivery.rows_quarantined,
        "quarantined": [
            {"line": row.line, "code": row.code, "reason": row.reason}
            for row in delivery.quarantine.all()[:50]
        ],
        "sha256": delivery.sha256,
        "already_stored": again,
        **{key: value for key, value in summary.items() if key != "already_stored"},
    }
