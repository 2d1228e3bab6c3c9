from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vorort.accounts.actions import reset_second_factor
from vorort.accounts.queries import find_person, get_system_person
from vorort.core.clock import now
from vorort.core.errors import DomainError


class Command(BaseCommand):
    help = "Setzt den zweiten Faktor einer Person zurück, die ihren verloren hat"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Adresse, mit der sich die Person anmeldet")
        parser.add_argument(
            "--reason", required=True, help="Wie Sie sich überzeugt haben, dass es die Person ist"
        )

    def handle(self, *_args: Any, email: str, reason: str, **_options: Any) -> None:
        person = find_person(email)
        if person is None:
            raise CommandError("Niemand meldet sich mit dieser Adresse an.")
        try:
            reset_second_factor(person=person, by=get_system_person(), reason=reason, at=now())
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            "Der zweite Faktor ist zurückgesetzt, alle Sitzungen sind beendet, die Person hat "
            "eine Nachricht bekommen."
        )
