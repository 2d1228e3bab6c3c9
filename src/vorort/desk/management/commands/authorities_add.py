from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vorort.accounts.queries import get_system_person
from vorort.core.errors import DomainError
from vorort.desk.actions import open_town
from vorort.desk.queries.towns import resolve_town


class Command(BaseCommand):
    help = "Nimmt einen weiteren Ort auf und lädt seine Koordination ein"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Name der Stadt, der Gemeinde oder des Landkreises")
        parser.add_argument("--key", default="", help="amtlicher Schlüssel, 8 oder 5 Ziffern")
        parser.add_argument("--coordinator", required=True, help="E-Mail-Adresse")
        parser.add_argument("--coordinator-name", default="", help="Vor- und Nachname")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            authority = open_town(
                town=resolve_town(options["name"], options["key"]),
                coordinator_name=options["coordinator_name"] or options["coordinator"],
                coordinator_email=options["coordinator"],
                by=get_system_person(),
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{authority.name} ist aufgenommen: /k/{authority.slug}/")
