from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vorort.authorities.actions import new_first_run_code
from vorort.core.errors import DomainError


class Command(BaseCommand):
    help = "Gibt den Code für die erste Einrichtung aus; frühere Codes gelten nicht mehr"

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            code = new_first_run_code()
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Code für die erste Einrichtung: {code}")
        self.stdout.write("Er gilt einen Tag und nur einmal.")
        self.stdout.write(f"Einrichten: {settings.PUBLIC_URL}/einrichten/?code={code}")
